"""Papers that name one another, in the catalogue, both ways."""

from datetime import datetime
from pathlib import Path

import pytest

from archive.evidence import events
from archive.evidence.documents import Field, Letterhead, Page, Reading
from archive.home import Archive
from storage.digest import Digest
from tests.running import run_here

AT = datetime.fromisoformat("2022-10-03T08:00:00+07:00")


def digest(name: str) -> str:
    return str(Digest.of(name.encode()))


def received(archive: Archive, name: str, symbol: str, day: str, text: str = "", title: str = "") -> str:
    head = Letterhead(
        symbol=Field(symbol, "text", 1.0) if symbol else None,
        date=Field(day, "text", 1.0),
        type=Field("quyết định", "text", 1.0),
    )
    pages = (Page(1, text, "text", 1.0, 595, 842),)
    archive.readings.save(Reading(digest(name), "r", "application/pdf", pages, head))
    with archive.writing(lambda: AT, "x") as registrar:
        registrar.record(
            events.Received(digest(name), f"{title or name}.pdf", 10, "application/pdf", 1),
        )
    return digest(name)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    root: Path = tmp_path_factory.mktemp("naming") / "kho"
    made = Archive.create(root, "Trường THCS Kim Sơn", "tt18-2018-thcs", AT, "x")
    received(made, "named", "05/QĐ-THCSKS", "2022-09-01", title="Phân công chuyên môn năm học 2022-2023")
    received(made, "other day", "05/QĐ-THCSKS", "2021-09-01", title="Phân công chuyên môn năm học 2021-2022")
    received(made, "open", "/KH-THCSKS", "2022-09-09")
    text = (
        "Căn cứ Quyết định số 5/QĐ - THCSKS ngày 01/9/2022 của Trường;\n"
        "Căn cứ Kế hoạch số    /KH-THCSKS ngày 09/9/2022 của Trường;\n"
        "Căn cứ Quyết định số 99/QĐ-UBND ngày 01/9/2022 của UBND;\n"
    )
    received(made, "naming", "12/QĐ-THCSKS", "2022-10-01", text)
    return made


def test_bases_are_resolved_by_symbol_and_day_both_ways(archive: Archive) -> None:
    with archive.catalogue() as catalogue:
        found = catalogue.naming.bases_of(digest("naming"))
        assert [one.named for one in found] == [digest("named"), digest("open"), None]
        (back,) = catalogue.naming.named_by(digest("named"))
        assert (back.document, back.page) == (digest("naming"), 1)
        assert [one.document for one in catalogue.naming.named_by(digest("open"))] == [digest("naming")]
        assert catalogue.naming.named_by(digest("other day")) == ()
        assert catalogue.naming.named_by(digest("naming")) == ()


def test_the_like_of_other_years(archive: Archive) -> None:
    with archive.catalogue() as catalogue:
        assert catalogue.naming.like(digest("named")) == (digest("other day"),)


def test_show_tells_them(archive: Archive) -> None:
    said = run_here("show", "--home", archive.root, digest("naming"))
    assert "Căn cứ: Căn cứ Quyết định số 5/QĐ - THCSKS" in said.stdout
    assert f"→ ({digest('named')[:12]}) Phân công chuyên môn" in said.stdout
    assert "Được nêu trong" in run_here("show", "--home", archive.root, digest("named")).stdout
