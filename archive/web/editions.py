"""Editions (bộ tiêu chuẩn): the way from one to another, where the archive has more than one."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from archive.evidence.standards import Edition
from archive.web.portal import Portal

_CIRCULAR = re.compile(r"Thông tư (?:số )?([0-9]+/[0-9]{4})")


@dataclass(frozen=True)
class Choice:
    """An edition that can be chosen: its short name, its whole name, and where it is."""

    name: str
    whole: str
    address: str
    chosen: bool


def choices(portal: Portal, edition: Edition, address: Callable[[str | None], str]) -> tuple[Choice, ...]:
    """Every edition of the archive, ``edition`` the one that is shown; none where there is only one.

    ``address`` gives the page of an edition; None is the main one.
    """
    editions = portal.archive.cycles.editions
    if len(editions) < 2:
        return ()
    return tuple(
        Choice(short_name(one), one.name, address(portal.named(one.id)), one.id == edition.id)
        for one in editions
    )


def short_name(edition: Edition) -> str:
    """``TT 18/2018``, by its circular; of an edition without one its whole name."""
    circular = _CIRCULAR.match(edition.instrument)
    return f"TT {circular[1]}" if circular else edition.name
