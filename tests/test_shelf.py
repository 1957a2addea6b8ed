"""The shelf: pieces with and without documents, further criteria, versions, boxes, two cycles."""

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.connecting import remove_catalogue
from archive.evidence import events
from archive.evidence.documents import Field, Letterhead, Reading
from archive.home import Archive
from archive.projection import EditionMissing
from storage.digest import Digest

AT = datetime.fromisoformat("2022-10-03T08:00:00+07:00")
TWO_CYCLES = 'other_editions = ["tt57-2026-pho-thong"]\n'


def digest(number: int) -> str:
    return str(Digest.of(b"%d" % number))


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive.create(tmp_path / "kho", "Trường THCS Kim Sơn", "tt18-2018-thcs", AT, "x")
    with (made.root / "archive.toml").open("a", encoding="utf-8") as stream:
        stream.write(TWO_CYCLES)
    return Archive.open(made.root)


def record(archive: Archive, *lines: events.Event) -> None:
    with archive.writing(lambda: AT, "x") as registrar:
        registrar.record(*lines)


def received(archive: Archive, number: int, code: str | None = None, year: str = "") -> events.Event:
    name = digest(number)
    head = Letterhead(symbol=Field(f"{number}/KH-THCSKS", "ocr", 0.9))
    archive.readings.save(Reading(name, "r", "application/pdf", (), head))
    record(archive, events.Received(name, f"{year}/{number}.pdf", 10, "application/pdf", number))
    if code:
        record(archive, events.Filed(name, code, f"Văn bản {number}", "by-hand"))
    return events.Received(name, "", 0, "", 0)


def test_a_piece_that_only_the_register_has_is_a_piece_with_no_document(archive: Archive) -> None:
    record(archive, events.Registered("H1-1.1-02", "Sổ nghị quyết", "Năm học 2021-2022", keeper="Thư ký"))
    with archive.catalogue() as catalogue:
        (piece,) = catalogue.shelf.all_pieces()
        assert (piece.code, piece.title, piece.documents, piece.registered) == (
            "H1-1.1-02", "Sổ nghị quyết", 0, True,
        )  # fmt: skip
        assert piece.kept_elsewhere
        assert catalogue.documents_under("H1-1.1-02") == ()
        assert catalogue.shelf.codes_given() == ("H1-1.1-02",)


def test_the_register_has_the_word_on_the_title_and_a_struck_line_gives_it_back(archive: Archive) -> None:
    received(archive, 3, "H1-1.1-01")
    record(archive, events.Registered("H1-1.1-01", "Kế hoạch chiến lược", issuer="Trường"))
    with archive.catalogue() as catalogue:
        piece = catalogue.shelf.piece("H1-1.1-01")
        assert piece and (piece.title, piece.documents, piece.pages, piece.symbol, piece.issuer) == (
            "Kế hoạch chiến lược", 1, 3, "3/KH-THCSKS", "Trường",
        )  # fmt: skip
    record(archive, events.Struck("H1-1.1-01"))
    with archive.catalogue() as catalogue:
        piece = catalogue.shelf.piece("H1-1.1-01")
        assert piece and (piece.title, piece.registered) == ("Văn bản 3", False)


def test_a_piece_stands_under_each_criterion_it_serves_and_says_where_it_is_from(archive: Archive) -> None:
    received(archive, 1, "H1-1.8-01")
    record(archive, events.Linked("H1-1.8-01", "1.10"), events.Linked("H1-1.8-01", "1.2"))
    with archive.catalogue() as catalogue:
        main = archive.edition.id
        (own,) = catalogue.shelf.pieces_of_criterion("1.8", main)
        (further,) = catalogue.shelf.pieces_of_criterion("1.10", main)
        assert (own.linked, further.linked, further.code) == (False, True, "H1-1.8-01")
        assert catalogue.shelf.links() == {"H1-1.8-01": ("1.2", "1.10")}
    record(archive, events.Unlinked("H1-1.8-01", "1.10"))
    with archive.catalogue() as catalogue:
        assert catalogue.shelf.pieces_of_criterion("1.10", main) == ()


def test_of_two_versions_the_better_one_speaks_and_both_stay(archive: Archive) -> None:
    received(archive, 1, "H1-1.1-01")
    received(archive, 2, "H1-1.1-01")
    record(archive, events.Replaced(digest(1), digest(2)))
    with archive.catalogue() as catalogue:
        assert [one.digest for one in catalogue.documents_under("H1-1.1-01")] == [digest(2)]
        assert [one.digest for one in catalogue.versions_of(digest(2))] == [digest(1)]
        old = catalogue.document(digest(1))
        assert old and old.replaced_by == digest(2)
        piece = catalogue.shelf.piece("H1-1.1-01")
        assert piece and (piece.documents, piece.pages) == (1, 2)
        assert catalogue.totals()["tray"] == 0
    record(archive, events.Replaced(digest(1)))
    with archive.catalogue() as catalogue:
        assert len(catalogue.documents_under("H1-1.1-01")) == 2


def test_the_code_of_either_cycle_finds_the_papers(archive: Archive) -> None:
    received(archive, 1, "H1-1.1-01", "2021-2022")
    received(archive, 2, "MC.1.1.01", "2025-2026")
    record(archive, events.Registered("MC.1.1.01", "Kế hoạch phát triển", old_code="H1-1.1-01"))
    with archive.catalogue() as catalogue:
        for code, other in (("H1-1.1-01", "MC.1.1.01"), ("MC.1.1.01", "H1-1.1-01")):
            assert [one.digest for one in catalogue.documents_under(code)] == [digest(1), digest(2)]
            assert catalogue.shelf.other_codes(code) == (other,)
        assert [one.code for one in catalogue.shelf.all_pieces("tt57-2026-pho-thong")] == ["MC.1.1.01"]
        assert [one.code for one in catalogue.shelf.pieces_of_criterion("1.1", archive.edition.id)] == [
            "H1-1.1-01"
        ]
    # The other register imported again says nothing of old codes, and takes nothing back.
    record(archive, events.Registered("H1-1.1-01", "Kế hoạch chiến lược"))
    with archive.catalogue() as catalogue:
        assert catalogue.shelf.other_codes("H1-1.1-01") == ("MC.1.1.01",)
    record(archive, events.Registered("MC.1.1.01", "Kế hoạch phát triển"))
    with archive.catalogue() as catalogue:
        assert catalogue.shelf.other_codes("H1-1.1-01") == ()


def test_an_old_code_of_the_same_edition_joins_nothing(archive: Archive) -> None:
    received(archive, 1, "H1-1.5-01")
    received(archive, 2, "H1-1.5-02")
    record(
        archive,
        events.Registered("H1-1.5-01", "Biên bản", old_code="H1-1.5-01"),
        events.Registered("H1-1.5-02", "Quyết định", old_code="H1-1.5-01"),
        events.Registered("H1-1.5-03", "Sổ", old_code="H1-1.5-07"),
    )
    with archive.catalogue() as catalogue:
        assert [one.digest for one in catalogue.documents_under("H1-1.5-01")] == [digest(1)]
        assert [one.digest for one in catalogue.documents_under("H1-1.5-02")] == [digest(2)]
        assert [(one.documents, one.pages) for one in catalogue.shelf.all_pieces()] == [
            (1, 1),
            (1, 2),
            (0, 0),
        ]
        assert catalogue.shelf.other_codes("H1-1.5-02") == ()
        line = catalogue.shelf.registered("H1-1.5-02")
        assert line and line.old_code == "H1-1.5-01"
        assert "H1-1.5-07" not in catalogue.shelf.codes_given()


def test_an_old_code_that_no_register_lists_finds_the_papers_and_counts_as_given(archive: Archive) -> None:
    received(archive, 1, "MC.1.2.01", "2025-2026")
    with archive.writing(lambda: AT, "x") as registrar:
        assert list(registrar.codes_given()) == []
        registrar.record(events.Registered("MC.1.2.01", "Sổ nghị quyết", old_code="H1-1.9-44"))
        assert [archive.edition.code_style.plain_of(code) for code in registrar.codes_given()] == [
            "H1-1.9-44"
        ]
    with archive.catalogue() as catalogue:
        piece = catalogue.shelf.piece("H1-1.9-44")
        assert piece and (piece.edition, piece.criterion, piece.documents, piece.registered) == (
            "tt18-2018-thcs", "1.9", 1, False,
        )  # fmt: skip
        assert [one.digest for one in catalogue.documents_under("H1-1.9-44")] == [digest(1)]
        (held,) = catalogue.shelf.held(archive.edition.id)
        assert held.place == "file"
    record(archive, events.Unfiled(digest(1), "MC.1.2.01", "by-hand"))
    with archive.catalogue() as catalogue:
        # Nothing is missing under a code that no register lists.
        assert catalogue.shelf.piece("H1-1.9-44") is None
        assert catalogue.shelf.held(archive.edition.id) == ()


@pytest.mark.parametrize("derived", ["there", "gone"])
def test_codes_of_an_edition_no_longer_named_are_told(archive: Archive, derived: str) -> None:
    received(archive, 1, "MC.1.1.01")
    settings = archive.root / "archive.toml"
    whole = settings.read_text("utf-8")
    settings.write_text(whole.replace(TWO_CYCLES, ""), "utf-8")
    if derived == "gone":
        remove_catalogue(archive.catalogue_path)
    bare = Archive.open(archive.root)
    with pytest.raises(EditionMissing, match=r"MC\.1\.1\.01"), bare.writing(lambda: AT, "x"):
        pass
    if derived == "there":
        with pytest.raises(EditionMissing, match="tt57-2026-pho-thong"):
            bare.catalogue()
    assert not any(one.kind == "chain-broken" for one in bare.check())
    settings.write_text(whole, "utf-8")
    with Archive.open(archive.root).up_to_date_catalogue(lambda: AT, "x") as catalogue:
        piece = catalogue.shelf.piece("MC.1.1.01")
        assert piece and piece.documents == 1


def test_a_box_says_what_was_noted_of_it(archive: Archive) -> None:
    received(archive, 5, "H1-1.1-01")
    record(archive, events.Boxed(1, 400, "Kệ 2"), events.Boxed(9, 300), events.Boxed(1, 500, "Kệ 3"))
    with archive.catalogue() as catalogue:
        assert [(box.number, box.pages, box.capacity, box.place) for box in catalogue.shelf.boxes()] == [
            (1, 5, 500, "Kệ 3"),
            (9, 0, 300, ""),
        ]


def test_numbers_of_one_edition_are_not_those_of_the_other(archive: Archive) -> None:
    received(archive, 1, "MC.1.1.07")
    with archive.writing(lambda: AT, "x") as registrar:
        assert list(registrar.codes_given()) == []
        registrar.record(events.Registered("H1-1.1-04", "Quyết định"))
        assert [archive.edition.code_style.plain_of(code) for code in registrar.codes_given()] == [
            "H1-1.1-04"
        ]


CODES = st.sampled_from(("H1-1.1-01", "H1-1.1-02", "MC.1.1.01", "MC.1.1.02"))
PAPERS = st.sampled_from((1, 2, 3)).map(digest)
HAPPENINGS = st.one_of(
    st.builds(events.Filed, PAPERS, CODES, st.just("Văn bản"), st.just("by-hand")),
    st.builds(events.Unfiled, PAPERS, CODES, st.just("by-hand")),
    st.builds(events.Replaced, PAPERS, st.one_of(PAPERS, st.none())),
    st.builds(lambda code, old: events.Registered(code, "Tên", old_code=old), CODES, CODES | st.just("")),
    st.builds(events.Struck, CODES),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(HAPPENINGS, min_size=1, max_size=12))
def test_what_a_code_stands_for_is_the_same_whichever_way_it_came_about(
    archive: Archive, happened: list[events.Event]
) -> None:
    with archive.writing(lambda: AT, "x") as registrar:
        database = registrar.catalogue._database
        for event in happened:
            registrar.record(event)
            held = set(database.execute("SELECT * FROM held"))
            assert held == set(database.execute("SELECT * FROM lying"))
