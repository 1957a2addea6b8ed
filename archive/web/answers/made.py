"""Made: records of the catalogue as shapes."""

from collections.abc import Iterable

import msgspec
from starlette.requests import Request

from archive.evidence.gaps import Asked
from archive.evidence.gaps import Row as GapsRow
from archive.evidence.sight import ALL, Sight
from archive.ingest.pictures import PICTURED
from archive.records import BoxRecord, DocumentRecord, EventRecord, PieceRecord
from archive.web import addresses
from archive.web.answers import things
from archive.web.listing import pieces_in_order, years_of


def piece(record: PieceRecord) -> things.Piece:
    """A piece of evidence."""
    return things.Piece(
        code=record.code,
        title=record.title,
        address=addresses.evidence(record.code),
        edition=record.edition,
        standard=record.standard,
        criterion=record.criterion,
        box=record.box,
        documents=record.documents,
        pages=record.pages,
        symbol=record.symbol,
        date=record.date,
        dated=record.dated,
        issuer=record.issuer,
        school_years=years_of(record),
        where="file" if record.documents else "elsewhere" if record.kept_elsewhere else "no-file",
        reused=record.linked,
    )


def pieces(request: Request, records: tuple[PieceRecord, ...]) -> tuple[things.Piece, ...]:
    """Pieces, given in code order, as ``?xep=`` asks."""
    return tuple(map(piece, pieces_in_order(request, records)[0]))


def document(record: DocumentRecord) -> things.Document:
    """A document."""
    pictured = record.media_type in PICTURED
    return things.Document(
        digest=record.digest,
        code=record.code,
        title=record.title or record.name,
        name=record.name,
        address=addresses.evidence(record.code, record.digest),
        original=addresses.original(record),
        manifest=addresses.manifest(record.digest) if pictured else None,
        media_type=record.media_type,
        size=record.size,
        pages=record.pages,
        received_at=record.received_at,
        school_year=record.school_year,
        symbol=record.symbol,
        date=record.date,
        issuer=record.issuer,
        type=record.type,
    )


def box(record: BoxRecord) -> things.Box:
    """A box."""
    return things.Box(
        number=record.number,
        address=addresses.box(record.number),
        standards=tuple(sorted(map(int, filter(None, record.standards.split(","))))),
        pieces=record.pieces,
        documents=record.documents,
        pages=record.pages,
        capacity=record.capacity,
        place=record.place,
    )


def history(records: Iterable[EventRecord], sight: Sight) -> tuple[things.Happening, ...]:
    """Lines of the ledger. Their numbers would tell whoever does not see all how much else there is."""
    return tuple(
        things.Happening(
            sequence=one.sequence if sight == ALL else None,
            at=one.at,
            by=one.by,
            event=msgspec.json.decode(one.body, type=dict[str, str | int | bool | None]),
        )
        for one in records
    )


def row(one: GapsRow, edition: str | None) -> things.Row:
    """A criterion with its years; ``edition`` as addresses name it."""
    return things.Row(
        criterion=str(one.criterion.id),
        name=one.criterion.name,
        address=addresses.criterion(one.criterion.id, edition=edition),
        pieces=sum(one.total),
        years=tuple(
            things.Cell(
                school_year=str(cell.year),
                state=cell.state,
                files=cell.count.files,
                elsewhere=cell.count.elsewhere,
                no_file=cell.count.no_file,
            )
            for cell in one.cells
        ),
    )


def lacking(one: Asked) -> things.Lacking:
    """An indicator with what it lacks."""
    return things.Lacking(
        level=one.indicator.level,
        letter=one.indicator.letter or None,
        text=one.indicator.text,
        missing=tuple(map(str, one.missing)),
        no_file=tuple(map(str, one.no_file)),
    )
