"""The register as its edition's official form prints it; reading the form again gives the same rows."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from archive.evidence.codes import CriterionId, EvidenceCode
from archive.evidence.register.codes import codes_in
from archive.evidence.register.notes import note_of
from archive.evidence.register.values import Row, RowField
from archive.evidence.standards import ColumnField, Edition


class Printed(NamedTuple):
    """The official headings, and the rows below them, as wide as the headings."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class _Use(NamedTuple):
    """A piece in a criterion; ``again``: under the code of another."""

    criterion: CriterionId
    again: bool
    code: EvidenceCode
    row: Row


def table_of(rows: Iterable[Row], edition: Edition) -> Printed:
    """The rows in the order of criteria and numbers, each criterion named in each of its rows.

    Where the form has a column for criteria, a piece is listed again under each further one; its code is then
    in the note. What has no column at all is said in the note. ``ValueError``: a code is not of the edition.
    """
    fields = tuple(column.field for column in edition.register.columns)
    by_criterion = "criterion" in fields
    table: list[tuple[str, ...]] = []
    number = 0
    before: CriterionId | None = None
    for use in sorted(_uses(rows, edition, by_criterion), key=_order):
        number = 1 if by_criterion and use.criterion != before else number + 1
        before = use.criterion
        values = _values(use, edition, frozenset(fields))
        table.append(tuple(str(number) if field == "place_number" else values[field] for field in fields))
    return Printed(edition.register.headings, tuple(table))


def _uses(rows: Iterable[Row], edition: Edition, by_criterion: bool) -> Iterator[_Use]:
    for row in rows:
        code = edition.code_style.parse(row.code)
        yield _Use(code.criterion, False, code, row)
        for criterion in row.criteria if by_criterion else ():
            yield _Use(CriterionId.parse(criterion), True, code, row)


def _order(use: _Use) -> tuple[CriterionId, bool, CriterionId, int, int]:
    return (use.criterion, use.again, use.code.criterion, use.code.number, use.code.box or 0)


def _values(use: _Use, edition: Edition, fields: frozenset[ColumnField]) -> dict[ColumnField, str]:
    style, row = edition.code_style, use.row
    code = style.printed_of(use.code) if edition.register.code == "printed" else style.plain_of(use.code)
    columns: set[RowField] = {field for field in ("dated", "issuer", "location") if field in fields}
    if "criterion" in fields:
        columns.add("criteria")
    return {
        "criterion": f"Tiêu chí {use.criterion}",
        "code": "" if use.again else code,
        "title": row.title,
        "dated": row.dated,
        "issuer": row.issuer,
        "location": "" if use.again else row.location,
        "note": f"Đã mã hóa {code}"
        if use.again
        else note_of(row, columns, lambda text: codes_in(text, (edition,))),
    }
