"""What has changed between two registers: nothing is taken over silently."""

from collections.abc import Iterable, Iterator, Sequence

from archive.evidence.register.values import ROW_FIELDS, Finding, Row, Source


def compare(old: Iterable[Row], new: Sequence[Row], sources: Sequence[Source] = ()) -> tuple[Finding, ...]:
    """Every row of ``new`` that is not in ``old``, every value that differs, and every row that vanished.

    ``sources``, one for each new row, say where it stands.
    """
    before = {row.code: row for row in old}
    findings: list[Finding] = []
    for place, row in enumerate(new):
        source = sources[place] if sources else Source("", 0)
        had = before.pop(row.code, None)
        if had is None:
            values = {"title": row.title}
            findings.append(Finding("row-new", source.row or None, row.code, values, source.table))
        else:
            findings += _changes(had, row, source)
    findings += [Finding("row-vanished", None, row.code, {"title": row.title}) for row in before.values()]
    return tuple(findings)


def _changes(old: Row, new: Row, source: Source) -> Iterator[Finding]:
    for field in ROW_FIELDS:
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            values = {"field": field, "before": _said(before), "after": _said(after)}
            yield Finding("changed", source.row or None, new.code, values, source.table)


def _said(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else ", ".join(value)
