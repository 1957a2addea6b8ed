"""Word: the tables of documents read as they show themselves, and a table written to print."""

from archive.tables.word.reading import read
from archive.tables.word.writing import write

__all__ = ["read", "write"]
