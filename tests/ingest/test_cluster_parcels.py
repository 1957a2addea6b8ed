"""Files that are sent to another machine: whole or not at all, and no more of them than there is room for."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.ingest.fingerprint import difference, fingerprint
from archive.ingest.parcels import Parcel, Parcels


def send(parcels: Parcels, data: bytes, folder: Path, piece: int = 4, sender: str = "a") -> Parcel:
    path = folder / "gửi"
    path.write_bytes(data)
    parcel = Parcel.of(path)
    assert parcel.size == len(data)
    for offset in range(0, len(data) or 1, piece):
        parcels.put(parcel, sender, offset, data[offset : offset + piece])
    parcels.finish(parcel, sender)
    return parcel


@pytest.mark.parametrize("size", [0, 1, 4, 5, 100])
def test_what_was_sent_is_there(tmp_path: Path, size: int) -> None:
    parcels = Parcels(tmp_path / "kept")
    parcel = send(parcels, bytes(range(size)), tmp_path)
    taken = parcels.take((parcel,))
    assert taken[parcel].read_bytes() == bytes(range(size))
    assert len(tuple((tmp_path / "kept").iterdir())) == 1


def test_what_came_over_otherwise_is_not_taken(tmp_path: Path) -> None:
    parcels = Parcels(tmp_path / "kept")
    (tmp_path / "a").write_bytes(b"abcd")
    parcel = Parcel.of(tmp_path / "a")
    parcels.put(parcel, "one", 0, b"abc")
    # Another who sends the same is not in the way.
    parcels.put(parcel, "two", 0, b"abcd")
    with pytest.raises(OSError, match="otherwise"):
        parcels.finish(parcel, "one")
    assert parcels.take((parcel,)) == {}
    parcels.finish(parcel, "two")
    assert parcels.take((parcel,))[parcel].read_bytes() == b"abcd"
    assert [path.name for path in (tmp_path / "kept").iterdir()] == [parcel.digest]


@settings(max_examples=30)
@given(st.lists(st.integers(0, 4), max_size=20))
def test_the_longest_unused_go_and_those_in_use_stay(numbers: list[int]) -> None:
    """Files of ten bytes, where there is room for three; the first one is in use all the time."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        parcels = Parcels(folder / "kept", kept=30)
        held = send(parcels, b"0123456789", folder)
        in_use = parcels.take((held,))
        latest: list[Parcel] = []
        for number in numbers:
            data = bytes([65 + number]) * 10
            parcel = send(parcels, data, folder)
            latest = [*(each for each in latest if each != parcel), parcel]
            taken = parcels.take((parcel,))
            assert taken[parcel].read_bytes() == data
            parcels.give_back(taken)
            assert in_use[held].read_bytes() == b"0123456789"
            lying = {path.name for path in (folder / "kept").iterdir()}
            assert lying == {held.digest, *(each.digest for each in latest[-2:])}


def test_a_fingerprint_names_what_differs() -> None:
    here = fingerprint("vie")
    assert difference(here, here) is None
    assert {"reader", "program", "pillow", "tesseract vie"} <= set(dict(here))
    assert difference(here, (*here[:2], ("Python", "2.7"), *here[3:])) == (
        "Python",
        dict(here)["Python"],
        "2.7",
    )
    assert difference(here, here[:-1]) == (*here[-1], "–")
    assert difference(here, (*here, ("more", "1"))) == ("more", "–", "1")
