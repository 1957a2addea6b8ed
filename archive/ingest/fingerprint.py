"""Fingerprint: all that a reading depends on besides the bytes, to tell whether it would come out alike."""

import hashlib
import os
import sys
import unicodedata
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from archive.ingest import layout, ocr, sniff
from archive.ingest.pdf import VERSION as PDF_VERSION
from archive.ingest.reading import READING_VERSION

_PACKAGES = (
    "openpyxl", "pdfplumber", "pillow", "pillow-heif", "pyhanko", "pypdfium2", "python-docx", "tesserocr",
)  # fmt: skip
"""Outside packages through which text comes."""

_OURS = ("ingest", "evidence")
"""The parts of this program through which it comes."""

Fingerprint = tuple[tuple[str, str], ...]
"""Names with what they stand for here, such as ("pillow", "13.0.0")."""


@cache
def fingerprint(languages: str) -> Fingerprint:
    """That of this machine, looked up once."""
    return (*_means(languages), ("program", _program()))


@cache
def reader_name(languages: str) -> str:
    """What reads here, for a reading to say what it was made by: another name, and it may be another reading.

    Some names with versions, and a digest of all. Our own code counts by the number of its way of reading.
    """
    engine = ocr.version() if ocr.available(languages) else "no-ocr"
    digest = hashlib.sha256(repr(_means(languages)).encode()).hexdigest()[:8]
    return f"reading-{READING_VERSION} {PDF_VERSION} {layout.version()} {engine} {languages} {digest}"


@cache
def _means(languages: str) -> Fingerprint:
    parts = [
        ("reading", str(READING_VERSION)),
        ("pdfium", PDF_VERSION),
        ("tesseract", ocr.version() if ocr.available(languages) else "–"),
        ("libmagic", sniff.libmagic()),
        ("Python", f"{sys.version_info.major}.{sys.version_info.minor}"),
        ("Unicode", unicodedata.unidata_version),
        *((package, _version(package)) for package in _PACKAGES),
    ]
    folder = ocr.language_data(languages, os.environ.get("TESSDATA_PREFIX"))
    for language in languages.split("+"):
        data = (folder / f"{language}.traineddata").read_bytes() if folder else b""
        parts.append((f"tesseract {language}", hashlib.sha256(data).hexdigest()[:12] if data else "–"))
    return tuple(parts)


def difference(here: Fingerprint, there: Fingerprint) -> tuple[str, str, str] | None:
    """The first name in which two differ, with what it stands for here and there; None for equal ones."""
    ours, theirs = dict(here), dict(there)
    for name in {**ours, **theirs}:
        if ours.get(name) != theirs.get(name):
            return name, ours.get(name, "–"), theirs.get(name, "–")
    return None


def _program() -> str:
    """Our own code as it lies there: a version's number says little of a program that is being worked on."""
    root = Path(__file__).parent.parent
    sums = hashlib.sha256()
    for part in _OURS:
        for path in sorted((root / part).rglob("*.py")):
            sums.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes() + b"\0")
    return sums.hexdigest()[:12]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "–"
