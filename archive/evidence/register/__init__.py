"""The register (danh mục mã minh chứng): read out of tables of any making, and written in the official form.

Reading drops nothing and settles nothing by itself: what is sure becomes rows, all else is said in findings.
Form: CV 5932/BGDĐT-QLCL (seven columns), TT 57/2026 (five).
"""

from collections.abc import Iterable, Sequence

from archive.evidence.register.compare import compare
from archive.evidence.register.doubts import doubts
from archive.evidence.register.lines import Lines
from archive.evidence.register.print import Printed, table_of
from archive.evidence.register.reuse import add_uncoded
from archive.evidence.register.rows import edition_of, rows_of
from archive.evidence.register.values import (
    FINDING_KINDS,
    ROW_FIELDS,
    Finding,
    FindingKind,
    Passed,
    Register,
    Row,
    RowField,
    Source,
)
from archive.evidence.register.zeros import with_zeros
from archive.evidence.standards import Edition
from archive.evidence.tables import Table

__all__ = [
    "FINDING_KINDS",
    "ROW_FIELDS",
    "Finding",
    "FindingKind",
    "Passed",
    "Printed",
    "Register",
    "Row",
    "RowField",
    "Source",
    "compare",
    "read_register",
    "table_of",
]


def read_register(
    tables: Sequence[Table], editions: Sequence[Edition], others: Sequence[Edition] = ()
) -> Register:
    """The register that the tables of one file hold; of several editions that of most codes.

    ``others`` are editions that the archive does not work with: a code of theirs is named as such.
    Rows are in the order of the file, findings by table and row.
    """
    gathered = Lines(tables, editions)
    edition = edition_of(gathered.lines)
    if edition is None and not gathered.lines:
        gathered.findings.append(Finding("nothing-found"))
    # Without any code that is sure, every line becomes a finding; the first edition will do for that.
    edition_id = edition.id if edition else ""
    edition = edition or editions[0]
    criteria, lost = with_zeros(gathered.groups, gathered.lines, edition)
    rows = rows_of(gathered.lines, criteria, edition, editions)
    add_uncoded(rows, gathered.lines, criteria, editions, others)
    findings = (*gathered.findings, *lost, *rows.findings, *doubts(rows))
    return Register(
        rows.finished(),
        _in_order(findings, tables),
        edition_id,
        tuple(rows.sources.values()),
        tuple(rows.reused),
        tuple(gathered.passed),
        tuple(rows.known.values()),
    )


def _in_order(findings: Iterable[Finding], tables: Sequence[Table]) -> tuple[Finding, ...]:
    places = {table.name: place for place, table in reversed(tuple(enumerate(tables)))}
    return tuple(sorted(findings, key=lambda one: (places.get(one.table, -1), one.row or 0)))
