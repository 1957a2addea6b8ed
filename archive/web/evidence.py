"""Evidence (minh chứng): a piece by its code, a document by its digest, page by page with its picture."""

import re
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue import Catalogue
from archive.evidence.codes import CriterionId
from archive.evidence.cycles import Coded, Cycles
from archive.evidence.sight import ALL
from archive.evidence.standards import Edition
from archive.records import DocumentRecord, PieceRecord, RegisterRecord
from archive.web import addresses, asked
from archive.web.enclosed import attachments_of, mail_of
from archive.web.facts import facts, media, shown_parts, shown_signatures
from archive.web.faults import Fault, Way, beyond, no_such_page
from archive.web.history import history
from archive.web.keeping import kept_one
from archive.web.kept import lasting
from archive.web.naming import naming
from archive.web.portal import catalogue_of, portal_of
from archive.web.rendering import moved, page, words_of
from archive.web.sheet import sheet

_DIGITS = re.compile(rf"[0-9a-f]{{{addresses.SHORT},64}}")
_CRITERION = re.compile(r"(?<![0-9])[0-9]{1,2}\.[0-9]{1,2}(?![0-9])")


def piece(request: Request) -> Response:
    """``/H1-1.1-01``, and every other spelling of it."""
    portal = portal_of(request)
    written: str = request.path_params["code"]
    coded = _code(portal.archive.cycles, written)
    if coded is None:
        with catalogue_of(request) as catalogue:
            return _moved_on(
                request, catalogue, written.upper(), _not_a_code(portal.archive.edition, written)
            )
    plain = coded.plain
    if written != plain:
        return moved(request, addresses.evidence(plain))
    with catalogue_of(request) as catalogue:
        found = catalogue.shelf.piece(plain)
        if found is None:
            fault = _no_piece(coded, catalogue, portal.named(coded.edition.id))
            return _moved_on(request, catalogue, plain, fault)
        documents = catalogue.documents_under(plain)
        if not documents:
            return _listed(request, catalogue, coded, found)
        return _shown(request, catalogue, _chosen(request, plain, documents), documents, found)


def _moved_on(request: Request, catalogue: Catalogue, code: str, fault: Fault) -> Response:
    """The way to the piece that had this code in an earlier cycle; ``fault`` where there is not one alone."""
    now = catalogue.shelf.successors(code)
    if len(now) != 1:
        raise fault
    # The register can change, so the way is not to be remembered.
    return moved(request, addresses.evidence(now[0]), 307)


def piece_asked(request: Request, catalogue: Catalogue) -> PieceRecord:
    """The piece that an address names in any spelling, or by an earlier cycle's code. Raises ``Fault``."""
    portal = portal_of(request)
    written: str = request.path_params["code"]
    coded = _code(portal.archive.cycles, written)
    found = catalogue.shelf.named_now(coded.plain if coded else written.upper())
    if len(found) == 1:
        return found[0]
    if coded is None:
        raise _not_a_code(portal.archive.edition, written)
    raise _no_piece(coded, catalogue, portal.named(coded.edition.id))


def document(request: Request) -> Response:
    """``/van-ban/<digest, or its first 12 digits or more>``"""
    digits = request.path_params["digest"].lower()
    with catalogue_of(request) as catalogue:
        found = by_digits(catalogue, digits)
        if found.code is None or found.replaced_by:
            return _shown(request, catalogue, found, (found,), None)
    parameters = request.query_params
    kept = [(name, parameters[name]) for name in addresses.EVIDENCE_PARAMETERS if name in parameters]
    address = addresses.with_query(f"/{found.code}", [("van-ban", found.digest[: addresses.SHORT]), *kept])
    # Filing can change, so the way is not to be remembered.
    return Response(status_code=307, headers={"Location": address})


def by_digits(catalogue: Catalogue, digits: str) -> DocumentRecord:
    """The document whose digest begins so. Raises ``Fault``."""
    found = catalogue.document(digits) if _DIGITS.fullmatch(digits) else None
    if found is None:
        ways = (Way("/khay", "page_error.way_tray"),) if catalogue.sight.tray else ()
        raise Fault(404, "page_error.no_document", *ways)
    return found


def _code(cycles: Cycles, written: str) -> Coded | None:
    try:
        return cycles.parse(written)
    except ValueError:
        return None


def _chosen(request: Request, code: str, documents: tuple[DocumentRecord, ...]) -> DocumentRecord:
    digits = request.query_params.get("van-ban", "").lower()
    if not digits:
        return documents[0]
    found = [one for one in documents if one.digest.startswith(digits)]
    if not _DIGITS.fullmatch(digits) or len(found) != 1:
        way = Way(addresses.evidence(code), "page_error.way_piece", {"code": code})
        raise Fault(404, "page_error.not_under_code", way, code=code)
    return found[0]


def _listed(request: Request, catalogue: Catalogue, coded: Coded, piece: PieceRecord) -> Response:
    """A piece that only the register lists."""
    return page(
        request,
        "piece.html",
        piece=piece,
        printed=coded.printed,
        criterion=coded.criterion,
        line=_in_register(catalogue, piece),
        history=history(catalogue.history_of_code(piece.code), words_of(request)),
    )


@dataclass(frozen=True)
class Listed:
    """The register's line of a piece, and the codes that the piece has in other cycles."""

    registered: RegisterRecord | None
    other_codes: tuple[str, ...]


def _in_register(catalogue: Catalogue, piece: PieceRecord | None) -> Listed | None:
    if piece is None:
        return None
    return Listed(catalogue.shelf.registered(piece.code), catalogue.shelf.other_codes(piece.code))


def _shown(
    request: Request,
    catalogue: Catalogue,
    document: DocumentRecord,
    documents: tuple[DocumentRecord, ...],
    piece: PieceRecord | None,
) -> Response:
    portal, words = portal_of(request), words_of(request)
    archive = portal.archive
    number, question = asked.page_number(request), asked.question(request)
    if number > max(1, document.pages):
        way = Way(addresses.evidence(document.code, document.digest), "page_error.way_first_page")
        raise Fault(404, "page_error.no_page_of_document", way, n=number, pages=document.pages)
    coded = archive.cycles.parse(piece.code) if piece else None
    original = archive.original(document.digest)
    lasting(request, archive.readings.path(document.digest), original)
    reading = archive.readings.load(document.digest)
    return page(
        request,
        "evidence.html",
        document=document,
        documents=documents,
        piece=piece,
        printed=coded.printed if coded else None,
        criterion=coded.criterion if coded else None,
        line=_in_register(catalogue, piece),
        versions=catalogue.versions_of(document.digest),
        sheet=sheet(document, reading, number, question, asked.look(request), words, archive.abbreviations),
        kind=media(document.media_type, words),
        facts=facts(document, reading, number, words),
        parts=shown_parts(document, catalogue.parts_of(document.digest), number, question, words),
        signatures=shown_signatures(reading, portal.now(), words),
        mail=mail_of(document, catalogue),
        attachments=attachments_of(document, catalogue),
        naming=naming(catalogue, document.digest),
        history=history(catalogue.history_of_document(document.digest), words),
        there=original.is_file(),
        kept=kept_one(portal, document, words),
        question=question,
    )


def _not_a_code(edition: Edition, written: str) -> Fault:
    """Not a code at all; when it names a criterion, that is where to look."""
    match = _CRITERION.search(written)
    try:
        way = _criterion_way(edition, CriterionId.parse(match[0])) if match else None
    except ValueError:
        way = None
    return Fault(404, "page_error.not_a_code", way) if way else no_such_page()


def _no_piece(coded: Coded, catalogue: Catalogue, named: str | None) -> Fault:
    plain, code = coded.plain, coded.code
    way = _criterion_way(coded.edition, code.criterion, named)
    if way is None:
        home = Way("/", "page_error.way_criteria")
        return Fault(404, "page_error.code_of_no_criterion", home, code=plain, id=code.criterion)
    alike = (
        one.code
        for one in catalogue.shelf.pieces_of_criterion(str(code.criterion), coded.edition.id)
        if one.number == code.number
    )
    twins = [
        Way(addresses.evidence(one), "page_error.way_piece", {"code": one})
        for one in dict.fromkeys((*catalogue.shelf.successors(plain), *alike))
    ]
    if not catalogue.sight.has(code.criterion.standard):
        return beyond(catalogue.sight)
    return Fault(404, no_piece_key(plain, catalogue), *twins, way, code=plain)


def no_piece_key(code: str, catalogue: Catalogue) -> str:
    """Why nothing is shown under a code, as far as the reader may know."""
    if code in catalogue.shelf.codes_given():
        return "page_error.code_empty"
    return "page_error.code_unknown" if catalogue.sight == ALL else "page_error.code_unseen"


def _criterion_way(edition: Edition, id: CriterionId, named: str | None = None) -> Way | None:
    if edition.criterion(id) is None:
        return None
    return Way(addresses.criterion(id, edition=named), "page_error.way_criterion", {"id": id})
