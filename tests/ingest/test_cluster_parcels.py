"""Files that are sent to another machine: whole or not at all, and no more of them than there is room for."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.ingest import ocr
from archive.ingest.fingerprint import difference, fingerprint, reader_name
from archive.ingest.parcels import Parcel, Parcels
from archive.ingest.readers import Readers, result_of


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


def test_what_is_gone_from_the_folder_is_to_be_sent_again(tmp_path: Path) -> None:
    parcels = Parcels(tmp_path / "kept")
    parcel, other = send(parcels, b"abcd", tmp_path), send(parcels, b"efgh", tmp_path)
    (tmp_path / "kept" / parcel.digest).unlink()
    taken = parcels.take((parcel, other))
    assert set(taken) == {other}
    parcels.give_back(taken)
    shutil.rmtree(tmp_path / "kept")
    assert parcels.take((other,)) == {}
    send(parcels, b"abcd", tmp_path)
    assert parcels.take((parcel,))[parcel].read_bytes() == b"abcd"


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
    assert {"reading", "program", "pillow", "libmagic", "tesseract vie"} <= set(dict(here))
    other = tuple((name, "2.7" if name == "Python" else value) for name, value in here)
    assert difference(here, other) == ("Python", dict(here)["Python"], "2.7")
    assert difference(here, here[:-1]) == (*here[-1], "–")
    assert difference(here, (*here, ("more", "1"))) == ("more", "–", "1")


def test_the_readers_name_is_another_with_other_language_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, folder = reader_name("vie"), ocr.language_data("vie")
    assert folder
    data = (folder / "vie.traineddata").read_bytes()
    (tmp_path / "vie.traineddata").write_bytes(data + b"another")
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    with Readers(1, 2 << 30) as others:
        there = result_of(others.submit(60, reader_name, "vie"))
    assert there.split()[:-1] == here.split()[:-1] and there != here
