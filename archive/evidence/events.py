"""Events: what a ledger line can say. The records that all else is derived from."""

from typing import Annotated

import msgspec

from storage.digest import Digest

FORMAT = 2
"""The version of docs/format.md that this program writes, and the newest that it reads."""

Hex = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
"""A document's name: the SHA-256 of its bytes."""


class _Event(msgspec.Struct, frozen=True, tag_field="event", forbid_unknown_fields=True, omit_defaults=True):
    pass


class Opened(_Event, tag="opened", frozen=True):
    """The archive was made. ``format`` is the version of the rules in docs/format.md."""

    format: int
    school: str
    edition: str


class Received(_Event, tag="received", frozen=True):
    """A document came in: its bytes are an object. ``path`` is the place in the drop folder, NFC."""

    document: Hex
    path: str
    size: int
    media_type: str
    pages: int


class ReceivedAgain(_Event, tag="received-again", frozen=True):
    """Bytes that the archive had already were dropped under another name."""

    document: Hex
    path: str


class Refused(_Event, tag="refused", frozen=True):
    """A file was not taken. ``reason`` is one of refusals.Reason; ``kept`` is its place below refused/.

    ``document`` is None where there were no bytes to name: a link, a pipe, a file over the limit.
    """

    document: Hex | None
    path: str
    size: int
    reason: str
    kept: str


class Filed(_Event, tag="filed", frozen=True):
    """A document was put under a code. ``reason`` is one of filing.REASONS."""

    document: Hex
    code: str
    title: str
    reason: str
    school_year: str | None = None


class Unfiled(_Event, tag="unfiled", frozen=True):
    """A document was taken from under a code; the code's number stays given."""

    document: Hex
    code: str
    reason: str


class Replaced(_Event, tag="replaced", frozen=True):
    """A better version of a document came: ``by`` speaks for it from here on, and both stay.

    Without ``by`` the document speaks for itself again.
    """

    document: Hex
    by: Hex | None = None


class Registered(_Event, tag="registered", frozen=True):
    """The register (danh mục mã minh chứng) has a piece so from here on; earlier lines about it are past.

    ``dated`` is the column "số, ngày ban hành …" as written. ``keeper`` and ``location`` say who holds a
    piece that is kept elsewhere, and where. ``old_code`` is its code in another cycle. ``source`` is how it
    came in: a file's name and row, or "by-hand".
    """

    code: str
    title: str
    dated: str = ""
    issuer: str = ""
    note: str = ""
    keeper: str = ""
    location: str = ""
    old_code: str = ""
    source: str = ""


class Struck(_Event, tag="struck", frozen=True):
    """A piece was struck from the register; documents that lie under its code stay there."""

    code: str


class Linked(_Event, tag="linked", frozen=True):
    """A piece serves a further criterion of its edition, under the code of its first use."""

    code: str
    criterion: str


class Unlinked(_Event, tag="unlinked", frozen=True):
    """A piece no longer serves a further criterion."""

    code: str
    criterion: str


class Boxed(_Event, tag="boxed", frozen=True):
    """What is known of a box: how many pages it holds at most, 0 if nobody said, and where it stands."""

    box: int
    capacity: int = 0
    place: str = ""


class Marked(_Event, tag="marked", frozen=True):
    """A piece is sensitive from here on, and seen by those only who may see such pieces; or no longer is."""

    code: str
    sensitive: bool
    reason: str = ""


class Exported(_Event, tag="exported", frozen=True):
    """A year-end bag was written. ``head`` is the chain's head that the bag carries."""

    school_year: str
    bag: str
    documents: int
    head: Hex


Event = (
    Opened
    | Received
    | ReceivedAgain
    | Refused
    | Filed
    | Unfiled
    | Replaced
    | Registered
    | Struck
    | Linked
    | Unlinked
    | Boxed
    | Exported
    | Marked
)

_decoder: msgspec.json.Decoder[Event] = msgspec.json.Decoder(Event)


def encode(event: Event) -> bytes:
    """The event as one JSON value."""
    return msgspec.json.encode(event, enc_hook=str)


class UnknownEvent(Exception):
    """A ledger line says what this version of the program does not know; a newer one wrote it."""


def decode(raw: bytes | msgspec.Raw) -> Event:
    """The inverse of ``encode``. Raises ``UnknownEvent``."""
    try:
        event = _decoder.decode(raw)
    except msgspec.DecodeError as fault:
        raise UnknownEvent(str(fault)) from fault
    if isinstance(event, Opened) and event.format > FORMAT:
        raise UnknownEvent(f"format {event.format}")
    return event


def objects_named(event: Event) -> tuple[Digest, ...]:
    """The digests whose objects the store must hold because of this event."""
    return (Digest(event.document),) if isinstance(event, Received) else ()
