"""Tables in files: read from Excel, Word, PDF and separated values; written to print and to be filled in."""
