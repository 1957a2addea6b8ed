"""The version of an index (phiên bản): another one's folder is another's, and is made beside it."""

from archive.index.analysis import ANALYSIS_VERSION

SCHEMA_VERSION = 4
"""Raised whenever the rows change."""

VERSION = f"{SCHEMA_VERSION}-{ANALYSIS_VERSION}"
