"""A verdict proposes disposal only where every doubt is gone, and says why."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.schedule import RecordClass, Schedule, load_schedule
from retention.verdicts import EARLIEST_YEAR, REASON_KEYS, Holding, Reason, Verdict, judge


def row(id: str, years: int | None, confidence: str, *types: str) -> RecordClass:
    return RecordClass(id, id, years, types, "nguồn", confidence)  # type: ignore[arg-type]


SCHEDULE = Schedule(
    "test",
    "Bảng",
    "Thông tư",
    "rest",
    (
        row("rest", None, "unverified"),
        row("plans", None, "medium", "kế hoạch"),
        row("vouchers", 10, "high", "chứng từ"),
        row("ballots", 2, "medium", "phiếu"),
        row("months", 10, "low", "báo cáo tháng"),
        row("guesses", 10, "unverified", "sổ điểm"),
        row("registers", None, "low", "sổ đăng bộ"),
    ),
)


def one(
    type: str | None, closed: int | None = 2010, *, on: date = date(2026, 11, 23), held: bool = False
) -> Verdict:
    (verdict,) = judge([Holding("h", type, closed, 3, held, "nhãn")], on, SCHEDULE)
    return verdict


def keys(verdict: Verdict) -> tuple[str, ...]:
    return tuple(reason.key for reason in verdict.reasons)


@pytest.mark.parametrize(
    ("type", "closed", "outcome", "until", "reasons"),
    [
        ("chứng từ", 2010, "expired", 2020, ("period",)),
        ("Chứng Từ", 2020, "keep", 2030, ("period",)),
        ("kế hoạch", 2010, "permanent", None, ("permanent",)),
        ("kế hoạch", None, "permanent", None, ("permanent",)),
        ("báo cáo tháng", 1990, "keep", None, ("schedule-unverified",)),
        ("sổ điểm", 1990, "keep", None, ("schedule-unverified",)),
        ("sổ đăng bộ", 1990, "keep", None, ("schedule-unverified",)),
        ("thư riêng", 1990, "keep", None, ("type-unlisted", "schedule-unverified")),
        (None, 1990, "keep", None, ("type-missing", "schedule-unverified")),
        ("chứng từ", None, "unknown", None, ("closed-missing",)),
        ("chứng từ", 23, "unknown", None, ("closed-implausible",)),
        ("phiếu", 2022, "keep", 2027, ("period", "cycle")),
        ("phiếu", 2020, "expired", 2025, ("period", "cycle")),
    ],
)
def test_each_case(
    type: str | None, closed: int | None, outcome: str, until: int | None, reasons: tuple[str, ...]
) -> None:
    verdict = one(type, closed)
    assert (verdict.outcome, verdict.keep_until, keys(verdict)) == (outcome, until, reasons)
    held = one(type, closed, held=True)
    assert held.outcome == ("keep" if outcome == "expired" else outcome)
    assert (held.keep_until, keys(held)) == (None, ("hold", *reasons))


def test_the_last_year_is_kept_to_its_last_day() -> None:
    assert one("chứng từ", 2013, on=date(2023, 12, 31)).outcome == "keep"
    assert one("chứng từ", 2013, on=date(2024, 1, 1)).outcome == "expired"


def test_reasons_carry_what_a_sentence_needs() -> None:
    assert one("phiếu", 2020).reasons == (
        Reason(
            "period",
            (("class", "ballots"), ("closed", 2020), ("years", 5), ("until", 2025), ("confidence", "medium")),
        ),
        Reason("cycle", (("years", 2), ("cycle", 5))),
    )
    assert one("báo cáo tháng").reasons == (
        Reason("schedule-unverified", (("class", "months"), ("confidence", "low"), ("years", 10))),
    )
    assert one("thư riêng").reasons[0] == Reason("type-unlisted", (("type", "thư riêng"),))


def test_a_sure_default_makes_permanent_but_never_expires() -> None:
    for years, outcome in ((None, "permanent"), (10, "keep")):
        schedule = Schedule("t", "T", "I", "rest", (row("rest", years, "high"),))
        (verdict,) = judge([Holding("h", "thư", 1990, 1)], date(2026, 1, 1), schedule)
        assert verdict.outcome == outcome


def test_order_is_kept_and_generators_are_taken() -> None:
    holdings = [Holding(str(number), "chứng từ", 2000 + number, 1) for number in range(20)]
    verdicts = judge((holding for holding in holdings), date(2026, 1, 1), SCHEDULE)
    assert tuple(verdict.holding for verdict in verdicts) == tuple(holdings)


CONFIDENCES = st.sampled_from(["high", "medium", "low", "unverified"])
CLOSED = st.none() | st.integers(0, 2100)
DAYS = st.dates(date(1990, 1, 1), date(2150, 12, 31))
ROWS = st.builds(
    lambda years, confidence: row("c", years, confidence, "phiếu"),
    st.none() | st.integers(1, 70),
    CONFIDENCES,
)
HOLDINGS = st.builds(
    Holding, st.just("h"), st.sampled_from(["phiếu", "khác", None]), CLOSED, st.just(1), st.booleans()
)


def outcome(holding: Holding, on: date, record: RecordClass) -> Verdict:
    schedule = Schedule("t", "T", "I", "c", (record,))
    (verdict,) = judge([holding], on, schedule)
    return verdict


@given(HOLDINGS, DAYS, ROWS)
def test_expiry_needs_every_certainty(holding: Holding, on: date, record: RecordClass) -> None:
    verdict = outcome(holding, on, record)
    assert {reason.key for reason in verdict.reasons} <= set(REASON_KEYS)
    assert verdict.reasons
    if verdict.outcome == "expired":
        assert not holding.held
        assert record.years is not None
        assert record.confidence in ("high", "medium")
        assert holding.type == "phiếu"
        assert holding.closed is not None
        assert holding.closed >= EARLIEST_YEAR
        assert on.year > holding.closed + max(record.years, 5)
    if verdict.outcome == "permanent":
        assert (record.years, verdict.keep_until) == (None, None)


@given(HOLDINGS, DAYS, DAYS, ROWS)
def test_what_has_expired_stays_expired(holding: Holding, one: date, two: date, record: RecordClass) -> None:
    early, late = sorted((one, two))
    if outcome(holding, early, record).outcome == "expired":
        assert outcome(holding, late, record).outcome == "expired"


@given(HOLDINGS, DAYS, st.integers(1, 70), st.integers(0, 30), CONFIDENCES)
def test_more_years_never_expire_sooner(
    holding: Holding, on: date, years: int, more: int, confidence: str
) -> None:
    shorter = outcome(holding, on, row("c", years, confidence, "phiếu"))
    longer = outcome(holding, on, row("c", years + more, confidence, "phiếu"))
    if longer.outcome == "expired":
        assert shorter.outcome == "expired"
    if shorter.keep_until is not None:
        assert longer.keep_until is not None
        assert longer.keep_until >= shorter.keep_until


@given(st.sampled_from(load_schedule("lower-secondary").classes), st.integers(1950, 2026))
def test_the_packaged_schedule_expires_only_sure_rows(record: RecordClass, closed: int) -> None:
    schedule = load_schedule("lower-secondary")
    type = record.types[0] if record.types else None
    (verdict,) = judge([Holding("h", type, closed, 1)], date(2200, 1, 1), schedule)
    sure = record.years is not None and record.confidence in ("high", "medium")
    assert (verdict.record_class, verdict.outcome == "expired") == (record.id, sure)
