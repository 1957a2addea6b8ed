"""The version of an index (phiên bản): another one's folder is another's, and is made beside it."""

from archive.index.analysis import ANALYSIS_VERSION

SCHEMA_VERSION = 5
"""Raised whenever the rows, or the marks in them, change."""

VERSION = f"{SCHEMA_VERSION}-{ANALYSIS_VERSION}"
