"""Catalogues lent to one reader after the other: the state of the moment, and no more than their sight."""

from datetime import datetime
from pathlib import Path

import pytest

from archive.catalogue import CatalogueMissing
from archive.connecting import remove_catalogue
from archive.evidence import events
from archive.evidence.sight import ALL, Sight
from archive.home import Archive
from archive.lending import Lending

AT = datetime.fromisoformat("2022-10-03T08:00:00+07:00")
PLAIN = Sight(sensitive=False, tray=False)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive.create(tmp_path / "kho", "Trường THCS Kim Sơn", "tt18-2018-thcs", AT, "x")
    record(made, events.Registered("H1-1.1-01", "Kế hoạch"), events.Registered("H1-1.1-02", "Hồ sơ"))
    return made


def record(archive: Archive, *lines: events.Event) -> None:
    with archive.writing(lambda: AT, "x") as registrar:
        registrar.record(*lines)


def codes(lending: Lending, sight: Sight = ALL) -> tuple[str, ...]:
    with lending.catalogue(sight) as catalogue:
        return tuple(piece.code for piece in catalogue.shelf.all_pieces())


def test_what_is_written_is_seen_by_the_next_reader_and_by_none_half_way(archive: Archive) -> None:
    lending = Lending(archive)
    assert codes(lending) == ("H1-1.1-01", "H1-1.1-02")
    before = lending.state()
    with lending.catalogue(ALL) as catalogue:
        record(archive, events.Struck("H1-1.1-02"))
        assert len(catalogue.shelf.all_pieces()) == 2
    assert codes(lending) == ("H1-1.1-01",)
    assert lending.state() != before and lending.state() == lending.state()


def test_a_mark_takes_effect_for_readers_whose_catalogue_lies_open(archive: Archive) -> None:
    lending = Lending(archive)
    assert codes(lending, PLAIN) == codes(lending, PLAIN) == ("H1-1.1-01", "H1-1.1-02")
    record(archive, events.Marked("H1-1.1-02", sensitive=True, reason="kỷ luật"))
    assert codes(lending, PLAIN) == ("H1-1.1-01",)
    assert codes(lending) == ("H1-1.1-01", "H1-1.1-02")
    # Those that lie open again are still confined.
    assert codes(lending, PLAIN) == ("H1-1.1-01",)
    assert codes(lending, Sight(standards=(2,))) == ()


def test_a_catalogue_made_anew_is_another(archive: Archive) -> None:
    lending = Lending(archive)
    before = (codes(lending), lending.state())
    remove_catalogue(archive.catalogue_path)
    with pytest.raises(CatalogueMissing):
        codes(lending)
    assert lending.state() != lending.state(), "nothing can be kept while there is none"
    record(archive)
    assert codes(lending) == before[0] and lending.state() != before[1]


def test_a_fault_of_a_page_leaves_the_catalogue_fit_for_the_next(archive: Archive) -> None:
    lending = Lending(archive)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), lending.catalogue(PLAIN):
            raise ZeroDivisionError
        assert len(codes(lending, PLAIN)) == 2
