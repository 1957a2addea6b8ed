"""The rules of evidence (minh chứng): pure values and functions, without files, network or clock."""
