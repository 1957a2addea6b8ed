"""Numbering of evidence codes: what the next piece of a criterion is called."""

from collections.abc import Iterable

from archive.evidence.codes import CriterionId, EvidenceCode


def next_code(criterion: CriterionId, given: Iterable[EvidenceCode], box: int | None) -> EvidenceCode:
    """The code after the highest that was ever given in the criterion.

    ``given`` is every code ever given, of any criterion, also those taken back: a number once given is never
    given again and gaps are not filled, because a report on paper may still cite it. The box is that of the
    criterion's latest code, so that the pieces of a criterion stay together; ``box`` is for its first.
    ValueError when the criterion's numbers are used up.
    """
    own = [code for code in given if code.criterion == criterion]
    if not own:
        return EvidenceCode(criterion, 1, box)
    latest = max(own, key=lambda code: (code.number, code))
    return EvidenceCode(criterion, latest.number + 1, latest.box)
