"""An e-mail is a document, and what came with it are documents too; what belongs to its look is not."""

import json
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from archive.evidence import events
from archive.ingest import sniff
from archive.ingest.arrivals import look
from archive.ingest.limits import Limits, ReadFault
from archive.ingest.mail import detach, mail_pages
from archive.ingest.readers import Readers
from archive.settings import Settings
from samples.containers import LETTER
from tests.builders import drop, ingest, make_home, pdf, run

SAMPLE = Path(__file__).parent.parent.parent / "samples" / "formats" / "Thư Ban đại diện.eml"
LIMITS = Limits.of(Settings())
ATTACHED = "H4-4.1-01 Biên bản họp cha mẹ học sinh.rtf"


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    with Readers(2, 2 << 30) as opened:
        yield opened


def letter(text: str = "Kính gửi nhà trường") -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"] = "Lan <lan@example.org>", "truong@example.org"
    mail["Date"], mail["Subject"] = "Mon, 03 Oct 2022 08:00:00 +0700", "Về việc họp"
    mail.set_content(text)
    return mail


def read(folder: Path, data: bytes) -> str:
    (folder / "thư").write_bytes(data)
    assert sniff.sniff(folder / "thư") == sniff.EML
    return "\n".join(part.text for part in mail_pages(folder / "thư", LIMITS))


def taken_out(folder: Path, data: bytes) -> dict[str, bytes]:
    (folder / "thư").write_bytes(data)
    target = folder / "ra"
    target.mkdir()
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
        "To: Trường THCS Kim Sơn <thcskimson@example.org>",
        "Date: Mon, 03 Oct 2022 08:00:00 +0700",
        "Subject: Biên bản họp cha mẹ học sinh đầu năm",
    ]
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
    mail = letter()
    mail.add_alternative('<p><img src="cid:1"><img src="cid:2"></p>', subtype="html")
    html = list(mail.iter_parts())[1]
    assert isinstance(html, EmailMessage)
    html.add_related(b"\x89PNG" + bytes(2000), "image", "png", cid="<1>")
    html.add_related(b"\xff\xd8\xff" + bytes(300_000), "image", "jpeg", cid="<2>", filename="ảnh chụp.jpg")
    mail.add_attachment(b"...", "application", "pkcs7-signature", filename="smime.p7s")
    mail.add_attachment(b"\x89PNG" + bytes(2000), "image", "png", filename="quét.png")
    mail.add_attachment("Ghi chú kèm theo", filename="ghi chú.txt")
    assert sorted(taken_out(tmp_path, mail.as_bytes())) == ["ghi chú.txt", "quét.png", "ảnh chụp.jpg"]


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


def test_a_forwarded_mail_is_a_document_of_its_own(tmp_path: Path) -> None:
    inner = letter("Nội dung của thư được chuyển tiếp")
    outer = letter("Xin chuyển thư dưới đây")
    outer.add_attachment(inner)
    ((name, data),) = taken_out(tmp_path, outer.as_bytes()).items()
    assert name == "Về việc họp.eml"
    assert "Nội dung của thư được chuyển tiếp" in read(tmp_path, data)


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
