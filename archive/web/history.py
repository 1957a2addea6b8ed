"""History (lịch sử): lines of the ledger as sentences."""

from dataclasses import dataclass

import msgspec

from archive.evidence import events
from archive.records import EventRecord
from archive.web.words import Words


@dataclass(frozen=True)
class Happening:
    """One line of history in words. ``name`` is a file's name or path that the sentence speaks of."""

    at: str
    by: str
    sentence: str
    name: str | None


def history(records: tuple[EventRecord, ...], words: Words) -> tuple[Happening, ...]:
    """What happened, oldest first."""
    return tuple(_happening(record, words) for record in records)


def _happening(record: EventRecord, words: Words) -> Happening:
    sentence, name = _sentence(record, words)
    return Happening(words.moment(record.at), record.by, sentence, name)


def _sentence(record: EventRecord, words: Words) -> tuple[str, str | None]:
    try:
        event = events.decode(record.body.encode())
    except msgspec.ValidationError:
        # Written by a newer version: what it is called there says more than nothing.
        return words.say("page_history.other", kind=record.kind), None
    match event:
        case events.Received():
            return words.count("page_history.received", event.pages, size=words.size(event.size)), event.path
        case events.ReceivedAgain():
            return words.say("page_history.received_again"), event.path
        case events.Filed():
            return words.say("page_history.filed", code=event.code, why=why(event.reason, words)), None
        case events.Unfiled():
            return words.say("page_history.unfiled", code=event.code, why=why(event.reason, words)), None
        case events.Refused():
            return words.say("page_history.refused"), event.path
        case events.Replaced():
            return words.say("page_history.replaced" if event.by else "page_history.not_replaced"), None
        case events.Registered():
            return words.say("page_history.registered"), event.source
        case events.Struck():
            return words.say("page_history.struck"), None
        case events.Linked():
            return words.say("page_history.linked", id=event.criterion), None
        case events.Unlinked():
            return words.say("page_history.unlinked", id=event.criterion), None
    return words.say("page_history.other", kind=record.kind), None


def why(reason: str, words: Words) -> str:
    """A filing reason in words; one that is not in the list stands as it was written."""
    key = f"page_reason.{reason.replace('-', '_')}"
    return words.say(key) if words.has(key) else reason
