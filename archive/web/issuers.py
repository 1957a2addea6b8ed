"""Issuers (nơi ban hành): who issued the papers, and what each of them issued."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue import Catalogue
from archive.evidence.letters import fold
from archive.records import PieceRecord
from archive.web import addresses
from archive.web.faults import Fault, Way
from archive.web.listing import Column, by_first_document, in_order, listing, with_years
from archive.web.paging import paged
from archive.web.portal import catalogue_of, portal_of
from archive.web.rendering import moved, page

_COLUMNS = {
    "noi": lambda issuer: (fold(issuer.name),),
    "so-luong": lambda issuer: (len(issuer.codes),),
}
"""What issuers, given by name, are sorted by."""


@dataclass(frozen=True)
class Issuer:
    """Somebody who issued papers: the commonest spelling, its word in addresses, the codes of the pieces."""

    name: str
    slug: str
    codes: frozenset[str]


def issuers_of(catalogue: Catalogue) -> tuple[Issuer, ...]:
    """Everybody whom a paper or the register names, by name; spellings of the same letters are one."""
    names: dict[str, Counter[str]] = defaultdict(Counter)
    codes: dict[str, set[str]] = defaultdict(set)
    for name, code in catalogue.shelf.issued():
        slug = slug_of(name)
        names[slug][name] += 1
        codes[slug].add(code)
    found = (
        Issuer(names[slug].most_common(1)[0][0], slug, frozenset(some))
        for slug, some in codes.items()
        if slug
    )
    return tuple(sorted(found, key=lambda issuer: fold(issuer.name)))


def slug_of(name: str) -> str:
    """``truong-thcs-kim-son``: the letters and digits of a name."""
    return re.sub("[^a-z0-9]+", "-", fold(name)).strip("-")


def unknown_of(catalogue: Catalogue, found: tuple[Issuer, ...]) -> int:
    """How many pieces have no issuer that anybody knows."""
    known = frozenset().union(*(issuer.codes for issuer in found))
    return sum(piece.code not in known for piece in catalogue.shelf.all_pieces())


def issuer_asked(request: Request, catalogue: Catalogue) -> tuple[Issuer, tuple[PieceRecord, ...]]:
    """The issuer that the address names, with the pieces in code order. Raises ``Fault``."""
    slug = slug_of(request.path_params["issuer"])
    issuer = next((one for one in issuers_of(catalogue) if one.slug == slug), None)
    if issuer is None:
        raise Fault(404, "page_issuer.none", Way(addresses.ISSUERS, "page_issuer.way"))
    own = tuple(piece for piece in catalogue.shelf.all_pieces() if piece.code in issuer.codes)
    starts = portal_of(request).archive.settings.year_starts
    return issuer, with_years(by_first_document(catalogue, own), starts)


def in_order_asked(
    request: Request, found: tuple[Issuer, ...]
) -> tuple[tuple[Issuer, ...], tuple[Column, ...]]:
    """Issuers, given by name, as ``?xep=`` asks."""
    return in_order(request, found, _COLUMNS)


def issuers(request: Request) -> Response:
    """``/noi-ban-hanh``"""
    with catalogue_of(request) as catalogue:
        found = issuers_of(catalogue)
        unknown = unknown_of(catalogue, found)
    ordered, columns = in_order_asked(request, found)
    return page(request, "issuers.html", found=paged(request, ordered), columns=columns, unknown=unknown)


def issuer(request: Request) -> Response:
    """``/noi-ban-hanh/truong-thcs-kim-son``"""
    with catalogue_of(request) as catalogue:
        found, pieces = issuer_asked(request, catalogue)
    if request.path_params["issuer"] != found.slug:
        return moved(request, addresses.issuer(found.slug))
    return page(request, "issuer.html", issuer=found, listing=listing(request, pieces))
