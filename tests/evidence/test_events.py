"""Events: what a line can say comes back as it was said, and nothing else is understood."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.evidence import events
from storage.digest import Digest

DIGESTS = st.binary().map(Digest.of)
TEXT = st.text(max_size=30)
SIZES = st.integers(0, 1 << 50)
EVENTS = st.one_of(
    st.builds(events.Opened, st.just(1), TEXT, TEXT),
    st.builds(events.Received, DIGESTS, TEXT, SIZES, TEXT, SIZES),
    st.builds(events.ReceivedAgain, DIGESTS, TEXT),
    st.builds(events.Refused, st.none() | DIGESTS, TEXT, SIZES, TEXT, TEXT),
    st.builds(events.Filed, DIGESTS, TEXT, TEXT, TEXT, st.none() | TEXT),
    st.builds(events.Unfiled, DIGESTS, TEXT, TEXT),
    st.builds(events.Replaced, DIGESTS, st.none() | DIGESTS),
    st.builds(events.Registered, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT),
    st.builds(events.Struck, TEXT),
    st.builds(events.Linked, TEXT, TEXT),
    st.builds(events.Unlinked, TEXT, TEXT),
    st.builds(events.Boxed, SIZES, SIZES, TEXT),
    st.builds(events.Exported, TEXT, TEXT, SIZES, DIGESTS),
)


@given(EVENTS)
def test_events_round_trip(event: events.Event) -> None:
    raw = events.encode(event)
    assert events.decode(raw) == event
    assert events.encode(events.decode(raw)) == raw
    assert b"\n" not in raw and msgspec.json.decode(raw)["event"] == event.__struct_config__.tag


@given(EVENTS)
def test_only_what_came_in_needs_an_object(event: events.Event) -> None:
    named = events.objects_named(event)
    assert named == ((event.document,) if isinstance(event, events.Received) else ())


def test_a_line_holds_no_more_of_a_document_than_its_names() -> None:
    fields = {name for kind in (events.Received, events.Filed) for name in kind.__struct_fields__}
    assert fields == {
        "document",
        "path",
        "size",
        "media_type",
        "pages",
        "code",
        "title",
        "reason",
        "school_year",
    }


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"null",
        b"{}",
        b'{"event":"burned","document":"x"}',
        b'{"event":"opened","format":1,"school":"","edition":"","more":1}',
        b'{"event":"opened","format":"1","school":"","edition":""}',
        b'{"event":"received-again","document":"ABC","path":"a"}',
        b'{"event":"received-again","path":"a"}',
    ],
)
def test_what_is_no_event_is_not_understood(raw: bytes) -> None:
    with pytest.raises(events.UnknownEvent):
        events.decode(raw)
