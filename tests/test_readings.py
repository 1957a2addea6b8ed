"""Readings on disk: what is saved is loaded, and damage is as good as absence."""

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from archive.evidence.documents import Field, Letterhead, Page, Reading, Word
from archive.readings import Readings

DOCUMENT = "ab" * 32

readings = st.builds(
    Reading,
    document=st.just(DOCUMENT),
    reader=st.text(max_size=20),
    media_type=st.just("application/pdf"),
    pages=st.lists(
        st.builds(
            Page,
            number=st.integers(1, 9999),
            text=st.text(max_size=80),
            origin=st.sampled_from(("text", "layout", "ocr", "converted", "none")),
            confidence=st.none() | st.floats(0, 1),
            words=st.lists(
                st.builds(Word, st.text(min_size=1, max_size=8), *[st.integers(0, 10_000)] * 4), max_size=4
            ).map(tuple),
        ),
        max_size=3,
    ).map(tuple),
    letterhead=st.builds(
        Letterhead, symbol=st.none() | st.builds(Field, st.text(), st.just("ocr"), st.floats(0, 1))
    ),
)


@given(readings)
def test_a_saved_reading_is_loaded_as_it_was(reading: Reading) -> None:
    with tempfile.TemporaryDirectory() as folder:
        kept = Readings(Path(folder))
        kept.save(reading)
        assert kept.load(DOCUMENT) == reading
        assert list(kept) == [DOCUMENT]


@given(readings, st.data())
def test_a_damaged_reading_is_one_that_is_not_there(reading: Reading, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        kept = Readings(Path(folder))
        kept.save(reading)
        path = kept.path(DOCUMENT)
        whole = bytearray(path.read_bytes())
        # The first ten bytes are gzip's header, of which some, such as the time, mean nothing here.
        at = data.draw(st.integers(10, len(whole) - 1))
        whole[at] ^= data.draw(st.integers(1, 255))
        path.write_bytes(whole)
        assert kept.load(DOCUMENT) is None
        path.write_bytes(whole[:at])
        assert kept.load(DOCUMENT) is None


def test_a_reading_never_made_is_none(tmp_path: Path) -> None:
    assert Readings(tmp_path).load(DOCUMENT) is None
