"""``archive box``: what lies in a box, how full it is, and where it stands."""

from archive.console import Console, now, plain_text, user
from archive.evidence import events
from archive.failures import Exit, Failure
from archive.home import Archive
from archive.labels.sheets import entry_of
from archive.records import BoxRecord, PieceRecord
from archive.shelf import Shelf

_MOST_PAGES = 1_000_000
_FIELDS = ("code", "title", "documents", "pages", "keeper", "location")


def run(console: Console, archive: Archive, number: int, capacity: int | None, place: str | None) -> None:
    """Show a box; with ``capacity`` (pages, 0: nobody said) or ``place`` record that first."""
    if capacity is not None and capacity > _MOST_PAGES:
        raise Failure(Exit.USAGE, "usage", why=console.wording.say("usage.bad-value", name="PAGES"))
    if capacity is not None or place is not None:
        place = plain_text(place.strip()) if place is not None else None
        with archive.writing(now, user()) as registrar:
            before = box_of(registrar.catalogue.shelf, number) or BoxRecord(number, "", 0, 0, 0)
            after = events.Boxed(
                number,
                before.capacity if capacity is None else capacity,
                before.place if place is None else place,
            )
            if after != events.Boxed(number, before.capacity, before.place):
                registrar.record(after)
    with archive.up_to_date_catalogue(now, user()) as catalogue:
        box = box_of(catalogue.shelf, number)
        pieces = catalogue.shelf.pieces_in_box(number)
    if box is None:
        raise Failure(Exit.NOT_FOUND, "no-box", box=number)
    _tell(console, box, pieces)


def box_of(shelf: Shelf, number: int) -> BoxRecord | None:
    """The box of that number, if anything is known of it."""
    return next((box for box in shelf.boxes() if box.number == number), None)


def _tell(console: Console, box: BoxRecord, pieces: tuple[PieceRecord, ...]) -> None:
    say, number = console.wording.say, console.wording.number
    console.data(
        {
            "box": box.number,
            "capacity": box.capacity,
            "place": box.place,
            "pages": box.pages,
            "pieces": [{name: getattr(piece, name) for name in _FIELDS} for piece in pieces],
        }
    )
    used = say("label.used", used=number(box.pages))
    if box.capacity:
        used = say("label.full", used=number(box.pages), capacity=number(box.capacity))
    if 0 < box.capacity < box.pages:
        used += f" ({say('label.over')})"
    console.say("box.line", n=box.number, used=used, place=box.place or "–")
    if not pieces:
        console.say("label.empty")
        return
    console.table(("code", "title", "pages", "where"), (_row(console, piece) for piece in pieces))


def _row(console: Console, piece: PieceRecord) -> tuple[object, ...]:
    entry = entry_of(piece)
    where = console.wording.say("label.missing") if entry.missing else entry.where
    return entry.code, entry.title, entry.pages or "–", where
