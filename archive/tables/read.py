"""Reading tables out of a file, whatever it is."""

from pathlib import Path

from archive.tables.package import opened
from archive.tables.table import Table, TableFault

_HEAD = 1024
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"II*\0", b"MM\0*", b"GIF8", b"BM")


def read_tables(path: Path) -> tuple[Table, ...]:
    """The tables of an Excel, Word, PDF or CSV file, told by its content. Raises ``TableFault``."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if not head.strip(b"\xef\xbb\xbf \r\n\t"):
        raise TableFault("empty")
    if head.startswith(b"PK"):
        return _of_package(path)
    if head.startswith(_OLD_OFFICE):
        # What was given a password looks like a file of the old kind.
        raise TableFault("other-format")
    if head.startswith(_PICTURES) or head[4:8] == b"ftyp":
        raise TableFault("picture")
    # Each brings its own libraries, of which a file needs one.
    if b"%PDF-" in head:
        from archive.tables import pdf

        return pdf.read(path)
    from archive.tables import comma

    return comma.read(path)


def _of_package(path: Path) -> tuple[Table, ...]:
    with opened(path) as package:
        names = frozenset(package.namelist())
    if "xl/workbook.xml" in names:
        from archive.tables import xlsx

        return xlsx.read(path)
    if any(name.startswith("word/document") for name in names):
        from archive.tables import word

        return word.read(path)
    raise TableFault("other-format")
