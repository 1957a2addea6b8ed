"""Lost zeros: Excel makes the number 1.1 of criterion 1.10; its codes, or the order, say which it was."""

from collections.abc import Sequence

from archive.evidence.codes import CriterionId
from archive.evidence.register.lines import Group, Line
from archive.evidence.register.values import Finding
from archive.evidence.standards import Edition

Criteria = tuple[CriterionId, ...]


def with_zeros(
    groups: Sequence[Group], lines: Sequence[Line], edition: Edition
) -> tuple[tuple[Criteria, ...], tuple[Finding, ...]]:
    """The criteria of each group with the zeros that were lost, and a finding for each of those."""
    under: list[list[Line]] = [[] for _ in groups]
    for line in lines:
        under[line.group].append(line)
    stated = {criterion for group in groups for criterion in group.criteria}
    seen: set[CriterionId] = set()
    before: CriterionId | None = None
    criteria: list[Criteria] = []
    findings: list[Finding] = []
    for group, own in zip(groups, under, strict=True):
        first = group.criteria[0] if group.criteria else None
        whole = _whole(first, edition) if len(group.criteria) == 1 and own else None
        if (
            first
            and whole
            and whole not in stated
            and _is_lost(group, own, (first, whole), first in seen, before)
        ):
            source = own[0].source
            values = {"written": group.text, "criterion": str(whole)}
            findings.append(Finding("criterion-lost-zero", source.row, None, values, source.table))
            first = whole
        criteria.append((first,) if first and len(group.criteria) == 1 else group.criteria)
        if first:
            seen.add(first)
            before = first
    return tuple(criteria), tuple(findings)


def _whole(criterion: CriterionId | None, edition: Edition) -> CriterionId | None:
    """The criterion of ten times the number, where the edition has it."""
    if criterion is None or criterion.number > 9:
        return None
    whole = CriterionId(criterion.standard, 10 * criterion.number)
    return whole if edition.criterion(whole) else None


def _is_lost(
    group: Group,
    lines: Sequence[Line],
    pair: tuple[CriterionId, CriterionId],
    again: bool,
    before: CriterionId | None,
) -> bool:
    written, whole = pair
    codes = [line.code.code.criterion for line in lines if line.code.code]
    if codes.count(written) != codes.count(whole):
        return codes.count(whole) > codes.count(written)
    # Without codes of its own: a number that comes a second time, right after 1.9.
    return group.numeric and again and before == CriterionId(whole.standard, whole.number - 1)
