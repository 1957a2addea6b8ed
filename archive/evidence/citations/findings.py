"""Findings: one citation of a report, and one thing that is wrong in it."""

from dataclasses import dataclass

from archive.evidence.citations.paragraphs import Place

KINDS = (
    "unknown",
    "no-file",
    "other-criterion",
    "expired",
    "outside-cycle",
    "other-cycle",
    "doubtful",
    "malformed",
    "statement-without-code",
    "never-cited",
)
"""Everything that can be wrong, the worst first.

``unknown``: not in the register; ``no-file``: in the register, but nothing lies under it and nobody else
holds it; ``other-criterion``: cited under a criterion that the piece neither belongs to nor serves;
``expired``: its own period or school years ended before the cycle; ``outside-cycle``: its day or school year
is not of the cycle; ``other-cycle``: a code of another edition than the report's; ``doubtful``: a spelling of
several readings; ``malformed``: one without a sure reading.
"""


@dataclass(frozen=True, slots=True)
class Citation:
    """One place where a report cites evidence. ``codes`` are plain, empty where the spelling is not sure."""

    page: int
    sentence: str
    spelling: str
    codes: tuple[str, ...]
    criterion: str | None
    level: int | None
    indicator: str | None
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. ``page`` is 0, and there are no ``places``, for what the report never cites.

    ``criteria`` are those that the piece belongs to or serves, ``when`` what it says of its time;
    ``suggestions`` are codes, the likeliest first; ``reason`` is why a spelling is not sure.
    """

    kind: str
    criterion: str | None
    page: int = 0
    sentence: str = ""
    spelling: str = ""
    code: str | None = None
    title: str = ""
    when: str = ""
    criteria: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    reason: str = ""
    level: int | None = None
    indicator: str | None = None
    places: tuple[Place, ...] = ()
