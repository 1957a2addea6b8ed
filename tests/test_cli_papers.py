"""What the commands tell of a paper besides its text: what is not sure, papers of a bundle, signatures."""

import gzip
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from archive.evidence import events
from archive.evidence.documents import Field, Letterhead, Page, Part, Reading, Signature
from archive.home import Archive
from tests.builders import AT, EDITION, pdf
from tests.running import run_here
from tests.signing import AUTHORITY, HEAD, signed

PLAN = Letterhead(
    symbol=Field("/KH-THCSKS", "ocr", 0.45),
    issuer=Field("TRƯỜNG THCS KIM SƠN", "ocr", 0.5),
    type=Field("kế hoạch", "ocr", 0.9),
    subject=Field("Tự đánh giá", "ocr", 0.9),
    urgency=Field("Hỏa tốc", "ocr", 0.9),
)
MINUTES = Letterhead(type=Field("biên bản", "ocr", 0.9), symbol=Field("5/BB-THCSKS", "text", 0.95))
SIGNATURES = (
    Signature(HEAD, AUTHORITY, True, True, "2022-10-03T08:30:00", True),
    Signature("A", None, False, False),
    Signature("B", None, None, False),
)


def said(*call: str | Path) -> str:
    done = run_here(*call)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of one bundle, signed three times, once badly, once in a way that cannot be checked."""
    archive = Archive.create(tmp_path_factory.mktemp("papers") / "kho", "Trường", EDITION, AT, "x")
    pages = tuple(Page(number, f"trang số {number} đặc biệt", "ocr", 0.9) for number in (1, 2, 3))
    with archive.writing(lambda: AT, "x") as registrar:
        staged = registrar.stage(io.BytesIO(pdf("1", "2", "3")))
        digest = str(staged.digest)
        parts = (Part(1, 2, PLAN), Part(3, 3, MINUTES))
        reading = Reading(digest, "r", "application/pdf", pages, PLAN, parts, SIGNATURES)
        received = events.Received(digest, "226 KH-THCSKS.pdf", staged.size, "application/pdf", 3)
        registrar.receive(staged, reading, received, events.Filed(digest, "H1-1.1-01", "Hồ sơ", "by-hand"))
    return archive.root


def test_show_gives_papers_and_signatures(home: Path) -> None:
    piece = json.loads(said("show", "H1-1.1-01", "--home", home, "--json"))
    (document,) = piece["documents"]
    assert document == json.loads(said("show", document["digest"][:12], "--home", home, "--json"))
    assert (document["symbol"], document["urgency"]) == ("226/KH-THCSKS", "Hỏa tốc")
    assert [(part["first"], part["last"]) for part in document["parts"]] == [(1, 2), (3, 3)]
    assert document["parts"][1]["letterhead"]["symbol"]["value"] == "5/BB-THCSKS"
    assert document["signatures"][0] == {
        "signer": HEAD, "authority": AUTHORITY, "whole": True, "complete": True,
        "at": "2022-10-03T08:30:00", "stamped": True,
    }  # fmt: skip
    assert [one["whole"] for one in document["signatures"]] == [True, False, None]


def test_show_tells_people_the_same(home: Path) -> None:
    lines = [line.strip() for line in said("show", "H1-1.1-01", "--home", home).splitlines()]
    for line in (
        "Số, ký hiệu: 226/KH-THCSKS (theo tên tệp)",
        "Nơi ban hành: TRƯỜNG THCS KIM SƠN (chưa chắc)",
        "Độ khẩn: Hỏa tốc",
        "Văn bản trong tệp, trang 1–2: kế hoạch · /KH-THCSKS · Tự đánh giá",
        "Văn bản trong tệp, trang 3: biên bản · 5/BB-THCSKS",
        f"Chữ ký số: còn nguyên vẹn; ký bởi {HEAD}; lúc 2022-10-03 08:30 theo dấu thời gian;"
        f" chứng thư do {AUTHORITY} cấp",
        "Chữ ký số: không khớp, tệp đã bị thay đổi sau khi ký hoặc chữ ký bị hỏng; ký bởi A",
        "Chữ ký số: có trong tệp nhưng không kiểm tra được; ký bởi B",
    ):
        assert line in lines


def test_a_hit_tells_the_paper_that_its_page_is_of(home: Path) -> None:
    (hit,) = json.loads(said("search", "trang số 3 đặc biệt", "--home", home, "--json"))["hits"]
    assert (hit["page"], hit["part"]) == (3, {"first": 3, "last": 3, "title": "Biên bản"})
    assert "trang 3 thuộc văn bản: Biên bản" in said("search", "trang số 3 đặc biệt", "--home", home)


def test_read_says_of_a_zip_that_it_holds_several_files(tmp_path: Path) -> None:
    inner, outer, cut = tmp_path / "a.zip", tmp_path / "b.gz", tmp_path / "c.zip"
    with zipfile.ZipFile(inner, "w") as package:
        package.writestr("Kế hoạch.pdf", pdf())
        package.writestr("Biên bản.pdf", pdf("1"))
    outer.write_bytes(gzip.compress(inner.read_bytes()))
    cut.write_bytes(inner.read_bytes()[:-30])
    told = {
        inner: "có các tệp khác bên trong",
        outer: "tệp nén mà kho không tự mở được",
        cut: "hỏng hoặc chưa chép xong",
    }
    for path, sentence in told.items():
        done = run_here("read", path)
        assert done.returncode == 11 and done.stdout == ""
        assert str(path) in done.stderr and sentence in done.stderr


def test_read_tells_of_signatures_and_of_what_the_name_proposes(tmp_path: Path) -> None:
    path = tmp_path / "226 KH-THCSKS.pdf"
    text = "Số:        /KH-THCSKS\nKẾ HOẠCH\nTự đánh giá chất lượng giáo dục năm học của nhà trường"
    path.write_bytes(signed(pdf(text)))
    found: dict[str, Any] = json.loads(said("read", path, "--json"))
    assert found["letterhead"]["symbol"]["value"] == "226/KH-THCSKS"
    assert found["letterhead"]["symbol"]["source"] == "name"
    assert list(found["letterhead"]) == list(Letterhead.__struct_fields__)
    (one,) = found["signatures"]
    assert (one["signer"], one["whole"], one["complete"], one["stamped"]) == (HEAD, True, True, False)
    assert found["parts"] == []
    assert found["pages"][0]["turned"] == 0
    told = said("read", path)
    assert "226/KH-THCSKS (theo tên tệp" in told and f"ký bởi {HEAD}" in told
    assert "độ tin cậy của chứng thư không được kiểm tra" in told
