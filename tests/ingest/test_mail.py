"""An e-mail is a document, and what came with it are documents too; what belongs to its look is not."""

import base64
import io
import json
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from archive.evidence import events
from archive.ingest import sniff
from archive.ingest.arrivals import look
from archive.ingest.limits import Limits, ReadFault
from archive.ingest.mail import detach, mail_pages
from archive.ingest.readers import Readers
from archive.settings import Settings
from samples.containers import LETTER
from tests.builders import drop, ingest, make_home, pdf, run, watch

SAMPLE = Path(__file__).parent.parent.parent / "samples" / "formats" / "Thư Ban đại diện.eml"
LIMITS = Limits.of(Settings())
ATTACHED = "H4-4.1-01 Biên bản họp cha mẹ học sinh.rtf"


def letter(text: str = "Kính gửi nhà trường") -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"] = "Lan <lan@example.org>", "truong@example.org"
    mail["Date"], mail["Subject"] = "Mon, 03 Oct 2022 08:00:00 +0700", "Về việc họp"
    mail.set_content(text)
    return mail


def png(width: int, height: int) -> bytes:
    stream = io.BytesIO()
    Image.new("L", (width, height), 255).save(stream, "PNG")
    return stream.getvalue()


def read(folder: Path, data: bytes) -> str:
    (folder / "thư").write_bytes(data)
    assert sniff.sniff(folder / "thư") == sniff.EML
    return "\n".join(part.text for part in mail_pages(folder / "thư", LIMITS))


def taken_out(folder: Path, data: bytes) -> dict[str, bytes]:
    (folder / "thư").write_bytes(data)
    target = folder / "ra"
    target.mkdir(exist_ok=True)
    return {member.label: member.path.read_bytes() for member in detach(folder / "thư", target, LIMITS)}


def test_the_mail_and_its_attachment_are_documents(tmp_path: Path, readers: Readers) -> None:
    archive = make_home(tmp_path / "kho")
    drop(archive, "TC 4.1/thư.eml", SAMPLE.read_bytes())
    outcomes = {one.path: one for one in ingest(archive, readers)}
    assert {path: (one.kind, one.code) for path, one in outcomes.items()} == {
        f"TC 4.1/thư.eml/{ATTACHED}": ("filed", "H4-4.1-01"),
        "TC 4.1/thư.eml": ("filed", "H4-4.1-02"),
    }
    document = str(outcomes["TC 4.1/thư.eml"].document)
    assert archive.original(document).read_bytes() == SAMPLE.read_bytes()
    reading = archive.readings.load(document)
    assert reading and (reading.media_type, reading.pages[0].origin) == (sniff.EML, "converted")
    lines = reading.pages[0].text.splitlines()
    assert lines[:4] == [
        "From: Ban đại diện CMHS <bandaidien@example.org>",
        "Date: Mon, 03 Oct 2022 08:00:00 +0700",
        "Subject: Biên bản họp cha mẹ học sinh đầu năm",
        "To: Trường THCS Kim Sơn <thcskimson@example.org>",
    ]
    with archive.catalogue() as catalogue:
        found = catalogue.document(document)
    assert found and (found.date, found.school_year) == ("2022-10-03", "2022-2023")
    assert found.title == "Biên bản họp cha mẹ học sinh đầu năm"
    assert [line for line in LETTER if line not in lines] == []
    assert look(archive.drop) == () and tuple(archive.check()) == ()


def test_the_same_mail_again(tmp_path: Path, readers: Readers) -> None:
    archive = make_home(tmp_path / "kho")
    for _ in range(2):
        drop(archive, "thư.eml", SAMPLE.read_bytes())
        last = ingest(archive, readers)
    assert [(one.path, one.kind) for one in last] == [("thư.eml", "again")]
    found = [events.decode(line.event) for line, _ in archive.ledger.read()]
    assert len([one for one in found if isinstance(one, events.Received)]) == 2


def test_it_is_read_without_an_archive() -> None:
    said = json.loads(run("read", str(SAMPLE), "--json").stdout)
    assert said["media_type"] == sniff.EML and LETTER[0] in said["pages"][0]["text"]


def test_html_is_read_where_there_is_no_plain_text(tmp_path: Path) -> None:
    mail = letter()
    mail.clear_content()
    html = "<html><head><style>p {color: red}</style></head><body><p>Kính&nbsp;gửi <b>nhà</b> trường</p>"
    mail.set_content(
        f"{html}<table><tr><td>TT</td><td>Họ tên</td></tr></table><script>x()</script>", subtype="html"
    )
    assert read(tmp_path, mail.as_bytes()).splitlines()[-2:] == ["Kính gửi nhà trường", "TT Họ tên"]


def test_other_encodings(tmp_path: Path) -> None:
    head = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: =?utf-8?q?H=E1=BB=8Dp_t=E1=BB=95?=\r\n"
    said = "Biên bản họp tổ"
    for charset, encoding in (("windows-1258", "cp1258"), ("khong-co-that", "utf-8"), ("utf-16", "utf-16")):
        body = said.replace("ả", "ả").encode(encoding, "ignore")
        data = (
            head + f"MIME-Version: 1.0\r\nContent-Type: text/plain; charset={charset}\r\n\r\n".encode() + body
        )
        text = read(tmp_path, data)
        assert "Subject: Họp tổ" in text
        assert body.decode(encoding).split()[0] in text


def test_small_pictures_in_the_text_and_signatures_are_no_papers(tmp_path: Path) -> None:
    shown = {
        "khẩu hiệu.png": png(1200, 200),
        "biểu trưng.png": png(300, 300),
        "hỏng.png": b"\x89PNG" + bytes(2000),
        "bản quét.png": png(827, 1169),
        "ảnh chụp.jpg": b"\xff\xd8\xff" + bytes(300_000),
    }
    assert all(len(data) < 100 << 10 for name, data in shown.items() if name.endswith(".png"))
    mail = letter()
    mail.add_alternative("".join(f'<img src="cid:{n}">' for n in range(len(shown))), subtype="html")
    html = list(mail.iter_parts())[1]
    assert isinstance(html, EmailMessage)
    for number, (name, data) in enumerate(shown.items()):
        html.add_related(data, "image", "png", cid=f"<{number}>", filename=name)
    mail.add_attachment(b"...", "application", "pkcs7-signature", filename="smime.p7s")
    mail.add_attachment(b"\x89PNG" + bytes(2000), "image", "png", filename="quét.png")
    mail.add_attachment("Ghi chú kèm theo", filename="ghi chú.txt")
    assert sorted(taken_out(tmp_path, mail.as_bytes())) == [
        "bản quét.png",
        "ghi chú.txt",
        "quét.png",
        "ảnh chụp.jpg",
    ]


def test_attachments_keep_their_bytes_and_lose_their_folders(tmp_path: Path) -> None:
    mail = letter()
    mail.add_attachment(pdf(), "application", "pdf", filename="../../etc/kế hoạch.pdf")
    mail.add_attachment(b"1", "application", "octet-stream", filename="C:\\a.bin")
    mail.add_attachment(b"2", "application", "octet-stream", filename="a.bin")
    mail.add_attachment(b"3", "application", "octet-stream")
    found = taken_out(tmp_path, mail.as_bytes())
    assert found == {"etc_kế hoạch.pdf": pdf(), "a.bin": b"1", "a (2).bin": b"2", "4": b"3"}


def test_names_as_outlook_writes_them(tmp_path: Path) -> None:
    data = (
        b"From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: application/pdf; name="=?utf-8?B?S+G6vyBob+G6oWNoLnBkZg==?="\r\n'
        b"Content-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0=\r\n"
    )
    assert taken_out(tmp_path, data) == {"Kế hoạch.pdf": b"%PDF-"}


HEAD = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\n"


def multipart(*parts: bytes, kind: str = "mixed", end: bytes = b"--b--\r\n") -> bytes:
    """A mail written by hand, to the byte."""
    head = HEAD + f"Content-Type: multipart/{kind}; boundary=b\r\n\r\n".encode()
    return head + b"".join(b"--b\r\n%b\r\n" % part for part in parts) + end


def inline(text: str, kind: str = "plain") -> bytes:
    return f"Content-Type: text/{kind}; charset=utf-8\r\n\r\n{text}".encode()


def attached(kind: str, data: bytes, *fields: str) -> bytes:
    head = (f"Content-Type: {kind}", "Content-Disposition: attachment", *fields)
    return "\r\n".join(head).encode() + b"\r\n\r\n" + data


def test_text_before_behind_and_between_attachments_is_read_in_order(tmp_path: Path) -> None:
    paper = attached("application/rtf", b"{\\rtf1}")
    footer = inline("<p>Lời cuối</p>", "html")
    data = multipart(inline("Lời đầu"), paper, inline("Lời giữa"), paper, footer)
    assert read(tmp_path, data).splitlines()[-3:] == ["Lời đầu", "Lời giữa", "Lời cuối"]
    assert list(taken_out(tmp_path, data).values()) == [b"{\\rtf1}", b"{\\rtf1}"]


def test_of_two_forms_of_one_text_one_is_read(tmp_path: Path) -> None:
    html = inline("<p>Trang web</p>", "html")
    for first, expected in (("Chữ thường", "Chữ thường"), (" ", "Trang web")):
        data = multipart(inline(first), html, kind="alternative")
        assert read(tmp_path, data).partition("\n\n")[2].strip() == expected


FORWARDED = (
    b"Subject:  " + b"=?utf-8?q?H=E1=BB=8Dp?= " * 12 + b"\nFROM: a@example.org\nTo:b@example.org\r\n"
    b"X-Long: " + b"a b " * 300 + b"\r\n\tfolded\n"
    b"Content-Type: multipart/mixed; boundary=c\r\n\r\n--c\n\r\nT\xe1\xbb\x95 \xff \x80\r\n--c--\r\n \r\n"
)
"""What the standard library would write otherwise: folds, ends of lines, bytes beyond ASCII."""


@pytest.mark.parametrize("kind", ["message/rfc822", "message/global"])
def test_a_forwarded_mail_is_kept_byte_for_byte(tmp_path: Path, kind: str) -> None:
    coded = base64.encodebytes(FORWARDED)
    data = multipart(
        inline("Xin chuyển thư"),
        attached(kind, FORWARDED, "Content-Transfer-Encoding: 8bit"),
        attached(kind, coded, BASE64),
    )
    found = taken_out(tmp_path, data)
    assert list(found.values()) == [FORWARDED, FORWARDED]
    assert all(name.startswith("Họp") and name.endswith(".eml") for name in found)


PIECES = (b"\r\n", b"\n", b"\r", b" ", b"a", b":", b"--", b"\xff", b"X: y\n")


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_any_attached_mail_keeps_its_bytes(pieces: list[bytes]) -> None:
    inner = b"".join(pieces)
    with TemporaryDirectory() as folder:
        assert list(taken_out(Path(folder), multipart(attached("message/rfc822", inner))).values()) == [inner]


def test_a_forwarded_mail_is_a_document_of_its_own(tmp_path: Path) -> None:
    outer = letter("Xin chuyển thư dưới đây")
    outer.add_attachment(letter("Nội dung của thư được chuyển tiếp"))
    ((name, data),) = taken_out(tmp_path, outer.as_bytes()).items()
    assert name == "Về việc họp.eml"
    assert "Nội dung của thư được chuyển tiếp" in read(tmp_path, data)


BASE64 = "Content-Transfer-Encoding: base64"
WHOLE = multipart(inline("Kính gửi"), attached("application/pdf", b"JVBERi0=", BASE64))
ONLY_A_PAPER = HEAD + attached("application/pdf", b"JVBERi0xLjcK", BASE64)


@pytest.mark.parametrize("cut", range(1, len(WHOLE), 7))
def test_a_mail_that_was_cut_off_is_broken(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "thư"
    path.write_bytes(WHOLE[: -2 - cut])
    with pytest.raises(ReadFault, match="broken"):
        mail_pages(path, LIMITS)


@pytest.mark.parametrize("cut", [1, 2, 3, 6])
def test_a_paper_in_base64_that_was_cut_off_is_broken(tmp_path: Path, cut: int) -> None:
    with pytest.raises(ReadFault, match="broken"):
        taken_out(tmp_path, ONLY_A_PAPER[:-cut])


@pytest.mark.parametrize("end", [b"--b--\r\n", b"--b--", b"--b-- ", b"--b--\n", b"--b--\r\nBehind\r\n"])
def test_however_a_mail_ends_it_is_whole(tmp_path: Path, end: bytes) -> None:
    assert read(tmp_path, multipart(inline("Kính gửi"), end=end)).endswith("Kính gửi")


def test_a_mail_whose_inner_part_is_never_closed_is_whole(tmp_path: Path) -> None:
    inner = b"Content-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\n" + inline("Kính gửi")
    assert read(tmp_path, multipart(inner, inline("Cuối thư"))).endswith("Kính gửi\nCuối thư")


def test_a_mail_cut_off_waits_and_is_refused_in_the_end(tmp_path: Path, readers: Readers) -> None:
    archive = make_home(tmp_path / "kho", "[drop]\nsettle_seconds = 0\ndoubt_seconds = 1\n")
    drop(archive, "thư.eml", WHOLE[:-20])
    taking = watch(archive, readers)
    (first,) = (one for batch in taking.once(patience=0) for one in batch.outcomes)
    assert (first.kind, first.reason) == ("waiting", "unsettled")
    drop(archive, "thư.eml", WHOLE[:-19])
    outcomes = [one for batch in taking.once() for one in batch.outcomes]
    assert [(one.kind, one.reason) for one in outcomes if one.kind != "waiting"] == [("refused", "broken")]
    assert (archive.refused / "2022-10-03" / "thư.eml").read_bytes() == WHOLE[:-19]
    assert tuple(archive.objects) == () and not any(archive.unpacked.rglob("*"))


def nested(depth: int) -> bytes:
    head = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
    parts = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(depth)
    )
    return head + parts + b"Content-Type: text/plain\r\n\r\nhi\r\n"


@pytest.mark.parametrize(
    ("data", "reasons"),
    [
        (nested(20_000), ("broken", "too-many-files")),
        (
            b"From: a@b\r\nTo: c@d\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
            + b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * 600,
            ("too-many-files",),
        ),
    ],
    ids=["deep", "many"],
)
def test_mails_made_to_exhaust_the_machine(tmp_path: Path, data: bytes, reasons: tuple[str, ...]) -> None:
    (tmp_path / "thư").write_bytes(data)
    for task in (
        lambda: mail_pages(tmp_path / "thư", LIMITS),
        lambda: detach(tmp_path / "thư", tmp_path, LIMITS),
    ):
        with pytest.raises(ReadFault) as fault:
            task()
        assert fault.value.reason in reasons


def test_what_only_looks_like_a_mail_is_none(tmp_path: Path) -> None:
    for text in ("From: here\nTo: there we go\n\nA poem", "Subject: x\nthen: y\n", "Từ: a\nĐến: b\n"):
        (tmp_path / "a").write_text(text, "utf-8")
        assert sniff.sniff(tmp_path / "a") != sniff.EML
