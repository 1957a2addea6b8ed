"""Places: the archive by its standards, boxes, years, issuers and days, as data."""

from starlette.requests import Request

from archive.records import DocumentRecord, PieceRecord
from archive.web import addresses, asked, boxes, criterion, home, issuers, latest, timeline
from archive.web.answers import made, shapes, things
from archive.web.listing import boxes_in_order, by_first_document, tray_in_order
from archive.web.paging import paged
from archive.web.portal import catalogue_of, portal_of
from archive.web.rendering import words_of


def archive(request: Request) -> shapes.Home:
    """``/``"""
    portal = portal_of(request)
    edition = asked.edition(request, portal.archive.cycles)
    named = portal.named(edition.id)
    with catalogue_of(request) as catalogue:
        gaps = portal.gaps(catalogue, edition)
        totals = catalogue.totals()
        shelf = catalogue.shelf.boxes()
        newest = catalogue.latest(home.LATEST)
    return shapes.Home(
        school=portal.archive.settings.school,
        edition=edition.id,
        edition_name=edition.name,
        pieces=totals["pieces"],
        documents=totals["documents"],
        pages=totals["pages"],
        tray=totals["tray"],
        criteria=tuple(made.row(row, named) for row in gaps.rows),
        boxes=tuple(map(made.box, shelf)),
        latest=tuple(map(made.document, newest)),
    )


def gaps(request: Request) -> shapes.Gaps:
    """``/thieu``"""
    portal = portal_of(request)
    edition = asked.edition(request, portal.archive.cycles)
    with catalogue_of(request) as catalogue:
        found = portal.gaps(catalogue, edition)
    return shapes.Gaps(
        edition=edition.id,
        edition_name=edition.name,
        cycle=tuple(map(str, found.cycle)),
        missing=found.missing,
        no_file=found.total.no_file,
        criteria=tuple(made.row(row, portal.named(edition.id)) for row in found.rows),
    )


def standard(request: Request) -> shapes.Standard:
    """``/tieu-chuan/1``"""
    portal = portal_of(request)
    edition, number = criterion.standard_asked(request)
    with catalogue_of(request) as catalogue:
        every = catalogue.shelf.all_pieces(edition.id)
        own = by_first_document(catalogue, tuple(one for one in every if one.standard == number))
        group = next(one for one in portal.gaps(catalogue, edition).groups if one.standard.number == number)
    return shapes.Standard(
        title=group.standard.name,
        number=number,
        edition=edition.id,
        criteria=tuple(made.row(row, portal.named(edition.id)) for row in group.rows),
        total=len(own),
        pieces=made.pieces(request, own),
    )


def of_criterion(request: Request) -> shapes.Criterion:
    """``/tieu-chi/1.10``"""
    asked_for = criterion.criterion_asked(request)
    return shapes.Criterion(
        title=asked_for.criterion.name,
        id=str(asked_for.criterion.id),
        standard=asked_for.standard.number,
        edition=asked_for.edition.id,
        indicators=tuple(map(made.lacking, asked_for.row.asked)),
        total=len(asked_for.shown),
        pieces=made.pieces(request, asked_for.shown),
    )


def shelf(request: Request) -> shapes.Shelf:
    """``/hop``"""
    with catalogue_of(request) as catalogue:
        found, _ = boxes_in_order(request, catalogue.shelf.boxes())
    return shapes.Shelf(total=len(found), boxes=tuple(map(made.box, found)))


def box(request: Request) -> shapes.BoxContents:
    """``/hop/1``"""
    number = boxes.box_number(request)
    with catalogue_of(request) as catalogue:
        own = next((one for one in catalogue.shelf.boxes() if one.number == number), None)
        pieces = by_first_document(catalogue, catalogue.shelf.pieces_in_box(number))
    if own is None:
        raise boxes.no_box(number)
    title = words_of(request).say("page.box_n", n=number)
    return shapes.BoxContents(
        title=title, box=made.box(own), total=len(pieces), pieces=made.pieces(request, pieces)
    )


def school_year(request: Request) -> shapes.PieceList:
    """``/nam-hoc/2021-2022``"""
    year = boxes.year_asked(request)
    title = words_of(request).say("page.school_year_n", year=year)
    return _pieces(request, title, boxes.pieces_of_year(request, year))


def tray(request: Request) -> shapes.DocumentList:
    """``/khay``"""
    with catalogue_of(request) as catalogue:
        documents, _ = tray_in_order(request, catalogue.tray())
    return shapes.DocumentList(
        title=words_of(request).say("page_tray.title"),
        total=len(documents),
        page=1,
        last_page=1,
        documents=tuple(map(made.document, documents)),
    )


def newest(request: Request) -> shapes.DocumentList:
    """``/moi-nhan``"""
    documents, _ = latest.latest_asked(request)
    return _documents(request, words_of(request).say("page_latest.title"), documents)


def every_issuer(request: Request) -> shapes.Issuers:
    """``/noi-ban-hanh``"""
    with catalogue_of(request) as catalogue:
        found = issuers.issuers_of(catalogue)
        unknown = issuers.unknown_of(catalogue, found)
    ordered, _ = issuers.in_order_asked(request, found)
    return shapes.Issuers(
        total=len(found),
        unknown=unknown,
        issuers=tuple(
            things.Issuer(name=one.name, address=addresses.issuer(one.slug), pieces=len(one.codes))
            for one in ordered
        ),
    )


def issuer(request: Request) -> shapes.PieceList:
    """``/noi-ban-hanh/truong-thcs-kim-son``"""
    with catalogue_of(request) as catalogue:
        found, pieces = issuers.issuer_asked(request, catalogue)
    return _pieces(request, found.name, pieces)


def months(request: Request) -> shapes.Timeline:
    """``/thoi-gian``"""
    with catalogue_of(request) as catalogue:
        found = timeline.months_of(catalogue)
    years = timeline.years_of_months(found, portal_of(request).archive.settings.year_starts)
    undated = found.get(timeline.UNDATED)
    return shapes.Timeline(
        total=sum(len(one.documents) for one in found.values()),
        undated=len(undated.documents) if undated else 0,
        years=tuple(
            things.Year(
                school_year=year.name,
                address=addresses.school_year(year.name),
                documents=year.documents,
                only_listed=year.pieces,
                months=tuple(map(_month, year.months)),
            )
            for year in years
        ),
    )


def _month(one: timeline.Month) -> things.Month:
    return things.Month(
        month=one.name,
        address=addresses.month(one.name),
        documents=len(one.documents),
        only_listed=len(one.pieces),
    )


def month(request: Request) -> shapes.MonthPapers:
    """``/thoi-gian/2022-10``"""
    found = timeline.month_asked(request)
    documents, _ = timeline.in_month_order(request, found)
    return shapes.MonthPapers(
        title=found.name,
        total=len(documents) + len(found.pieces),
        documents=tuple(map(made.document, documents)),
        pieces=made.pieces(request, tuple(found.pieces)),
    )


def _pieces(request: Request, title: str, records: tuple[PieceRecord, ...]) -> shapes.PieceList:
    return shapes.PieceList(title=title, total=len(records), pieces=made.pieces(request, records))


def _documents(request: Request, title: str, records: tuple[DocumentRecord, ...]) -> shapes.DocumentList:
    found = paged(request, records)
    return shapes.DocumentList(
        title=title,
        total=found.total,
        page=found.number,
        last_page=found.last,
        documents=tuple(map(made.document, found.rows)),
    )
