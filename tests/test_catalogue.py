"""The catalogue follows from ledger and readings alone, however it got there."""

import hashlib
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.catalogue import Catalogue, CatalogueMissing
from archive.evidence import events
from archive.evidence.documents import Field, Letterhead, Page, Part, Reading, Signature
from archive.home import Archive, Registrar
from storage.ledger import LedgerWriter
from tests.builders import AT, EDITION

CODES = ("H1-1.1-01", "H1-1.1-02", "H1-1.10-01", "H2-2.4-01", "H12-5.6-100")
PATHS = ("Kế hoạch.pdf", "TC 1.1/SCAN_0001.pdf", "2021-2022/[H1-1.1-01] Biên bản.pdf", "a" * 200, "�\n.pdf")
HEADS = (
    Letterhead(),
    Letterhead(
        Field("12/KH-THCS", "text", 0.9),
        Field("2022-10-03", "text", 0.9),
        Field("TRƯỜNG THCS KIM SƠN", "text", 0.9),
        Field("kế hoạch", "text", 0.9),
        Field("Giáo dục nhà trường", "text", 0.9),
        Field("UBND XÃ", "text", 0.9),
        Field("Khẩn", "text", 0.9),
        Field("Kim Sơn", "text", 0.9),
    ),
    Letterhead(symbol=Field("/KH-THCS", "ocr", 0.4), type=Field("kế hoạch", "ocr", 0.8)),
)
SIGNED = (
    Signature("A", "B", True, True),
    Signature("C", None, True, False),
    Signature(None, None, False, False),
)


def digest(number: int) -> str:
    return hashlib.sha256(b"%d" % number).hexdigest()


def reading(number: int) -> Reading:
    pages = tuple(
        Page(n, f"Trang {n}, tháng {n} năm 2021", "ocr", 0.8, 595, 842, fault="broken" if n == 2 else None)
        for n in range(1, 2 + number % 3)
    )
    parts = (Part(1, 1, HEADS[2]), Part(2, len(pages), HEADS[1])) if len(pages) > 2 else ()
    signed = SIGNED[: number % 4]
    return Reading(digest(number), "r", "application/pdf", pages, HEADS[number % 3], parts, signed)


class History:
    """Makes one random, valid event after the other."""

    def __init__(self, data: st.DataObject) -> None:
        self.data = data
        self.filed: dict[str, str] = {}
        self.known: list[int] = []

    def next(self, registrar: Registrar) -> tuple[events.Event, ...]:
        choices = ["receive", "refuse", "export"] + ["again", "file", "unfile"] * bool(self.known)
        choice = self.data.draw(st.sampled_from(choices))
        path = self.data.draw(st.sampled_from(PATHS))
        if choice == "receive":
            return self._receive(registrar, path)
        if choice == "refuse":
            return (
                events.Refused(self.data.draw(st.sampled_from((None, digest(99)))), path, 5, "empty", "k"),
            )
        if choice == "export":
            return (events.Exported("2022-2023", "bag", len(self.filed), digest(7)),)
        document = digest(self.data.draw(st.sampled_from(self.known)))
        if choice == "again":
            return (events.ReceivedAgain(document, path),)
        taken = self.filed.pop(document, None)
        undone = (events.Unfiled(document, taken, "by-hand"),) if taken else ()
        if choice == "unfile":
            return undone or (events.ReceivedAgain(document, path),)
        self.filed[document] = code = self.data.draw(st.sampled_from(CODES))
        year = self.data.draw(st.sampled_from((None, "2020-2021")))
        return (*undone, events.Filed(document, code, self.data.draw(st.text(max_size=5)), "by-hand", year))

    def _receive(self, registrar: Registrar, path: str) -> tuple[events.Event, ...]:
        number = len(self.known)
        self.known.append(number)
        one = reading(number)
        if number % 4 != 3:
            registrar.archive.readings.save(one)
        received = events.Received(digest(number), path, 10, one.media_type, len(one.pages))
        if self.data.draw(st.booleans()):
            return (received,)
        self.filed[digest(number)] = code = self.data.draw(st.sampled_from(CODES))
        return received, events.Filed(digest(number), code, "Tên", "code-in-name")


def from_scratch(archive: Archive, path: Path) -> list[tuple[object, ...]]:
    with Catalogue.open_for_following(path) as catalogue:
        catalogue.follow(archive.ledger, archive.readings, archive.cycles, archive.settings.year_starts)
        return list(catalogue.rows())


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_following_bit_by_bit_equals_making_it_anew(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    root = tmp_path_factory.mktemp("k")
    archive = Archive.create(root / "kho", "Trường", EDITION, AT, "x")
    history = History(data)
    for _ in range(data.draw(st.integers(1, 3))):
        with archive.writing(lambda: AT, "x") as registrar:
            for _ in range(data.draw(st.integers(1, 5))):
                registrar.record(*history.next(registrar))
    with archive.catalogue() as catalogue:
        followed = list(catalogue.rows())
        assert catalogue.position == archive.ledger.end()
        assert {document.digest: document.code for document in catalogue.all_documents()} == {
            digest(number): history.filed.get(digest(number)) for number in history.known
        }
        assert sum(piece.documents for piece in catalogue.shelf.all_pieces()) == len(history.filed)
    assert followed == from_scratch(archive, root / "anew.sqlite")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive.create(tmp_path / "kho", "Trường", EDITION, AT, "x")
    with archive.writing(lambda: AT, "x") as registrar:
        record: list[events.Event] = []
        for number in range(60):
            archive.readings.save(reading(number))
            record.append(events.Received(digest(number), f"TC 1.1/{number}.pdf", 10, "application/pdf", 1))
            code = f"H1-1.{1 + number % 10}-{1 + number // 10:02}"
            record.append(events.Filed(digest(number), code, "Tên " * 20, "by-hand"))
        registrar.record(*record)
    return archive


def rows(archive: Archive) -> list[tuple[object, ...]]:
    with archive.catalogue() as catalogue:
        return list(catalogue.rows())


@pytest.mark.parametrize("fault", ["noise", "cut", "other schema", "empty", "a page of noise", "gone"])
def test_a_damaged_catalogue_is_made_anew_by_the_next_writer(archive: Archive, fault: str) -> None:
    before = rows(archive)
    path = archive.catalogue_path
    # A reader leaves these two behind; everything is in the file itself.
    path.with_name(f"{path.name}-shm").unlink()
    assert path.with_name(f"{path.name}-wal").stat().st_size == 0
    whole = path.read_bytes()
    if fault == "other schema":
        with sqlite3.connect(path) as database:
            database.execute("PRAGMA user_version = 7000")
        database.close()
    elif fault == "gone":
        path.unlink()
    else:
        middle = len(whole) // 2 // 4096 * 4096
        damaged = {
            "noise": b"\x07" * len(whole),
            "cut": whole[:middle],
            "empty": b"",
            "a page of noise": whole[:middle] + b"\x07" * 4096 + whole[middle + 4096 :],
        }
        path.write_bytes(damaged[fault])
    with archive.writing(lambda: AT, "x") as registrar:
        assert list(registrar.catalogue.rows()) == before
    assert rows(archive) == before


@pytest.mark.parametrize("content", [b"", b"not a database" * 100])
def test_what_is_no_catalogue_is_not_read(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "catalogue.sqlite"
    with pytest.raises(CatalogueMissing):
        Catalogue.open_for_reading(path)
    assert not path.exists()
    path.write_bytes(content)
    with pytest.raises(CatalogueMissing):
        Catalogue.open_for_reading(path)


def test_a_catalogue_that_is_being_filled_is_not_taken_for_an_empty_archive(archive: Archive) -> None:
    path = archive.catalogue_path
    path.unlink()
    Catalogue.open_for_following(path).close()
    with pytest.raises(CatalogueMissing):
        archive.catalogue()


def test_a_reader_cannot_write(archive: Archive) -> None:
    LedgerWriter(archive.ledger).append(
        "2022-2023", "now", "x", [events.encode(events.Refused(None, "a", 0, "link", "a"))]
    )
    with archive.catalogue() as catalogue, pytest.raises(sqlite3.OperationalError, match="readonly"):
        catalogue.follow(archive.ledger, archive.readings, archive.cycles, (8, 1))


def test_pieces_stand_in_the_order_of_the_shelf(archive: Archive) -> None:
    with archive.catalogue() as catalogue:
        criteria = list(dict.fromkeys(piece.criterion for piece in catalogue.shelf.all_pieces()))
        assert criteria == [f"1.{number}" for number in range(1, 11)]
        assert [box.pieces for box in catalogue.shelf.boxes()] == [60]
        assert catalogue.totals() == {"documents": 60, "pages": 60, "pieces": 60, "tray": 0, "refused": 0}


def test_a_number_once_given_stays_given(archive: Archive) -> None:
    with archive.writing(lambda: AT, "x") as registrar:
        registrar.record(events.Unfiled(digest(0), "H1-1.1-01", "by-hand"))
        assert registrar.catalogue.shelf.piece("H1-1.1-01") is None
        assert "H1-1.1-01" in registrar.catalogue.shelf.codes_given()
        assert [document.digest for document in registrar.catalogue.tray()] == [digest(0)]


def test_a_second_line_about_the_same_bytes_does_no_harm(archive: Archive) -> None:
    """As two writers leave it where a share has no locks."""
    with archive.writing(lambda: AT, "x") as registrar:
        registrar.record(events.Received(digest(0), "khác.pdf", 10, "application/pdf", 1))
        document = registrar.catalogue.document(digest(0))
        assert document and (document.path, document.code) == ("TC 1.1/0.pdf", "H1-1.1-01")
        assert registrar.catalogue.was_dropped(digest(0), "khác.pdf")
    assert rows(archive) == from_scratch(archive, archive.root / "anew.sqlite")


def received(archive: Archive, number: int, path: str) -> None:
    """Take in the document of this number, with its reading."""
    one = reading(number)
    archive.readings.save(one)
    with archive.writing(lambda: AT, "x") as registrar:
        registrar.record(events.Received(one.document, path, 10, one.media_type, len(one.pages)))


def test_the_number_that_the_name_proposes_is_the_document_s(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "kho", "Trường", EDITION, AT, "x")
    received(archive, 2, "TC 1.1/226 KH-THCS tự đánh giá.pdf")
    received(archive, 5, "SCAN_0001.pdf")
    with archive.catalogue() as catalogue:
        named, scan = catalogue.all_documents()
    assert (named.symbol, scan.symbol) == ("226/KH-THCS", "/KH-THCS")


def test_a_document_has_all_that_its_letterhead_says_and_how_it_is_signed(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "kho", "Trường", EDITION, AT, "x")
    received(archive, 7, "kế hoạch.pdf")
    with archive.catalogue() as catalogue:
        (document,) = catalogue.all_documents()
    assert (document.parent, document.urgency, document.place) == ("UBND XÃ", "Khẩn", "Kim Sơn")
    assert (document.parts, document.signatures, document.signatures_whole) == (0, 3, 1)


def test_a_page_of_a_bundle_is_of_one_of_its_papers(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "kho", "Trường", EDITION, AT, "x")
    received(archive, 2, "hồ sơ.pdf")
    received(archive, 3, "kế hoạch.pdf")
    with archive.catalogue() as catalogue:
        bundle, single = catalogue.all_documents()
        assert (bundle.parts, single.parts) == (2, 0)
        first, second = catalogue.parts_of(bundle.digest)
        assert (first.first, first.last, first.title, first.symbol) == (1, 1, "Kế hoạch", "/KH-THCS")
        assert (second.first, second.last, second.title) == (2, 3, "Kế hoạch giáo dục nhà trường")
        pages = [catalogue.part_at(bundle.digest, page) for page in (0, 1, 2, 3, 4)]
        assert pages == [None, first, second, second, None]
        assert catalogue.parts_of(single.digest) == ()
