"""Package: the ZIP file that an Excel or Word file is, opened within bounds, written without a time."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.tables.table import MOST_ROWS, TableFault

_MOST_EXPANDED = 256 << 20
_MOST_MEMBERS = 5_000
_BEGINNING = (1980, 1, 1, 0, 0, 0)
_TIMES = re.compile(rb"<dcterms:(created|modified)\b[^>]*>[^<]*</dcterms:\1>")

FAULTS = (
    zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, LookupError, RuntimeError, SyntaxError,
    TypeError, AttributeError, ArithmeticError, AssertionError,
)  # fmt: skip
"""What openpyxl, python-docx and zipfile raise where a file is not what it says."""


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The package. Raises ``TableFault``: broken, locked, or unpacking to more than any register has."""
    try:
        package = zipfile.ZipFile(path)
    except FAULTS as fault:
        raise TableFault("broken") from fault
    with package:
        members = package.infolist()
        if len(members) > _MOST_MEMBERS or sum(member.file_size for member in members) > _MOST_EXPANDED:
            raise TableFault("too-large", rows=MOST_ROWS)
        if any(member.flag_bits & 1 for member in members):
            raise TableFault("locked")
        yield package


def settled(data: bytes) -> bytes:
    """The package without the times of its making, so that the same content gives the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _TIMES.sub(b"", content)
            new.writestr(zipfile.ZipInfo(name, _BEGINNING), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
