"""Outcomes: what became of one dropped file."""

from typing import Literal

import msgspec

from archive.evidence.refusals import Waiting
from archive.evidence.tray.decisions import RowAnswer

Kind = Literal["filed", "tray", "again", "refused", "waiting", "sheet"]


class Outcome(msgspec.Struct, frozen=True):
    """``reason`` is a filing, tray, refusal or waiting reason.

    ``rows`` are what a sheet of the tray that came back did, row by row.
    """

    kind: Kind
    path: str
    reason: str
    document: str | None = None
    code: str | None = None
    pages: int = 0
    unread_pages: int = 0
    rows: tuple[RowAnswer, ...] = ()


def waiting(path: str, reason: Waiting) -> Outcome:
    """The file stays where it is and is looked at again."""
    return Outcome("waiting", path, reason)
