"""Verdicts (kết quả xét thời hạn): what a schedule says of each holding on a given day, with the reasons.

Pure: a verdict acts on nothing. "expired" only proposes that people look at a document (danh mục tài liệu hết
giá trị); whatever is unsure, unlisted, undated or on hold is kept.
"""

from collections.abc import Iterable
from datetime import date
from typing import Literal

import msgspec

from retention.schedule import RecordClass, Schedule

Outcome = Literal["keep", "permanent", "expired", "unknown"]

REASON_KEYS: tuple[str, ...] = (
    "hold",  # a stop on disposal stands
    "type-missing",  # the document has no type
    "type-unlisted",  # values: type
    "schedule-unverified",  # values: class, confidence, years (a number, or "" when permanent or not known)
    "permanent",  # values: class
    "closed-missing",  # the year in which the work ended is not known
    "closed-implausible",  # values: closed
    "cycle",  # values: years, cycle; the row is shorter than the accreditation cycle
    "period",  # values: class, closed, years, until, confidence; the period that counts
)
"""Every key a Reason may have, with the names of its values; the wording has one sentence for each."""

EARLIEST_YEAR = 1945
"""A closing year before this is a slip of typing (23 for 2023), which must not make a document look old."""


class Holding(msgspec.Struct, frozen=True):
    """One thing kept: `closed` is the calendar year in which the work ended, not the document's own date.

    `type` is the document type in Vietnamese, `held` a stop on disposal, `label` what people call it.
    """

    id: str
    type: str | None
    closed: int | None
    pages: int
    held: bool = False
    label: str = ""


class Reason(msgspec.Struct, frozen=True):
    """Why: a stable key (see REASON_KEYS) and its values as pairs, to be worded elsewhere."""

    key: str
    values: tuple[tuple[str, str | int], ...] = ()


class Verdict(msgspec.Struct, frozen=True):
    """What the schedule says of one holding.

    `outcome`: keep; permanent (vĩnh viễn); expired, that is proposed for disposal; unknown, that is kept
    because the closing year is not known. `keep_until` is the last calendar year the holding must be kept,
    None when no year can be named (permanent, unverified, undated, or held). `record_class` is a class id.
    """

    holding: Holding
    outcome: Outcome
    keep_until: int | None
    record_class: str
    reasons: tuple[Reason, ...]


def judge(holdings: Iterable[Holding], on: date, schedule: Schedule) -> tuple[Verdict, ...]:
    """One verdict a holding, in the order given, as of the day `on`."""
    return tuple(_verdict(holding, on, schedule) for holding in holdings)


def _verdict(holding: Holding, on: date, schedule: Schedule) -> Verdict:
    record = schedule.of_type(holding.type)
    listed = schedule.listed(holding.type) is not None
    outcome, until, reasons = _by_class(holding, on, record, listed, schedule.cycle_years)
    if not listed:
        reasons = (_not_listed(holding.type), *reasons)
    if holding.held:
        reasons = (Reason("hold"), *reasons)
        outcome, until = ("keep" if outcome == "expired" else outcome), None
    return Verdict(holding, outcome, until, record.id, reasons)


def _not_listed(type: str | None) -> Reason:
    return Reason("type-missing") if type is None else Reason("type-unlisted", (("type", type),))


def _by_class(
    holding: Holding, on: date, record: RecordClass, listed: bool, cycle: int
) -> tuple[Outcome, int | None, tuple[Reason, ...]]:
    """The verdict before any hold. A default class may make things permanent, but never lets them expire."""
    if record.trusted and record.years is None:
        return "permanent", None, (Reason("permanent", (("class", record.id),)),)
    if record.years is None or not record.trusted or not listed:
        years = "" if record.years is None else record.years
        values = (("class", record.id), ("confidence", record.confidence), ("years", years))
        return "keep", None, (Reason("schedule-unverified", values),)
    closed = holding.closed
    if closed is None:
        return "unknown", None, (Reason("closed-missing"),)
    if closed < EARLIEST_YEAR:
        return "unknown", None, (Reason("closed-implausible", (("closed", closed),)),)
    years = max(record.years, cycle)
    until = closed + years
    period = Reason(
        "period",
        (
            ("class", record.id),
            ("closed", closed),
            ("years", years),
            ("until", until),
            ("confidence", record.confidence),
        ),
    )
    shorter = Reason("cycle", (("years", record.years), ("cycle", cycle)))
    reasons = (period, shorter) if record.years < cycle else (period,)
    return ("keep" if on.year <= until else "expired"), until, reasons
