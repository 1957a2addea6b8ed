"""``archive labels``: what is printed for the boxes, and the cover sheets for the scanner, as PDF."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from archive.commands.own_address import address_from
from archive.console import Console, now, user
from archive.evidence.codes import CriterionId, EvidenceCode
from archive.evidence.cycles import Coded, Cycles
from archive.evidence.spellings import spelled
from archive.evidence.years import SchoolYear
from archive.failures import Exit, Failure
from archive.home import Archive
from archive.labels.contents import draw_contents
from archive.labels.covers import draw_covers
from archive.labels.drawing import PACKAGE, FontsMissing, Paper, font_folder
from archive.labels.gather import box_sheets, codes_to_scan, cover_sheets, cycle_years
from archive.labels.sheets import BoxSheet, Cover
from archive.labels.spines import draw_spines
from archive.shelf import Shelf
from archive.web import addresses
from storage.files import replace_file

_NUMBER = r"[0-9]{1,9}"
_CRITERION = r"[1-9]\d?\.[1-9]\d?"


def run(
    console: Console, archive: Archive, what: Sequence[str], to: Path, covers: bool, address: str | None
) -> None:
    """Print the labels of the boxes in ``what``, or of all; with ``covers`` the cover sheets of the codes in
    it, or of all that nothing lies under yet.
    """
    base = address_from(archive.settings.portal, address)
    _check(to)
    school = archive.settings.school
    try:
        paper = Paper(console.wording.say("labels.title"), school, font_folder())
    except FontsMissing as fault:
        raise Failure(Exit.LACKING, "no-fonts", package=PACKAGE) from fault
    boxes: tuple[BoxSheet, ...] = ()
    sheets: tuple[Cover, ...] = ()
    with archive.up_to_date_catalogue(now, user()) as catalogue:
        if covers:
            sheets = cover_sheets(catalogue.shelf, _codes(catalogue.shelf, archive.cycles, what))
        else:
            boxes = _boxes(archive, catalogue.shelf, what, base)
    if not boxes and not sheets:
        raise Failure(Exit.NOT_FOUND, "nothing-to-print")
    draw_spines(paper, boxes, school, console.wording)
    for sheet in boxes:
        draw_contents(paper, sheet, school, console.wording)
    draw_covers(paper, sheets, school, console.wording)
    replace_file(to, paper.finished(), durable=False)
    _tell(console, to, base, boxes, sheets)


def _tell(
    console: Console, to: Path, base: str, boxes: tuple[BoxSheet, ...], covers: tuple[Cover, ...]
) -> None:
    console.data(
        {
            "file": str(to),
            "address": base,
            "boxes": [sheet.box.number for sheet in boxes],
            "covers": [cover.code for cover in covers],
        }
    )
    if covers:
        console.say("labels.covers", count=len(covers), path=to)
        return
    console.say("labels.boxes", count=len(boxes), path=to)
    console.say("labels.address", address=base)
    if any(sheet.is_local for sheet in boxes):
        console.warn("labels.local", address=base)


def _check(to: Path) -> None:
    if to.suffix.lower() != ".pdf":
        raise Failure(Exit.USAGE, "pdf-suffix", path=to)
    if to.exists():
        raise Failure(Exit.USAGE, "file-exists", path=to)
    if not to.absolute().parent.is_dir():
        raise Failure(Exit.NOT_FOUND, "no-folder", path=to.absolute().parent)


def _boxes(archive: Archive, shelf: Shelf, what: Sequence[str], base: str) -> tuple[BoxSheet, ...]:
    wanted = {_number(text) for text in what}
    settings = archive.settings
    this_year = SchoolYear.of(now().date(), settings.year_starts)
    years = cycle_years(shelf, archive.cycles, settings, this_year)
    sheets = box_sheets(
        shelf, archive.cycles, years, lambda number: base + addresses.box(number), wanted or None
    )
    if missing := wanted - {sheet.box.number for sheet in sheets}:
        raise Failure(Exit.NOT_FOUND, "no-box", box=min(missing))
    return sheets


def _number(text: str) -> int:
    if not re.fullmatch(_NUMBER, text):
        raise Failure(Exit.USAGE, "not-a-box", text=text)
    return int(text)


def _codes(shelf: Shelf, cycles: Cycles, what: Sequence[str]) -> tuple[Coded, ...]:
    """The codes that some texts name, each once; those to be scanned where there are no texts."""
    found: dict[Coded, None] = {}
    for text in what:
        found |= dict.fromkeys(_named(shelf, cycles, text))
    return tuple(found) if what else codes_to_scan(shelf, cycles)


def _named(shelf: Shelf, cycles: Cycles, text: str) -> Iterator[Coded]:
    """A code, a range, a list; all codes in a box, by its number; all of a criterion."""
    if re.fullmatch(_NUMBER, text):
        pieces = shelf.pieces_in_box(int(text))
        if not pieces:
            raise Failure(Exit.NOT_FOUND, "no-box", box=text)
    elif re.fullmatch(_CRITERION, text):
        pieces = shelf.pieces_of_criterion(text, cycles.main.id)
    else:
        yield from _spelled(cycles, text)
        return
    yield from (cycles.parse(piece.code) for piece in pieces if not piece.linked)


def _spelled(cycles: Cycles, text: str) -> Iterator[Coded]:
    """The codes that a text spells surely. ``Failure`` for one that spells none, or one in doubt."""
    places = tuple(spelled(text, cycles.editions))
    if not places or any(place.kind == "doubtful" for place in places):
        raise _no_codes(cycles, text)
    for place in places:
        edition = next(one for one in cycles.editions if one.code_style is place.style)
        yield from (Coded(edition, code) for code in place.codes)


def _no_codes(cycles: Cycles, text: str) -> Failure:
    try:
        coded = cycles.parse(text)
    except ValueError:
        coded = None
    if coded and coded.criterion is None:
        return Failure(Exit.USAGE, "no-criterion", criterion=coded.code.criterion)
    style = cycles.main.code_style
    first = EvidenceCode(CriterionId(1, 1), 1, 1 if style.has_box else None)
    return Failure(Exit.USAGE, "no-code", text=text, example=style.printed_of(first))
