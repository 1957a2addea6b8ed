"""What an e-mail says of itself: the day it was sent, in Vietnam, and its subject."""

from datetime import date, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.evidence.documents import Field, Letterhead, Page
from archive.evidence.letterhead.mail import letterhead_of_mail
from archive.evidence.titles import own_title

HOURS = st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))
MOMENTS = st.datetimes(datetime(1990, 1, 2), datetime(2100, 12, 30), timezones=HOURS)


def head(*lines: str, body: str = "Kính gửi nhà trường") -> Letterhead:
    return letterhead_of_mail(Page(1, "\n".join((*lines, "", body)), "converted"))


def day(text: str) -> str | None:
    found = head("From: a@example.org", f"Date: {text}").date
    return found.value if found else None


def test_day_and_subject_are_the_mails_own() -> None:
    found = head(
        "From: Trường THCS Kim Sơn <a@example.org>",
        "Date: Mon, 03 Oct 2022 08:00:00 +0700",
        "Subject: Re: FWD: Biên bản họp: tháng 9",
        "To: b@example.org",
    )
    assert found == Letterhead(
        date=Field("2022-10-03", "mail", 0.9), subject=Field("Biên bản họp: tháng 9", "mail", 0.9)
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sun, 02 Oct 2022 23:30:00 +0000", "2022-10-03"),
        ("Sun, 02 Oct 2022 23:30:00 -0000", "2022-10-03"),
        ("Mon, 03 Oct 2022 01:00:00 +0900", "2022-10-02"),
        ("Sun, 31 Jul 2022 20:00:00 -0700", "2022-08-01"),
        ("Thu, 01 Jan 1970 00:00:00 +0000", None),
        ("Mon, 31 Feb 2022 08:00:00 +0700", None),
        ("Mon, 03 Oct 2022 25:00:00 +0700", None),
        ("Mon, 03 Oct 2022 08:00:00 +9999", None),
        ("hôm qua", None),
        ("", None),
    ],
)
def test_the_day_is_that_in_vietnam(text: str, expected: str | None) -> None:
    assert day(text) == expected


@given(MOMENTS)
def test_every_day_that_is_written_as_mails_do_is_read(moment: datetime) -> None:
    here = moment.astimezone(timezone(timedelta(hours=7)))
    assert day(format_datetime(moment)) == here.date().isoformat()


@given(st.text())
def test_no_text_is_a_fault(text: str) -> None:
    found = letterhead_of_mail(Page(1, text, "converted"))
    assert found.date is None or date.fromisoformat(found.date.value)


def test_what_stands_in_the_text_is_not_the_head() -> None:
    said = "Date: Mon, 03 Oct 2022 08:00:00 +0700\nSubject: Họp"
    assert head("From: a@example.org", body=said) == Letterhead()


@pytest.mark.parametrize(
    ("name", "title"), [("message", "Mời họp phụ huynh"), ("Thư mời họp", "Thư mời họp")]
)
def test_a_mail_without_a_name_is_called_by_its_subject(name: str, title: str) -> None:
    assert own_title(name, head("Subject: Re: Mời họp phụ huynh")) == title
