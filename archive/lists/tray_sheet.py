"""Tray sheet (bảng của khay): the tray as a spreadsheet in which people write the codes."""

from collections.abc import Mapping, Sequence
from itertools import chain, zip_longest

from archive.evidence.codes import CriterionId
from archive.evidence.letters import shown
from archive.evidence.standards import Edition
from archive.evidence.suggesting import Suggestion
from archive.evidence.tray.rows import MARK, examples
from archive.lists.tray import Waiting
from archive.tables.sheet import Column, Line, Picture, Sheet, Tinted, Value
from archive.wording import Wording

_MOST_CHOICES = 500
_LONGEST_TITLE = 90
"""Letters of a suggested title."""

_TO_FILL_IN = "FFF9DB"

MARKS = {MARK: "tray"}
"""The properties of the workbook, by which it is known again."""


def tray_sheet(
    found: Sequence[Waiting],
    total: int,
    pictures: Mapping[str, Picture],
    register: Mapping[str, str],
    free: Sequence[str],
    edition: Edition,
    wording: Wording,
) -> Sheet:
    """The sheet of these documents, of ``total`` that the tray has.

    ``pictures`` are of page 1, by document. ``register`` has the titles of codes; ``free`` are the codes
    without a file.
    """
    rows = tuple(
        _row(number, one, pictures, register, edition, wording) for number, one in enumerate(found, 1)
    )
    return Sheet(
        wording.say("tray_sheet.name"),
        _columns(_choices(found, free), wording),
        rows,
        above=_above(len(found), total, edition, wording),
        size=11,
    )


def _columns(choices: tuple[str, ...], wording: Wording) -> tuple[Column, ...]:
    def heading(name: str) -> str:
        return wording.say(f"tray_sheet.{name}")

    return (
        Column(heading("place"), 5, "center"),
        Column(heading("picture"), 17.5, "center"),
        Column(heading("file"), 26),
        Column(heading("document"), 34),
        Column(heading("symbol"), 17),
        Column(heading("date"), 11.5, "center"),
        Column(heading("issuer"), 20),
        Column(heading("suggestions"), 46),
        Column(heading("code"), 17, "center", choices=choices),
        Column(heading("title"), 30),
        Column(heading("digest"), 17),
    )


def _row(
    number: int,
    one: Waiting,
    pictures: Mapping[str, Picture],
    register: Mapping[str, str],
    edition: Edition,
    wording: Wording,
) -> tuple[Value, ...]:
    document = one.document
    return (
        number,
        pictures.get(document.digest, ""),
        shown(document.path),
        document.title,
        document.symbol or "",
        "/".join(reversed(document.date.split("-"))) if document.date else "",
        document.issuer or "",
        "\n".join(_suggested(each, register, edition, wording) for each in one.suggestions),
        Tinted("", _TO_FILL_IN),
        "",
        document.digest,
    )


def _suggested(one: Suggestion, register: Mapping[str, str], edition: Edition, wording: Wording) -> str:
    criterion = edition.criterion(CriterionId.parse(one.criterion))
    title = register.get(one.code, "") if one.code else criterion.name if criterion else ""
    if len(title) > _LONGEST_TITLE:
        title = title[: _LONGEST_TITLE - 1].rstrip() + "…"
    why = wording.say(f"suggestion.{one.reason}", like=one.like)
    return wording.say("tray_sheet.suggested", where=_choice(one), title=title, why=why)


def _choice(one: Suggestion) -> str:
    # A bare 1.10 would become the number 1.1.
    return one.code or f"TC {one.criterion}"


def _choices(found: Sequence[Waiting], free: Sequence[str]) -> tuple[str, ...]:
    """What the drop-down offers: every row's first suggestion, the second ones, …, then the free codes."""
    ranked = zip_longest(*(map(_choice, one.suggestions) for one in found))
    suggested = (choice for rank in ranked for choice in rank if choice)
    return tuple(dict.fromkeys(chain(suggested, free)))[:_MOST_CHOICES]


def _above(count: int, total: int, edition: Edition, wording: Wording) -> tuple[Line, ...]:
    number = "all" if count == total else "part"
    return (
        Line(wording.say("tray_sheet.heading"), bold=True, size=14, align="center"),
        Line(wording.say("tray_sheet.how", **examples(edition)), size=12),
        Line(wording.say("tray_sheet.then"), size=12),
        Line(wording.say(f"tray_sheet.{number}", total=total, shown=count), bold=True, size=12),
    )
