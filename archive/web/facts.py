"""Facts: what a document says of itself, the papers it carries and its signatures, as a page shows them."""

import re
from dataclasses import dataclass
from datetime import datetime

from archive.evidence.assurance import moment_of, notes_of, state_of
from archive.evidence.documents import Letterhead, Reading, Signature
from archive.evidence.letterhead.file_name import with_name
from archive.records import DocumentRecord, PartRecord
from archive.web import addresses
from archive.web.words import Words

_FIELDS = ("symbol", "date", "issuer", "parent", "type", "urgency", "place")


@dataclass(frozen=True)
class Fact:
    """A value with what has to be said beside it."""

    value: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class ShownPart:
    """A paper of a bundle with the address of its first page; ``here`` when the page shown is one of it."""

    part: PartRecord
    number: int
    pages: str
    address: str
    here: bool


@dataclass(frozen=True)
class ShownSignature:
    """A digital signature in words; ``signer`` and ``authority`` stand as the certificate has them."""

    label: str
    sentence: str
    signer: str | None
    at: str
    authority: str | None


def facts(
    document: DocumentRecord, reading: Reading | None, page: int, words: Words
) -> dict[str, Fact | None]:
    """What the document says of itself, or in a bundle the paper that has ``page``, by fields' names."""
    head = _letterhead(document, reading, page) if reading else None
    found: dict[str, Fact | None] = {}
    for name in _FIELDS:
        field = getattr(head, name) if head else None
        # Without a reading the catalogue has the values, but not how sure they are.
        value = (field.value if field else None) if head else getattr(document, name)
        notes = tuple(words.say(f"page_note.{note}") for note in notes_of(field)) if field else ()
        found[name] = Fact(value, notes) if value else None
    return found


def _letterhead(document: DocumentRecord, reading: Reading, page: int) -> Letterhead:
    for part in reading.parts[1:]:
        if part.first <= page <= part.last:
            return part.letterhead
    # The file's name may speak of the first paper, and of no other.
    return with_name(reading.letterhead, document.name)


def media(media_type: str, words: Words) -> str:
    """What kind of file it is; one that a newer version took in is just a file."""
    key = "page_media." + re.sub("[^a-z0-9]", "_", media_type.rpartition("/")[2].lower())
    return words.say(key if words.has(key) else "page_media.other")


def shown_parts(
    document: DocumentRecord, parts: tuple[PartRecord, ...], page: int, question: str, words: Words
) -> tuple[ShownPart, ...]:
    """The papers of a bundle, in order."""
    return tuple(
        ShownPart(
            part,
            number,
            pages_of(part, words),
            addresses.evidence(document.code, document.digest, part.first, question),
            part.first <= page <= part.last,
        )
        for number, part in enumerate(parts, 1)
    )


def pages_of(part: PartRecord, words: Words) -> str:
    """The pages of a paper in a bundle: ``trang 3–5``."""
    if part.first == part.last:
        return words.say("page_bundle.page", n=part.first)
    return words.say("page_bundle.pages", first=part.first, last=part.last)


def shown_signatures(reading: Reading | None, here: datetime, words: Words) -> tuple[ShownSignature, ...]:
    """The signatures of a document, the earliest first; their times by the clock of ``here``."""
    return tuple(_signature(one, here, words) for one in (reading.signatures if reading else ()))


def _signature(one: Signature, here: datetime, words: Words) -> ShownSignature:
    state = state_of(one)
    at = ""
    if moment := moment_of(one, here):
        key = "page_signature.stamped" if one.stamped else "page_signature.at"
        at = words.say(key, at=words.moment(moment.isoformat()))
    return ShownSignature(
        words.say(f"page_signature.label_{state}"),
        "" if state == "whole" else words.say(f"page_signature.about_{state}"),
        one.signer,
        at,
        one.authority,
    )
