"""What an e-mail says of itself: its day and its subject, from the first lines of its reading.

They are ``Name: value``, up to an empty line. Who sent it is no issuer: anyone can be called anything there,
and a person's name (Trương, Đoàn, Vũ) begins as a body's does.
"""

import re
from datetime import date, datetime, timedelta

from archive.evidence.documents import Field, Letterhead, Page

_SOURCE = "mail"
_SURE = 0.9
"""How sure both are: the sender's machine and hand wrote them, and nobody checked."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DATE = re.compile(
    rf"\w{{3}}, (\d\d) ({'|'.join(_MONTHS)}) (\d{{4}}) (\d\d):(\d\d):\d\d ([+-])(0\d|1[0-4])([0-5]\d)",
    re.ASCII,
)
_VIETNAM = timedelta(hours=7)
_FIRST, _LAST = 1990, 2100
"""Years of e-mails; a machine that has lost the time says 1970."""

_ANSWER = re.compile(r"(?:(?:re|fwd?)\s*:\s*)+", re.IGNORECASE)
"""What mail programs put before the subject of a mail that is answered or sent on."""

_CHARACTERS = 300


def letterhead_of_mail(page: Page) -> Letterhead:
    """Day, as it was in Vietnam, and subject of the mail whose reading begins with ``page``."""
    head = page.text.partition("\n\n")[0].splitlines()
    said = {name: value for name, colon, value in (line.partition(": ") for line in head) if colon}
    day = _day(said.get("Date", ""))
    subject = _ANSWER.sub("", said.get("Subject", ""), count=1)[:_CHARACTERS].strip()
    return Letterhead(
        date=Field(day.isoformat(), _SOURCE, _SURE) if day else None,
        subject=Field(subject, _SOURCE, _SURE) if subject else None,
    )


def _day(text: str) -> date | None:
    found = _DATE.fullmatch(text)
    if not found or not _FIRST <= int(found[3]) <= _LAST:
        return None
    year, month = int(found[3]), _MONTHS.index(found[2]) + 1
    day, hour, minute, hours, minutes = (int(found[at]) for at in (1, 4, 5, 7, 8))
    ahead = timedelta(hours=hours, minutes=minutes)
    try:
        written = datetime(year, month, day, hour, minute)
    except ValueError:
        return None
    return (written - (ahead if found[6] == "+" else -ahead) + _VIETNAM).date()
