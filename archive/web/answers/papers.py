"""Papers: pieces, documents, searches, the register, retention and checks, as data."""

from starlette.requests import Request

from archive.fixity import checks_made
from archive.ingest.pictures import PICTURED
from archive.web import addresses, checks, evidence, keeping, register, search
from archive.web.answers import made, shapes, things
from archive.web.paging import paged
from archive.web.portal import catalogue_of, portal_of

_PICTURE = 1600


def piece(request: Request) -> shapes.Evidence:
    """``/H1-1.1-01``, and every other spelling of it."""
    with catalogue_of(request) as catalogue:
        found = evidence.piece_asked(request, catalogue)
        return shapes.Evidence(
            piece=made.piece(found),
            also_for=catalogue.shelf.links().get(found.code, ()),
            other_codes=catalogue.shelf.other_codes(found.code),
            documents=tuple(map(made.document, catalogue.documents_under(found.code))),
            history=made.history(catalogue.history_of_code(found.code), catalogue.sight),
        )


def document(request: Request) -> shapes.WholeDocument:
    """``/van-ban/<digest, or its first 12 digits or more>``"""
    archive = portal_of(request).archive
    with catalogue_of(request) as catalogue:
        found = evidence.by_digits(catalogue, request.path_params["digest"].lower())
        parts = catalogue.parts_of(found.digest)
        lines = catalogue.history_of_document(found.digest)
    reading = archive.readings.load(found.digest)
    pictured = found.media_type in PICTURED
    return shapes.WholeDocument(
        document=made.document(found),
        parts=tuple(
            things.Part(first=one.first, last=one.last, title=one.title, symbol=one.symbol, date=one.date)
            for one in parts
        ),
        pages=tuple(
            things.Page(
                number=one.number,
                text=one.text,
                origin=one.origin,
                picture=addresses.picture(found.digest, one.number, _PICTURE) if pictured else None,
            )
            for one in (reading.pages if reading else ())
        ),
        history=made.history(lines, catalogue.sight),
    )


def hits(request: Request) -> shapes.Search:
    """``/tim``"""
    with catalogue_of(request) as catalogue:
        found = search.found_for(request, catalogue)
    return shapes.Search(
        question=found.question,
        matched=found.answer.matched,
        total=found.answer.total,
        page=found.number,
        last_page=found.last,
        hits=tuple(_hit(one) for one in found.shown),
        facets={
            name: tuple(things.FacetValue(value=one.value, count=one.count) for one in values)
            for name, values in found.answer.facets.items()
        },
    )


def _hit(one: search.Shown) -> things.Hit:
    return things.Hit(
        document=one.hit.document,
        code=one.document.code if one.document else one.hit.code,
        title=one.hit.title or one.hit.name,
        address=one.address,
        page=one.hit.page,
        pages=one.hit.pages,
        snippet="".join(piece.text for piece in one.hit.snippet),
    )


def registered(request: Request) -> shapes.Register:
    """``/danh-muc``"""
    edition, rows = register.rows_asked(request)
    return shapes.Register(
        edition=edition.id,
        name=edition.register.name,
        total=len(rows),
        rows=tuple(
            things.RegisterRow(
                code=one.code,
                title=one.title,
                dated=one.dated,
                issuer=one.issuer,
                note=one.note,
                location=one.location,
                keeper=one.keeper,
                old_code=one.old_code,
                criteria=one.criteria,
            )
            for one in rows
        ),
    )


def kept(request: Request) -> shapes.Retention:
    """``/luu-tru``"""
    with catalogue_of(request) as catalogue:
        every = keeping.all_kept(request, catalogue)
        exports = keeping.exports_of(catalogue)
    shown, _ = keeping.asked_for(request, every)
    found = paged(request, shown)
    schedule = portal_of(request).schedule
    return shapes.Retention(
        schedule=schedule.name if schedule else "",
        checked=schedule.checked if schedule else "",
        outcomes=keeping.counts_of(every),
        total=found.total,
        page=found.number,
        last_page=found.last,
        kept=tuple(
            things.Kept(
                document=made.document(one.document),
                outcome=one.verdict.outcome,
                until=one.verdict.keep_until,
                reasons=one.reasons,
            )
            for one in found.rows
        ),
        exports=tuple(
            things.Export(
                at=one.at,
                by=one.by,
                school_year=one.export.school_year,
                bag=one.export.bag,
                documents=one.export.documents,
                head=one.export.head,
            )
            for one in exports
        ),
    )


def checked(request: Request) -> shapes.Checks:
    """``/kiem-tra``"""
    with catalogue_of(request) as catalogue:
        head = checks.head_of(catalogue)
    runs = checks_made(portal_of(request).archive.root) if head else ()
    return shapes.Checks(
        lines=head.sequence if head else None,
        head=str(head.digest) if head else None,
        runs=tuple(
            things.Run(
                at=one.at,
                by=one.by,
                objects=one.checked.objects,
                lines=one.checked.lines,
                head=one.checked.head,
                serious=one.checked.serious,
                findings=tuple(
                    things.Finding(kind=each.kind, count=each.count) for each in one.checked.findings
                ),
            )
            for one in runs
        ),
    )
