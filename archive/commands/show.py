"""``archive show``: one piece of evidence, or one document, with its history."""

from collections.abc import Mapping
from typing import Any

import msgspec

from archive.catalogue import Catalogue
from archive.commands.naming import naming_data, print_naming
from archive.commands.papers import (
    letterhead_lines,
    part_lines,
    parts_data,
    signature_lines,
    signatures_data,
)
from archive.console import Console, now, user
from archive.evidence.documents import Reading
from archive.evidence.letterhead.file_name import with_name
from archive.failures import Exit, Failure
from archive.home import Archive
from archive.records import DocumentRecord, EventRecord, PieceRecord

_OF_PIECES = ("registered", "struck", "linked", "unlinked")
_SHORTEST = 6
"""Digits of a digest that must be given at least."""


def run(console: Console, archive: Archive, name: str) -> None:
    """Show what ``name`` is: a code in any spelling, or the first digits of a digest."""
    with archive.up_to_date_catalogue(now, user()) as catalogue:
        try:
            code = archive.cycles.parse(name).plain
        except ValueError:
            _show_document(console, archive, catalogue, name)
            return
        piece = catalogue.shelf.piece(code)
        if piece is None:
            raise Failure(Exit.NOT_FOUND, "no-piece", code=code)
        _show_piece(console, archive, catalogue, piece)


def find_document(catalogue: Catalogue, name: str) -> DocumentRecord:
    """The document whose digest starts with ``name``. ``Failure`` when there is none or more than one."""
    digits = name.strip().lower()
    document = catalogue.document(digits) if len(digits) >= _SHORTEST else None
    if document is None:
        raise Failure(Exit.NOT_FOUND, "no-document", name=name)
    return document


def _show_document(console: Console, archive: Archive, catalogue: Catalogue, name: str) -> None:
    document = find_document(catalogue, name)
    reading = archive.readings.load(document.digest)
    console.data(_document(document, reading, catalogue))
    _print_document(console, document, reading)
    print_naming(console, catalogue, document)
    _print_history(console, catalogue.history_of_document(document.digest))


def _show_piece(console: Console, archive: Archive, catalogue: Catalogue, piece: PieceRecord) -> None:
    documents = catalogue.documents_under(piece.code)
    readings = [archive.readings.load(one.digest) for one in documents]
    register = _register(catalogue, piece)
    history = catalogue.history_of_code(piece.code)
    console.data(
        {
            **_fields(piece),
            **register,
            "documents": [
                _document(one, reading, catalogue) for one, reading in zip(documents, readings, strict=True)
            ],
            "history": _history(history),
        }
    )
    console.line(f"[{piece.code}] {piece.title}")
    console.say("show.place", box=piece.box or "–", criterion=piece.criterion, documents=piece.documents)
    if piece.registered:
        _print_register(console, {**_fields(piece), **register})
    # What became of a document is told with it.
    _print_history(console, tuple(one for one in history if one.kind in _OF_PIECES))
    for document, reading in zip(documents, readings, strict=True):
        console.line()
        _print_document(console, document, reading)
        print_naming(console, catalogue, document)
        _print_history(console, catalogue.history_of_document(document.digest))


def _register(catalogue: Catalogue, piece: PieceRecord) -> dict[str, object]:
    """What the register says of a piece besides its row: note, codes in other sets, further criteria."""
    line = catalogue.shelf.registered(piece.code)
    return {
        "note": line.note if line else "",
        "other_codes": catalogue.shelf.other_codes(piece.code),
        "criteria": catalogue.shelf.links().get(piece.code, ()),
    }


def _print_register(console: Console, fields: Mapping[str, Any]) -> None:
    lines = {name: fields[name] for name in ("dated", "issuer", "keeper", "location", "note")}
    lines |= {"old_code": ", ".join(fields["other_codes"]), "criteria": ", ".join(fields["criteria"])}
    for name, value in lines.items():
        if value:
            console.line(f"  {console.wording.say(f'column.{name}')}: {value}")


def _document(document: DocumentRecord, reading: Reading | None, catalogue: Catalogue) -> dict[str, object]:
    """A document as JSON: its row, but the papers in it and the signatures themselves, not their number."""
    fields = _fields(document)
    del fields["signatures_whole"]
    return {
        **fields,
        **naming_data(catalogue, document),
        "parts": parts_data(reading),
        "signatures": signatures_data(reading),
        "history": _history(catalogue.history_of_document(document.digest)),
    }


def _fields(record: DocumentRecord | PieceRecord) -> dict[str, object]:
    return {name: getattr(record, name) for name in record.__struct_fields__}


def _history(events: tuple[EventRecord, ...]) -> list[dict[str, object]]:
    return [
        {"sequence": event.sequence, "at": event.at, "by": event.by, **msgspec.json.decode(event.body)}
        for event in events
    ]


def _print_document(console: Console, document: DocumentRecord, reading: Reading | None) -> None:
    console.line(document.title)
    _print_columns(console, document, ("name",))
    if reading:
        for line in letterhead_lines(console, with_name(reading.letterhead, document.name)):
            console.line(f"  {line}")
    _print_columns(console, document, ("school_year", "pages", "size", "code", "digest"))
    if reading:
        for line in (*part_lines(console, reading), *signature_lines(console, reading, now())):
            console.line(f"  {line}")


def _print_columns(console: Console, document: DocumentRecord, names: tuple[str, ...]) -> None:
    for name in names:
        if (value := getattr(document, name)) is not None:
            console.line(f"  {console.wording.say(f'column.{name}')}: {value}")


def _print_history(console: Console, events: tuple[EventRecord, ...]) -> None:
    for event in events:
        body = {key.replace("-", "_"): value for key, value in msgspec.json.decode(event.body).items()}
        restored = event.kind == "replaced" and not body.get("by")
        key = "show.restored" if restored else f"event.{event.kind}"
        sentence = console.wording.say(key, **{"reason": "", "code": "", "path": ""} | body)
        console.line(f"  {event.at[:16].replace('T', ' ')}  {event.by}: {sentence}")
