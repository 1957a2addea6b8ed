"""``archive show``: one piece of evidence, or one document, with its history."""

import msgspec

from archive.catalogue import Catalogue
from archive.console import Console, now, user
from archive.failures import Exit, Failure
from archive.home import Archive
from archive.records import DocumentRecord, EventRecord, PieceRecord

_SHORTEST = 6
"""Digits of a digest that must be given at least."""


def run(console: Console, archive: Archive, name: str) -> None:
    """Show what ``name`` is: a code in any spelling, or the first digits of a digest."""
    with archive.up_to_date_catalogue(now, user()) as catalogue:
        style = archive.edition.code_style
        try:
            code = style.plain_of(style.parse(name))
        except ValueError:
            _show_document(console, catalogue, name)
            return
        piece = catalogue.piece(code)
        if piece is None:
            raise Failure(Exit.NOT_FOUND, "no-piece", code=code)
        _show_piece(console, catalogue, piece)


def find_document(catalogue: Catalogue, name: str) -> DocumentRecord:
    """The document whose digest starts with ``name``. ``Failure`` when there is none or more than one."""
    digits = name.strip().lower()
    document = catalogue.document(digits) if len(digits) >= _SHORTEST else None
    if document is None:
        raise Failure(Exit.NOT_FOUND, "no-document", name=name)
    return document


def _show_document(console: Console, catalogue: Catalogue, name: str) -> None:
    document = find_document(catalogue, name)
    history = catalogue.history_of_document(document.digest)
    console.data({**_fields(document), "history": _history(history)})
    _print_document(console, document)
    _print_history(console, history)


def _show_piece(console: Console, catalogue: Catalogue, piece: PieceRecord) -> None:
    documents = catalogue.documents_under(piece.code)
    console.data(
        {
            **_fields(piece),
            "documents": [
                {**_fields(one), "history": _history(catalogue.history_of_document(one.digest))}
                for one in documents
            ],
            "history": _history(catalogue.history_of_code(piece.code)),
        }
    )
    console.line(f"[{piece.code}] {piece.title}")
    console.say("show.place", box=piece.box or "–", criterion=piece.criterion, documents=piece.documents)
    for document in documents:
        console.line()
        _print_document(console, document)
        _print_history(console, catalogue.history_of_document(document.digest))


def _fields(record: DocumentRecord | PieceRecord) -> dict[str, object]:
    return {name: getattr(record, name) for name in record.__struct_fields__}


def _history(events: tuple[EventRecord, ...]) -> list[dict[str, object]]:
    return [
        {"sequence": event.sequence, "at": event.at, "by": event.by, **msgspec.json.decode(event.body)}
        for event in events
    ]


def _print_document(console: Console, document: DocumentRecord) -> None:
    console.line(document.title)
    for name in (
        "name",
        "symbol",
        "date",
        "issuer",
        "type",
        "school_year",
        "pages",
        "size",
        "code",
        "digest",
    ):
        value = getattr(document, name)
        if value is not None:
            console.line(f"  {console.wording.say(f'column.{name}')}: {value}")


def _print_history(console: Console, events: tuple[EventRecord, ...]) -> None:
    for event in events:
        body = {key.replace("-", "_"): value for key, value in msgspec.json.decode(event.body).items()}
        sentence = console.wording.say(f"event.{event.kind}", **{"reason": "", "code": "", "path": ""} | body)
        console.line(f"  {event.at[:16].replace('T', ' ')}  {event.by}: {sentence}")
