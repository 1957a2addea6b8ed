"""Sniff: what a file is, by its content and never by its suffix."""

import zipfile
from pathlib import Path

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
TIFF = "image/tiff"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

TAKEN = (PDF, JPEG, PNG, TIFF, DOCX, XLSX)
"""The media types that can be read."""

_SIGNATURES = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"II+\x00", TIFF),
    (b"MM\x00+", TIFF),
)
_OFFICE = (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX))
_HEAD = 1024


def sniff(path: Path) -> str:
    """The media type; for what cannot be read, libmagic's name of it, or ``application/octet-stream``."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    for start, media_type in _SIGNATURES:
        if head.startswith(start):
            return media_type
    # Copiers and mail programs put bytes before the header; readers look for it in the first 1,024 bytes.
    if b"%PDF-" in head:
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return _office(path)
    return _named_by_libmagic(path)


def _office(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as package:
            names = frozenset(package.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "application/zip"
    return next((media_type for part, media_type in _OFFICE if part in names), "application/zip")


def _named_by_libmagic(path: Path) -> str:
    try:
        import magic
    except ImportError:
        # Without libmagic the file is refused all the same, only with less said about it.
        return "application/octet-stream"
    return str(magic.from_file(str(path), mime=True))
