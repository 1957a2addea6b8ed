"""Latest (mới nhận): every document as it came, the last first; and the same as an Atom feed."""

from xml.etree import ElementTree

from starlette.requests import Request
from starlette.responses import Response

from archive.records import DocumentRecord
from archive.tables.sheet import writable
from archive.web import addresses
from archive.web.listing import Column, documents_in_order
from archive.web.paging import paged
from archive.web.portal import catalogue_of, portal_of
from archive.web.rendering import language_of, page, words_of
from archive.web.words import Words

ATOM = "application/atom+xml"
_NAMESPACE = "http://www.w3.org/2005/Atom"
_ENTRIES = 50


def latest_asked(request: Request) -> tuple[tuple[DocumentRecord, ...], tuple[Column, ...]]:
    """Every document in the order asked for, and the columns to sort by."""
    with catalogue_of(request) as catalogue:
        documents = catalogue.all_documents()
    return documents_in_order(request, documents)


def latest(request: Request) -> Response:
    """``/moi-nhan``"""
    documents, columns = latest_asked(request)
    return page(request, "latest.html", found=paged(request, documents), columns=columns)


def feed(request: Request) -> Response:
    """``/moi-nhan.atom`` (RFC 4287): the documents that came last."""
    words = words_of(request)
    school = portal_of(request).archive.settings.school
    base = str(request.base_url).rstrip("/")
    with catalogue_of(request) as catalogue:
        documents = catalogue.latest(_ENTRIES)
    root = _element("feed", **{"xml:lang": language_of(request)})
    address = base + addresses.LATEST
    _text(root, "id", address)
    _text(root, "title", words.say("page_latest.feed", school=school))
    newest = documents[0].received_at if documents else portal_of(request).now().isoformat("T", "seconds")
    _text(root, "updated", newest)
    _text(_below(root, "author"), "name", school or words.say("page.archive"))
    _below(root, "link", rel="alternate", type="text/html", href=address)
    _below(root, "link", rel="self", type=ATOM, href=base + addresses.FEED)
    for document in documents:
        _entry(root, document, base, words)
    data = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(data, media_type=ATOM)


def _entry(root: ElementTree.Element, document: DocumentRecord, base: str, words: Words) -> None:
    entry = _below(root, "entry")
    # An address changes with the host; the name of the bytes does not.
    _text(entry, "id", f"urn:sha256:{document.digest}")
    code = f"{document.code} " if document.code else ""
    _text(entry, "title", code + (document.title or document.name))
    _text(entry, "updated", document.received_at)
    _below(entry, "link", rel="alternate", href=base + addresses.evidence(document.code, document.digest))
    said = (
        words.symbol(document.symbol) if document.symbol else "",
        words.date(document.date),
        document.issuer or "",
        words.count("page.pages", document.pages),
    )
    _text(entry, "summary", " · ".join(filter(None, said)))


def _element(name: str, **attributes: str) -> ElementTree.Element:
    return ElementTree.Element(name, {"xmlns": _NAMESPACE, **attributes})


def _below(parent: ElementTree.Element, name: str, **attributes: str) -> ElementTree.Element:
    return ElementTree.SubElement(parent, name, attributes)


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    # Names of files can hold what no XML can.
    _below(parent, name).text = writable(text)
