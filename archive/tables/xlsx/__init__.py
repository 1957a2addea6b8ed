"""Excel: workbooks read as they show themselves, and written for print and for being filled in."""

from archive.tables.xlsx.reading import properties, read
from archive.tables.xlsx.writing import workbook, write

__all__ = ["properties", "read", "workbook", "write"]
