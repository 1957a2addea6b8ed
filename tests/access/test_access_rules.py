"""Accounts, throttle, sessions, passwords: the rules."""

import unicodedata
from datetime import date, datetime, timedelta, timezone

import pytest

from archive.access import passwords
from archive.access.accounts import (
    Account,
    invited,
    named,
    put,
    with_invitation,
    with_password,
    without_right,
)
from archive.access.sessions import Session, Sessions
from archive.access.throttle import _MOST_KEPT, Throttle
from archive.evidence.sight import ALL, Sight

NOW = datetime(2023, 6, 30, 12, 0, tzinfo=timezone(timedelta(hours=7)))


@pytest.mark.parametrize(
    ("account", "sight"),
    [
        (Account("1", "A", "archivist"), ALL),
        (Account("1", "A", "council"), Sight(None, False, True)),
        (Account("1", "A", "council", sensitive=True), ALL),
        (Account("1", "A", "evaluator", standards=(1, 2)), Sight((1, 2), False, False)),
        (Account("1", "A", "evaluator", standards=(1,), sensitive=True), Sight((1,), True, False)),
    ],
)
def test_what_an_account_sees(account: Account, sight: Sight) -> None:
    assert account.sight == sight


def test_an_account_goes_through_its_states() -> None:
    account = Account("1", "Đoàn", "evaluator", date(2023, 6, 30))
    assert account.state(NOW) == "lapsed"
    account = with_invitation(account, "secret", NOW, 14)
    assert account.state(NOW) == "invited"
    assert invited((account,), "secret", NOW) == account and invited((account,), "Secret", NOW) is None
    opened = with_password(account, "hash")
    assert opened.state(NOW) == "open" and invited((opened,), "secret", NOW) is None
    assert opened.generation == account.generation + 1
    assert opened.state(datetime(2023, 6, 30, 23, 59, tzinfo=NOW.tzinfo)) == "open"
    assert opened.state(datetime(2023, 7, 1, tzinfo=NOW.tzinfo)) == "expired"
    assert without_right(opened).state(NOW) == "revoked"
    assert invited((account,), "secret", NOW + timedelta(days=14)) is None


@pytest.mark.parametrize("typed", ["Đoàn Đánh Giá ngoài", " doan  danh gia NGOAI", "đoàn đánh giá ngoài"])
def test_a_name_is_known_however_it_is_typed(typed: str) -> None:
    accounts = put((), Account("1", "Đoàn đánh giá ngoài", "evaluator"))
    for text in (typed, unicodedata.normalize("NFD", typed)):
        assert named(accounts, text) == accounts[0]
    assert named(accounts, "Đoàn đánh giá") is None and named(accounts, "") is None


def test_memory_of_failures_is_bounded() -> None:
    throttle = Throttle()
    for number in range(3 * _MOST_KEPT):
        throttle.failed(f"account {number}", f"address {number}", NOW)
    assert len(throttle._failures) <= _MOST_KEPT
    assert throttle.wait("account 1", "address 1", NOW) == timedelta()


def test_many_addresses_against_one_account_are_slowed_too() -> None:
    throttle = Throttle()
    for number in range(50):
        assert not throttle.wait("a", f"address {number}", NOW)
        throttle.failed("a", f"address {number}", NOW + timedelta(seconds=number))
    assert throttle.wait("a", "another", NOW + timedelta(minutes=1)) == timedelta(minutes=14)
    assert not throttle.wait("b", "another", NOW)


def test_a_session_is_read_by_its_own_key_only() -> None:
    ours, others = Sessions(b"1" * 32), Sessions(b"2" * 32)
    session = Session("s", "a", 1, 0, 0)
    assert ours.read(ours.signed(session)) == session
    assert others.read(ours.signed(session)) is None
    # A ticket is signed with the same key, and is no session.
    assert ours.read(ours.ticket("s")) is None and not ours.is_ticket(ours.signed(session))
    ours.end(session)
    assert ours.read(ours.signed(session)) is None


def test_a_password_is_the_same_from_every_keyboard() -> None:
    text = "mật khẩu của hội đồng"
    kept = passwords.hashed(text)
    assert kept.startswith("$argon2id$") and text not in kept
    assert passwords.matches(kept, unicodedata.normalize("NFD", text))
    assert not passwords.matches(kept, text + "x")
    assert not passwords.matches("", "") and not passwords.matches("damaged", text)
