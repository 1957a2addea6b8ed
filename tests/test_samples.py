"""The sample papers are what `samples/expected.json` and `samples/README.md` say they are."""

import hashlib
import itertools
import json
import re
import struct
import tomllib
import unicodedata
import zlib
from collections import Counter
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image

SAMPLES = Path(__file__).parent.parent / "samples"
DROP, HOSTILE = SAMPLES / "drop", SAMPLES / "hostile"
EXPECTED: list[dict[str, Any]] = json.loads((SAMPLES / "expected.json").read_text("utf-8"))
FILES = {
    unicodedata.normalize("NFC", str(file.relative_to(DROP))): file
    for file in DROP.rglob("*")
    if file.is_file()
}
BY_PATH = {entry["path"]: entry for entry in EXPECTED}
LAYERED = [entry["path"] for entry in EXPECTED if entry["kind"] in ("born-digital", "both")]
SCANNED = [entry["path"] for entry in EXPECTED if entry["kind"] == "scan" and entry["path"].endswith(".pdf")]


def pdf_text(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        text = " ".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    return " ".join(unicodedata.normalize("NFC", text).split())


def page_count(path: Path) -> int:
    if path.suffix == ".pdf":
        document = pypdfium2.PdfDocument(path)
        try:
            return len(document)
        finally:
            document.close()
    with Image.open(path) as image:
        return int(getattr(image, "n_frames", 1))


def test_every_file_is_described_and_every_description_has_its_file() -> None:
    assert sorted(FILES) == sorted(BY_PATH)
    assert len(BY_PATH) == len(EXPECTED)


def test_digests_agree() -> None:
    found = {path: hashlib.sha256(file.read_bytes()).hexdigest() for path, file in FILES.items()}
    assert found == {path: entry["sha256"] for path, entry in BY_PATH.items()}


def test_page_counts_agree() -> None:
    counted = {path: entry["pages"] for path, entry in BY_PATH.items() if entry["kind"] != "office"}
    assert {path: page_count(FILES[path]) for path in counted} == counted


def test_the_set_is_mixed_and_small() -> None:
    kinds = Counter(entry["kind"] for entry in EXPECTED)
    assert kinds == {"scan": 31, "born-digital": 20, "both": 6, "photo": 4, "office": 3}
    assert sum(file.stat().st_size for file in FILES.values()) < 5_200_000
    assert {entry["code"][3] for entry in EXPECTED if entry["code"]} == set("12345")


def test_pages_that_need_ocr_are_not_too_many() -> None:
    pages = {entry["sha256"]: entry["pages"] for entry in EXPECTED if entry["kind"] in ("scan", "photo")}
    assert 40 <= sum(pages.values()) <= 60


def test_each_paper_has_three_phrases_of_three_to_seven_words() -> None:
    for entry in EXPECTED:
        wanted = 0 if entry["kind"] == "photo" else 3
        assert len(entry["phrases"]) == wanted, entry["path"]
        assert all(3 <= len(phrase.split()) <= 7 for phrase in entry["phrases"]), entry["path"]


def test_no_two_papers_share_a_phrase() -> None:
    papers = {entry["sha256"]: entry["phrases"] for entry in EXPECTED}
    phrases = Counter(phrase.casefold() for phrase in itertools.chain(*papers.values()))
    assert [phrase for phrase, times in phrases.items() if times > 1] == []


def test_a_phrase_stands_in_its_own_text_layer_and_no_other() -> None:
    texts = {path: pdf_text(FILES[path]).casefold() for path in LAYERED}
    for entry in EXPECTED:
        for phrase in entry["phrases"]:
            holders = [path for path, text in texts.items() if phrase.casefold() in text]
            assert holders == ([entry["path"]] if entry["path"] in texts else []), phrase


def test_a_phrase_stands_in_one_body_only() -> None:
    rows = [
        row
        for source in (SAMPLES / "papers").glob("*.toml")
        for row in tomllib.loads(source.read_text("utf-8"))["paper"]
    ]
    bodies = {row["path"]: re.sub("[«»]", "", row.get("body", "")).casefold() for row in rows}
    for entry in EXPECTED:
        holders = [
            [path for path, body in bodies.items() if phrase.casefold() in body]
            for phrase in entry["phrases"]
        ]
        assert all(len(paths) <= 1 for paths in holders), (entry["path"], holders)


@pytest.mark.parametrize("path", LAYERED)
def test_the_letterhead_is_printed_on_the_paper(path: str) -> None:
    entry, text = BY_PATH[path], pdf_text(FILES[path])
    year, month, day = (int(part) for part in entry["date"].split("-"))
    assert re.search(rf"ngày 0?{day} tháng 0?{month} năm {year}", text)
    assert entry["issuer"] in text
    by_hand = "H5-5.5-01" in path
    assert (entry["symbol"] in text) is not by_hand


@pytest.mark.parametrize("path", SCANNED)
def test_a_scan_has_no_text_layer(path: str) -> None:
    assert pdf_text(FILES[path]) == ""


def test_codes_are_those_of_the_names() -> None:
    for entry in EXPECTED:
        plain = re.sub("[‐-―]", "-", entry["path"]).upper()
        found = re.search(r"H\d+-[1-5]\.\d+-\d+", plain)
        assert (found.group() if found else None) == entry["code"]
        folder = re.search(r"(?:TC|TIÊU CHÍ) ([1-5]\.\d+)/", plain)
        assert (folder.group(1) if folder else None) == entry["criterion"]


def test_papers_in_a_school_year_folder_are_of_that_year() -> None:
    foldered = [entry for entry in EXPECTED if re.match(r"20\d\d-20\d\d/", entry["path"])]
    assert len(foldered) >= 6
    assert all(entry["path"].startswith(f"{entry['school_year']}/") for entry in foldered)


def test_one_pair_holds_the_same_bytes() -> None:
    twice = [digest for digest, times in Counter(entry["sha256"] for entry in EXPECTED).items() if times > 1]
    assert len(twice) == 1


def test_one_name_is_decomposed_and_one_has_dashes() -> None:
    on_disk = [str(file.relative_to(DROP)) for file in FILES.values()]
    assert sum(not unicodedata.is_normalized("NFC", name) for name in on_disk) == 1
    assert sum("–" in name for name in on_disk) == 1


def test_photographs_have_exif_and_one_lies_on_its_side() -> None:
    turns = []
    for entry in EXPECTED:
        if entry["kind"] == "photo":
            with Image.open(FILES[entry["path"]]) as image:
                exif = image.getexif()
            assert re.fullmatch(r"2022:1\d:\d\d \d\d:\d\d:\d\d", exif[0x0132])
            turns.append(exif[0x0112])
    assert sorted(turns) == [1, 1, 1, 6]


def test_hostile_files_are_small() -> None:
    assert sum(file.stat().st_size for file in HOSTILE.iterdir()) < 1_000_000
    assert (HOSTILE / "empty.pdf").stat().st_size == 0


@pytest.mark.parametrize("name", ["empty.pdf", "truncated.pdf", "text-named.pdf", "password.pdf"])
def test_a_pdf_that_does_not_open(name: str) -> None:
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(HOSTILE / name)


def test_the_password_opens_the_locked_paper() -> None:
    document = pypdfium2.PdfDocument(HOSTILE / "password.pdf", password="kimson2023")  # noqa: S106
    assert len(document) == 1
    document.close()


def test_what_is_named_a_pdf_is_text_and_the_program_is_a_program() -> None:
    assert (HOSTILE / "text-named.pdf").read_text("utf-8").startswith("Đây là văn bản thường")
    program = (HOSTILE / "program.exe").read_bytes()
    assert program[:2] == b"MZ"
    assert program[struct.unpack_from("<I", program, 60)[0] :][:4] == b"PE\0\0"


def test_the_second_page_of_the_tiff_cannot_be_read() -> None:
    with Image.open(HOSTILE / "tiff-broken-second-page.tif") as image:
        image.load()
        image.seek(1)
        with pytest.raises(OSError, match="decoder error"):
            image.load()


def test_the_png_declares_more_pixels_than_anyone_should_decode() -> None:
    content = (HOSTILE / "huge-declared.png").read_bytes()
    assert struct.unpack(">II", content[16:24]) == (30_000, 30_000)
    with pytest.raises(Image.DecompressionBombError):
        Image.open(HOSTILE / "huge-declared.png")


def test_the_bomb_swells() -> None:
    content = (HOSTILE / "pdf-bomb.pdf").read_bytes()
    assert len(content) < 10_000
    start = content.index(b"stream\n", content.index(b"/Image")) + len(b"stream\n")
    inner = zlib.decompressobj().decompress(content[start:])
    outer = zlib.decompressobj()
    assert outer.decompress(inner, 16 << 20) == bytes(16 << 20)
    assert len(outer.unconsumed_tail) > 800_000, "and 50 times as much is to come"
    assert page_count(HOSTILE / "pdf-bomb.pdf") == 1


def test_the_long_pdf_has_ten_thousand_pages() -> None:
    assert page_count(HOSTILE / "many-pages.pdf") == 10_000


def test_the_bad_copiers_layer_is_mostly_signs() -> None:
    text = pdf_text(HOSTILE / "garbage-layer.pdf")
    assert len(text) > 400
    assert sum(letter.isalpha() for letter in text) < 0.05 * len(text)
