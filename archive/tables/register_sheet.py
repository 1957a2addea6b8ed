"""The register as a sheet to print: the school, the official name of the list, its columns and widths."""

from archive.evidence.register.print import Printed
from archive.evidence.standards import ColumnField, Edition
from archive.tables.sheet import Align, Column, Line, Sheet

_WIDTHS: dict[ColumnField, tuple[float, Align]] = {
    "criterion": (13, "center"),
    "place_number": (6, "center"),
    "code": (19, "center"),
    "title": (44, "left"),
    "dated": (28, "left"),
    "issuer": (23, "left"),
    "location": (38, "left"),
    "note": (24, "left"),
}
"""Characters, and where the text stands; on A4 across all seven columns have room at 13 points."""


def register_sheet(printed: Printed, edition: Edition, school: str, total: str = "") -> Sheet:
    """The sheet of an official form; ``total`` is the line that closes it, "" for none."""
    columns = tuple(
        Column(column.heading, *_WIDTHS[column.field], merged=column.field == "criterion")
        for column in edition.register.columns
    )
    name = edition.register.name
    return Sheet(
        name,
        columns,
        printed.rows,
        above=(
            Line(school.upper(), bold=True),
            Line(name.upper(), bold=True, size=14, align="center"),
            Line("", size=6),
        ),
        below=(Line(total, italic=True),) if total else (),
    )
