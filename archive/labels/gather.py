"""Gather: the sheets of boxes and of codes, out of what the catalogue knows."""

from collections.abc import Callable, Collection, Iterable

from archive.evidence.cycles import Coded, Cycles
from archive.evidence.gaps.years import Years, cycle_of
from archive.evidence.years import SchoolYear
from archive.labels.sheets import BoxSheet, Cover, box_sheet, cover_of
from archive.settings import Settings
from archive.shelf import Shelf


def cycle_years(shelf: Shelf, cycles: Cycles, settings: Settings, this_year: SchoolYear) -> Years:
    """The school years of the cycle that the school works on."""
    main = cycles.main.id
    return settings.cycle(main) or cycle_of((), shelf.held(main), this_year)


def box_sheets(
    shelf: Shelf,
    cycles: Cycles,
    years: Years,
    address_of: Callable[[int], str],
    wanted: Collection[int] | None = None,
) -> tuple[BoxSheet, ...]:
    """The sheets of the boxes, by number; of those ``wanted``, where some are named and they are there."""
    return tuple(
        box_sheet(box, shelf.pieces_in_box(box.number), cycles, years, address_of(box.number))
        for box in shelf.boxes()
        if wanted is None or box.number in wanted
    )


def cover_sheets(shelf: Shelf, codes: Iterable[Coded]) -> tuple[Cover, ...]:
    """The cover sheets of codes, in the order given, with their titles where a code is known."""
    titles = {piece.code: piece.title for piece in shelf.all_pieces()}
    return tuple(cover_of(coded, titles.get(coded.plain) or "") for coded in codes)


def codes_to_scan(shelf: Shelf, cycles: Cycles) -> tuple[Coded, ...]:
    """The codes that the register lists and that nothing lies under yet, here or with a keeper."""
    return tuple(
        cycles.parse(piece.code)
        for piece in shelf.all_pieces()
        if not piece.documents and not piece.kept_elsewhere
    )
