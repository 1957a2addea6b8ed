"""Returned: a sheet of the tray that comes back through the drop folder, known again and read."""

import re
from pathlib import Path

from archive.evidence.refusals import Reason
from archive.evidence.tray.rows import MARK, TypedRow, Unusable, find_rows
from archive.ingest import sniff
from archive.ingest.limits import ReadFault
from archive.tables.package import FAULTS, opened
from archive.tables.table import TableFault

_TRACE = re.compile(rb"[0-9A-Fa-f]{64}|" + MARK.encode())
"""What no sheet of the tray is without; it is looked for first, as other workbooks may be large."""


def read_returned(path: Path, media_type: str) -> tuple[TypedRow, ...] | None:
    """The rows of a filled-in sheet; None where the file is none. Runs in a reading process.

    Raises ``ReadFault``: it is one, but cannot be used, or was saved as something else than XLSX.
    """
    if media_type in (sniff.ODS, sniff.XLS):
        if _bears_mark(path, media_type):
            raise ReadFault(Reason.TRAY_SHEET)
        return None
    if media_type != sniff.XLSX:
        return None
    # Brings a library along that most files do without.
    from archive.tables import xlsx

    try:
        with opened(path) as package:
            texts = (package.read(name) for name in package.namelist() if name.endswith(".xml"))
            if not any(map(_TRACE.search, texts)):
                return None
        return find_rows(xlsx.read(path), MARK in xlsx.properties(path))
    except (TableFault, *FAULTS):
        # Whatever is wrong with it, it is read as any other workbook.
        return None
    except Unusable as fault:
        raise ReadFault(Reason.TRAY_SHEET) from fault


def _bears_mark(path: Path, media_type: str) -> bool:
    if media_type == sniff.XLS:
        data = path.read_bytes()
        return MARK.encode() in data or MARK.encode("utf-16-le") in data
    try:
        with opened(path) as package:
            return MARK.encode() in package.read("meta.xml")
    except (TableFault, *FAULTS):
        return False
