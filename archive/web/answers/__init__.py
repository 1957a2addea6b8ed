"""Answers: what the portal gives to programs and spreadsheets, at the same addresses as its pages."""
