"""Doctor: what this machine has, what it lacks, and how to get it."""

import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from ctypes.util import find_library
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msgspec

from archive.home import Archive
from archive.ingest import clock, convert, ocr
from archive.ingest.faults import ClusterFault, ClusterMissing
from archive.ingest.readers import open_readers
from archive.labels.drawing import PACKAGE, font_folder
from archive.settings import PROCESSES, Settings

_LOW_DISK = 2 << 30
"""Bytes under which a disk is said to be nearly full: a year's scans of one school."""


_ENGINES = {"tantivy": "tantivy", "whoosh": "Whoosh-Reloaded"}
"""The packages of the search engines."""

_PATIENCE = 3.0
"""Seconds for a cluster to answer; who reads waits longer."""


class Examined(msgspec.Struct, frozen=True):
    """One thing looked at. ``remedy`` is a key of the wording, with ``detail`` as its value."""

    name: str
    good: bool
    needed: bool
    detail: str
    remedy: str | None = None


def examine(languages: str, archive: Archive | None) -> Iterator[Examined]:
    """Everything that taking in, reading, searching and showing depends on."""
    python = ".".join(map(str, sys.version_info[:3]))
    yield Examined("python", sys.version_info >= (3, 11), True, python, "python")
    yield Examined("sqlite", sqlite3.sqlite_version_info >= (3, 35), True, sqlite3.sqlite_version, "sqlite")
    engine = archive.settings.engine if archive else "tantivy"
    for package in (_ENGINES[engine], "pypdfium2", "Pillow", "pillow-heif", "starlette", "tesserocr"):
        try:
            yield Examined(package, True, package != "tesserocr", version(package))
        except PackageNotFoundError:
            yield Examined(package, False, package != "tesserocr", "", "package")
    yield Examined("libmagic", find_library("magic") is not None, False, "libmagic1", "apt")
    for language in languages.split("+"):
        data = ocr.language_data(language, os.environ.get("TESSDATA_PREFIX"))
        detail = str(data) if data else f"tesseract-ocr-{language}"
        yield Examined(f"tesseract {language}", data is not None, False, detail, "apt")
    program = convert.converter()
    detail = f"{convert.version()} {program}" if program else convert.PACKAGES
    yield Examined("libreoffice", program is not None, False, detail, "libreoffice")
    if program:
        yield Examined("libfaketime", clock.library() is not None, False, "libfaketime", "clock")
    folder = font_folder()
    yield Examined("fonts", folder is not None, False, str(folder or PACKAGE), "fonts")
    if archive:
        yield from _examine_home(archive)


def _examine_home(archive: Archive) -> Iterator[Examined]:
    free = shutil.disk_usage(archive.root).free
    yield Examined("disk", free >= _LOW_DISK, False, f"{free / (1 << 30):.1f} GiB", "disk")
    for folder in (archive.drop, archive.refused, archive.objects.root, archive.ledger.root, archive.derived):
        yield _writable(folder)
    if archive.settings.readers != PROCESSES:
        yield _cluster(archive.settings)


def _cluster(settings: Settings) -> Examined:
    """Whether the cluster that is to read would: it answers, has workers, and they read as we do."""
    try:
        with open_readers(settings, 0, _PATIENCE) as readers:
            return Examined("dask", True, True, f"{settings.readers} ({readers.jobs})")
    except ClusterMissing as fault:
        return Examined("dask", False, True, str(fault), "cluster_missing")
    except ClusterFault as fault:
        return Examined("dask", False, True, str(fault), "cluster")


def _writable(folder: Path) -> Examined:
    return Examined(folder.name + "/", os.access(folder, os.W_OK | os.X_OK), True, str(folder), "rights")
