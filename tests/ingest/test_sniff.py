"""What a file is, by its content; and what is not taken is refused with the way out that fits it."""

import struct
import tarfile
import unicodedata
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.evidence.refusals import Reason
from archive.home import Archive
from archive.ingest import plain, sniff
from archive.ingest.compound import root_streams
from archive.ingest.limits import Limits, ReadFault
from archive.ingest.opening import Opening, Places
from archive.ingest.readers import Readers
from archive.settings import Settings
from tests.builders import TEXT, drop, ingest, make_home, pdf, word, workbook

LIMITS = Limits.of(Settings())


def compound(*names: str, sectors: int = 512) -> bytes:
    """An OLE file with these streams at its root: one sector of directory, one of table, one of bytes."""
    shift = sectors.bit_length() - 1
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0"))
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, shift, 6)
    struct.pack_into("<III", header, 44, 1, 1, 0)
    struct.pack_into("<I", header, 68, 0xFFFFFFFE)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    entries = [_entry("Root Entry", 5, child=1)]
    entries += [_entry(name, 2, right=n + 2 if n + 1 < len(names) else None) for n, name in enumerate(names)]
    each = sectors // 128
    pages = [b"".join(entries[at : at + each]).ljust(sectors, b"\0") for at in range(0, len(entries), each)]
    chain = [*range(2, len(pages) + 1), 0xFFFFFFFE]
    table = struct.pack(f"<{1 + len(chain)}I", 0xFFFFFFFD, *chain).ljust(sectors, b"\xff")
    return bytes(header).ljust(sectors, b"\0") + table + b"".join(pages) + bytes(sectors)


def _entry(name: str, kind: int, child: int | None = None, right: int | None = None) -> bytes:
    entry = bytearray(128)
    raw = name.encode("utf-16-le")
    entry[: len(raw)] = raw
    none = 0xFFFFFFFF
    struct.pack_into("<HBBIII", entry, 64, len(raw) + 2, kind, 1, none, right or none, child or none)
    return bytes(entry)


def package(*names: str) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name in names:
            made.writestr(name, "application/epub+zip" if name == "mimetype" else "")
    return stream.getvalue()


def tar(*names: str) -> bytes:
    stream = BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as made:
        for name in names:
            made.addfile(tarfile.TarInfo(name))
    return stream.getvalue()


KNOWN = {
    "pdf behind other bytes": (b"\x1b%-12345X@PJL\r\n" + pdf(), sniff.PDF),
    "docx": (word("Kế hoạch"), sniff.DOCX),
    "xlsx": (workbook((1,)), sniff.XLSX),
    "docm": (package("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), sniff.DOCM),
    "xlsb": (package("[Content_Types].xml", "xl/workbook.bin"), sniff.XLSB),
    "pptx": (package("[Content_Types].xml", "ppt/presentation.xml"), sniff.PPTX),
    "zip": (package("a/b.pdf"), sniff.ZIP),
    "zip with nothing in it": (package(), sniff.ZIP),
    "doc": (compound("1Table", "WordDocument"), sniff.DOC),
    "doc with a workbook in it, in great sectors": (
        compound("WordDocument", "Data", sectors=4096),
        sniff.DOC,
    ),
    "xls": (compound("Workbook"), sniff.XLS),
    "xls of 1995": (compound("Book"), sniff.XLS),
    "ppt": (compound("Current User", "Pictures", "A", "B", "C", "PowerPoint Document"), sniff.PPT),
    "rtf": (b"{\\rtf1\\ansi a}", sniff.RTF),
    "heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", sniff.HEIC),
    "webp": (b"RIFF\x24\0\0\0WEBPVP8 ", sniff.WEBP),
    "big tiff": (b"MM\0+\0\x08", sniff.TIFF),
    "mail": (b"Received: by x\r\n\tid 1\r\nFrom: a@b\r\nSubject: x\r\n\r\nhi", sniff.EML),
    "mail of a mailbox": (b"From a@b Mon Oct  3\nFrom: a@b\nTo: c@d\nDate: x\n\nhi", sniff.EML),
}

NOT_TAKEN = {
    "video.mp4": (b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41" + bytes(64), Reason.RECORDING),
    "ghi âm.wav": (b"RIFF\x64\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0" + bytes(64), Reason.RECORDING),
    "hồ sơ.rar": (b"Rar!\x1a\x07\x01\0" + bytes(64), Reason.PACKED),
    "hồ sơ.7z": (b"7z\xbc\xaf\x27\x1c\0\x04" + bytes(64), Reason.PACKED),
    "hồ sơ.tar.gz": (b"\x1f\x8b\x08\0" + bytes(64), Reason.PACKED),
    "hồ sơ.tar": (tar("a.pdf"), Reason.PACKED),
    "thư.msg": (compound("__nameid_version1.0", "__properties_version1.0"), Reason.MESSAGE),
    "công văn.pdf.p7m": (
        b"\x30\x82\x20\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02" + bytes(64),
        Reason.SEALED,
    ),
    "khóa.docx": (compound("EncryptionInfo", "EncryptedPackage"), Reason.PASSWORD),
    "bản vẽ.dwg": (b"AC1027" + bytes(64), Reason.UNSUPPORTED),
    "bìa.psd": (b"8BPS\0\x01" + bytes(64), Reason.UNSUPPORTED),
    "trang.html": (b"<!DOCTYPE html><html><body>" + f"<p>{TEXT}</p>".encode() * 9, Reason.UNSUPPORTED),
    "bảng.csv": (b"TT,Ho ten\n1,Lan\n2,Hoa\n" * 20, Reason.UNSUPPORTED),
    "sách.epub": (package("mimetype", "OEBPS/a.html"), Reason.UNSUPPORTED),
    "sơ đồ.vsdx": (package("[Content_Types].xml", "visio/document.xml"), Reason.UNSUPPORTED),
    "chương trình.jar": (package("META-INF/MANIFEST.MF", "a.class"), Reason.UNSUPPORTED),
    "lạ.ole": (compound("Contents"), Reason.UNSUPPORTED),
    "chữ.pdf": (TEXT.encode(), Reason.UNSUPPORTED),
    "ngắn.txt": ("Gọi lại cho cô Lan".encode(), Reason.UNSUPPORTED),
    "trống.txt": (b"", Reason.EMPTY),
}


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> tuple[Archive, dict[str, str]]:
    archive = make_home(tmp_path_factory.mktemp("sniff") / "kho")
    for name, (data, _) in NOT_TAKEN.items():
        drop(archive, name, data)
    with Readers(2, 2 << 30) as readers:
        return archive, {one.path: one.reason for one in ingest(archive, readers)}


@pytest.mark.parametrize("name", KNOWN)
def test_known_by_its_content(tmp_path: Path, name: str) -> None:
    data, media_type = KNOWN[name]
    (tmp_path / "a").write_bytes(data)
    assert sniff.sniff(tmp_path / "a") == media_type


@pytest.mark.parametrize("name", NOT_TAKEN)
def test_refused_with_the_reason_that_fits(refused: tuple[Archive, dict[str, str]], name: str) -> None:
    archive, reasons = refused
    assert reasons[name] == NOT_TAKEN[name][1]
    assert (archive.refused / "2022-10-03" / name).read_bytes() == NOT_TAKEN[name][0]


@pytest.mark.parametrize(
    ("start", "place"), [(b"", 0), (b"PK\x03\x04", 40), (b"{\\rtf1 ", 7), (b"Rar!\x1a\x07", 60)]
)
def test_a_pdf_that_begins_in_a_container_does_not_make_it_one(
    tmp_path: Path, start: bytes, place: int
) -> None:
    (tmp_path / "a").write_bytes(start.ljust(place, b" ") + pdf())
    assert (sniff.sniff(tmp_path / "a") == sniff.PDF) is (not start)
    assert sniff.is_known_by_its_start(tmp_path / "a") is (not start)


@given(st.binary(max_size=900), st.integers(0, 5), st.binary(max_size=40))
def test_a_file_in_disorder_is_looked_at_without_harm(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, place: int, noise: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "disorder"
    whole = bytearray(compound("WordDocument", "1Table"))
    at = (44, 48, 68, 76, 512, 1024)[place]
    whole[at : at + len(noise)] = noise
    for start, rest in (
        (b"", bytes(whole)),
        (bytes(whole[:512]), data),
        (b"PK\x03\x04", data),
        (b"{\\rtf", data),
    ):
        path.write_bytes(start + rest)
        assert sniff.sniff(path)
    path.write_bytes(bytes(whole))
    assert all(isinstance(offset, int) for offset in root_streams(path).values())


def test_a_directory_in_a_loop_ends(tmp_path: Path) -> None:
    data = bytearray(compound("A", "B", "C", "D"))
    struct.pack_into("<3I", data, 512, 0xFFFFFFFD, 2, 1)
    (tmp_path / "a").write_bytes(data)
    assert set(root_streams(tmp_path / "a")) == {"A", "B", "C", "D"}


NOTE = "Biên bản bàn giao thiết bị: nhà trường đã nhận đủ và đưa vào sử dụng ngay trong tuần"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_text_is_read_in_its_encoding(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(NOTE.encode(encoding))
    (part,) = plain.text_pages(tmp_path / "a.txt", LIMITS)
    assert part.text == NOTE


def test_a_text_of_vietnamese_windows_is_read(tmp_path: Path) -> None:
    # The code page has vowels with their hats, and the tones as signs of their own.
    text = "Nhà trường đã nhận đủ sách giáo khoa mới cho các lớp sáu và bảy"
    apart = "".join(_apart(letter) for letter in text)
    assert apart != text
    (tmp_path / "a.txt").write_bytes(apart.encode("cp1258"))
    (part,) = plain.text_pages(tmp_path / "a.txt", LIMITS)
    assert part.text == text


def _apart(letter: str) -> str:
    whole = unicodedata.normalize("NFD", letter)
    tones = "".join(mark for mark in whole if mark in "\u0300\u0301\u0303\u0309\u0323")
    return unicodedata.normalize("NFC", "".join(mark for mark in whole if mark not in tones)) + tones


def test_what_no_encoding_makes_words_of_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(bytes(range(128, 256)) * 20)
    with pytest.raises(ReadFault, match="unsupported"):
        plain.text_pages(tmp_path / "a.txt", LIMITS)


def test_a_text_is_taken_when_it_is_named_as_one(tmp_path: Path) -> None:
    (tmp_path / "x").write_text(NOTE, "utf-8")
    with Readers(1, 2 << 30) as readers:
        for name, reason in (("a.TXT", None), ("a.pdf", "unsupported"), ("a", "unsupported"), (None, None)):
            opening = Opening(tmp_path / "x", Places(tmp_path / "y"), readers, LIMITS, name)
            opening.wait()
            assert opening.refusal == reason
            assert reason or opening.reading("", "").pages[0].text == NOTE


def test_a_web_page_in_the_form_of_a_mail_is_none(tmp_path: Path) -> None:
    page = tmp_path / "trang.mhtml"
    page.write_bytes(
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/\r\nSubject: Trang\r\n"
        b"Date: Mon, 3 Oct 2022 08:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n"
    )
    assert sniff.sniff(page) != sniff.EML
