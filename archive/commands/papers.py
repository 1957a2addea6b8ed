"""What a reading knows besides its text, as ``archive read`` and ``archive show`` give it: JSON and lines."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from archive.console import Console
from archive.evidence.assurance import moment_of, notes_of, state_of
from archive.evidence.documents import Field, Letterhead, Reading, Signature

_ALWAYS = ("symbol", "date", "issuer", "type", "subject")
_WHERE_GIVEN = ("parent", "urgency", "place")


def letterhead_data(head: Letterhead) -> dict[str, object]:
    """A letterhead as JSON: each field null, or its value, source and confidence."""
    data: dict[str, object] = msgspec.to_builtins(head)
    return data


def parts_data(reading: Reading | None) -> list[dict[str, object]]:
    """The papers of a bundle as JSON; none where a document is one paper."""
    return [
        {"first": part.first, "last": part.last, "letterhead": letterhead_data(part.letterhead)}
        for part in (reading.parts if reading else ())
    ]


def signatures_data(reading: Reading | None) -> list[dict[str, object]]:
    """The digital signatures as JSON, each with all its fields."""
    return [
        {name: getattr(one, name) for name in one.__struct_fields__}
        for one in (reading.signatures if reading else ())
    ]


def letterhead_lines(console: Console, head: Letterhead) -> Iterator[str]:
    """A line for each field; what the paper itself does not say clearly is told as such."""
    for name in (*_ALWAYS, *(name for name in _WHERE_GIVEN if getattr(head, name))):
        field: Field | None = getattr(head, name)
        told = "–"
        if field:
            notes = ", ".join(console.wording.say(f"note.{note}") for note in notes_of(field))
            told = f"{field.value} ({notes})" if notes else field.value
        yield f"{console.wording.say(f'letterhead.{name}')}: {told}"


def part_lines(console: Console, reading: Reading) -> Iterator[str]:
    """A line for each paper of a bundle: its pages, and what it says of itself."""
    for part in reading.parts:
        head = part.letterhead
        known = " · ".join(field.value for field in (head.type, head.symbol, head.subject) if field)
        pages = str(part.first) if part.first == part.last else f"{part.first}–{part.last}"
        yield console.wording.say("bundle.part", pages=pages, what=known or "–")


def signature_lines(console: Console, reading: Reading, here: datetime) -> Iterator[str]:
    """A line for each digital signature, with its time as of ``here``; the last says what nobody judged."""
    for one in reading.signatures:
        yield console.wording.say("signature.line", what="; ".join(_told(console, one, here)))
    if reading.signatures:
        yield console.wording.say("signature.no_trust")


def _told(console: Console, one: Signature, here: datetime) -> Iterator[str]:
    say = console.wording.say
    yield say(f"signature.{state_of(one)}")
    if one.signer:
        yield say("signature.by", signer=one.signer)
    if moment := moment_of(one, here):
        at = f"{moment:%Y-%m-%d %H:%M}"
        yield say("signature.stamped", at=at) if one.stamped else say("signature.at", at=at)
    if one.authority:
        yield say("signature.authority", authority=one.authority)
