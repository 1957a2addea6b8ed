"""Keeping (bảo quản): what is kept until when and why, and the year-end exports that were made."""

from collections import Counter
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue import Catalogue
from archive.evidence import events
from archive.evidence.letters import fold
from archive.records import DocumentRecord
from archive.web import addresses
from archive.web.faults import Fault
from archive.web.listing import Column, in_order
from archive.web.paging import paged
from archive.web.portal import Portal, catalogue_of, portal_of
from archive.web.rendering import page, words_of
from archive.web.words import Words
from archive.wording import load_wording
from archive.yearend import judge_documents, reason_sentence
from retention.schedule import Schedule
from retention.verdicts import Verdict

OUTCOME = "ket-luan"
"""What a verdict's outcome (kết luận) is called in an address."""

OUTCOMES = {"keep": "giu", "permanent": "vinh-vien", "unknown": "chua-ro", "expired": "het-han"}
"""The outcomes, with what they are called in addresses."""

_NEVER = 9999
_LAST = {"keep": _NEVER, "unknown": _NEVER + 1, "permanent": _NEVER + 2, "expired": _NEVER}

_COLUMNS = {
    "ma": lambda _: (),
    "ten": lambda kept: (fold(kept.document.title),),
    "den": lambda kept: (kept.verdict.keep_until or _LAST[kept.verdict.outcome],),
    "loai": lambda kept: (kept.document.type is None, kept.document.type or ""),
}
"""What kept documents, given in code order, are sorted by."""


@dataclass(frozen=True)
class Kept:
    """A filed document with its verdict: in words until when, and why."""

    document: DocumentRecord
    verdict: Verdict
    until: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Exported:
    """A year-end export that was made."""

    at: str
    by: str
    export: events.Exported


def kept_of(portal: Portal, records: tuple[DocumentRecord, ...], words: Words) -> tuple[Kept, ...]:
    """The verdicts of today on documents, in the order given. Raises ``Fault`` without a schedule."""
    schedule = portal.schedule
    if schedule is None:
        raise Fault(503, "page_keeping.no_schedule")
    judged = judge_documents(records, portal.now().date(), schedule)
    return tuple(_kept(document, verdict, schedule, words) for document, verdict in judged)


def _kept(document: DocumentRecord, verdict: Verdict, schedule: Schedule, words: Words) -> Kept:
    wording = load_wording(words.language)
    until = (
        words.say("page_keeping.until", year=verdict.keep_until)
        if verdict.keep_until and verdict.outcome == "keep"
        else words.say(f"verdict.{verdict.outcome}")
    )
    reasons = tuple(reason_sentence(reason, schedule, wording) for reason in verdict.reasons)
    return Kept(document, verdict, until, reasons)


def kept_one(portal: Portal, document: DocumentRecord, words: Words) -> Kept | None:
    """The verdict on one document; None for one that is not filed, or without a schedule."""
    if document.code is None or portal.schedule is None:
        return None
    return kept_of(portal, (document,), words)[0]


def all_kept(request: Request, catalogue: Catalogue) -> tuple[Kept, ...]:
    """Every filed document with its verdict, in code order."""
    order = {piece.code: place for place, piece in enumerate(catalogue.shelf.all_pieces())}
    filed = (one for one in catalogue.all_documents() if one.code)
    records = sorted(filed, key=lambda one: (order.get(one.code or "", len(order)), one.received_at))
    return kept_of(portal_of(request), tuple(records), words_of(request))


def exports_of(catalogue: Catalogue) -> tuple[Exported, ...]:
    """The year-end exports made, newest first."""
    lines = reversed(catalogue.history_of_kind("exported"))
    decoded = ((line, events.decode(line.body.encode())) for line in lines)
    return tuple(
        Exported(line.at, line.by, event) for line, event in decoded if isinstance(event, events.Exported)
    )


def asked_for(request: Request, every: tuple[Kept, ...]) -> tuple[tuple[Kept, ...], tuple[Column, ...]]:
    """Those of the outcome that the address names, else all, in the order asked for; and the columns."""
    names = {name: outcome for outcome, name in OUTCOMES.items()}
    written = request.query_params.get(OUTCOME, "")
    if written and written not in names:
        raise Fault(404, "page_keeping.no_outcome")
    shown = tuple(one for one in every if not written or one.verdict.outcome == names[written])
    return in_order(request, shown, _COLUMNS)


def counts_of(every: tuple[Kept, ...]) -> dict[str, int]:
    """How many documents have each outcome."""
    counted: Counter[str] = Counter(one.verdict.outcome for one in every)
    return {outcome: counted[outcome] for outcome in OUTCOMES if counted[outcome]}


def keeping(request: Request) -> Response:
    """``/luu-tru``"""
    with catalogue_of(request) as catalogue:
        every = all_kept(request, catalogue)
        exports = exports_of(catalogue)
    shown, columns = asked_for(request, every)
    return page(
        request,
        "keeping.html",
        schedule=portal_of(request).schedule,
        total=len(every),
        counts=counts_of(every),
        choices={
            outcome: addresses.with_query(addresses.RETENTION, [(OUTCOME, OUTCOMES[outcome])])
            for outcome in OUTCOMES
        },
        chosen=request.query_params.get(OUTCOME, ""),
        names=OUTCOMES,
        found=paged(request, shown),
        columns=columns,
        exports=exports,
    )
