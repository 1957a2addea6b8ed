"""Shown: numbers and days as Excel shows them in their cells."""

import re
from datetime import date, datetime, time

_TOKEN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|[0#?][0#?,.]*|.')
_LITERAL = {'"': slice(1, -1), "\\": slice(1, None)}
_MOST_DIGITS = 15
"""Excel keeps no more of a number."""


def number_shown(value: float, form: str) -> str:
    """A number in the form (number format) of its cell: 1.1 in ``0.00`` is "1.10", and 10 in ``"1."00`` too.

    Forms that show a number in a way of their own, such as fractions, give the plain number.
    """
    sections = form.split(";")
    negative = value < 0 and len(sections) > 1 and bool(sections[1].strip())
    tokens = _TOKEN.findall(sections[1] if negative else sections[0])
    places = [at for at, token in enumerate(tokens) if token[0] in "0#?"]
    if len(places) != 1 or "General" in form or any(sign in "/Ee@" for sign in tokens):
        return _plain(value)
    at = places[0]
    shown = _digits(abs(value) * (100 if "%" in tokens else 1), tokens[at])
    sign = "-" if value < 0 and not negative else ""
    return f"{sign}{_literal(tokens[:at])}{shown}{_literal(tokens[at + 1 :])}"


def _plain(value: float) -> str:
    if isinstance(value, int) or (value.is_integer() and abs(value) < 10**_MOST_DIGITS):
        return str(int(value))
    return f"{value:.{_MOST_DIGITS}g}"


def _digits(value: float, pattern: str) -> str:
    whole, _, part = pattern.partition(".")
    most = sum(sign in "0#?" for sign in part)
    text = f"{value:{',' if ',' in whole.rstrip(',') else ''}.{most}f}"
    digits, _, decimals = text.partition(".")
    least = part.rfind("0") + 1
    decimals = decimals[:least] + decimals[least:].rstrip("0")
    return digits.zfill(whole.count("0")) + (f".{decimals}" if decimals else "")


def _literal(tokens: list[str]) -> str:
    parts = (
        token[_LITERAL[token[0]]]
        if token[0] in _LITERAL
        else ""
        if token[0] in "_*[" and token[1:]
        else token
        for token in tokens
    )
    return "".join(parts)


def day_shown(value: date | datetime | time, form: str) -> str:
    """A day as dd/mm/yyyy, and no more of it than its cell shows: "09/2021" where the form has no day."""
    if isinstance(value, time):
        return f"{value:%H:%M}"
    letters = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", form.lower())
    year, month, day = f"{value.year:04}", f"{value.month:02}", f"{value.day:02}"
    if "y" in letters and "d" not in letters:
        return f"{month}/{year}" if "m" in letters else year
    # Excel puts midnight behind a day that was only a day.
    timed = isinstance(value, datetime) and value.time() != time() and "h" in letters
    hours = f"{value:%H:%M}" if timed else ""
    return f"{day}/{month}/{year} {hours}".strip()
