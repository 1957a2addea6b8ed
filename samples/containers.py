"""Files of the other formats that an office drops: old Office, OpenDocument, RTF, HEIC, ZIP, e-mail, text.

`formats()` gives those whose bytes are ours to the last one. `converted()` has LibreOffice make the formats
that nobody should write by hand; their bytes carry the time, so they are made only where they are missing.
"""

from __future__ import annotations

import io
import json
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pillow_heif
from PIL import Image, ImageDraw, ImageFont

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
PLAN = (
    "TRƯỜNG THCS KIM SƠN",
    "Số: 41/KH-THCSKS",
    "Đông Triều, ngày 12 tháng 9 năm 2022",
    "KẾ HOẠCH",
    "Phụ đạo học sinh chưa đạt chuẩn kiến thức, kỹ năng năm học 2022-2023",
    "Mỗi tuần hai buổi chiều, giáo viên bộ môn ôn lại kiến thức cũ cho từng nhóm nhỏ.",
    "Tổ trưởng chuyên môn kiểm tra sổ đầu bài và báo cáo Ban Giám hiệu vào cuối tháng.",
)
MINUTES = (
    "BIÊN BẢN",
    "Họp tổ Ngữ văn, tháng 10 năm 2022",
    "Các thành viên thống nhất chọn chuyên đề đọc hiểu văn bản thông tin ở lớp tám.",
    "Cuộc họp kết thúc lúc mười sáu giờ ba mươi phút cùng ngày.",
)
NOTICE = (
    "THÔNG BÁO",
    "Về việc nghỉ học để phòng tránh bão số năm",
    "Học sinh toàn trường nghỉ học ngày thứ sáu; thầy cô chủ nhiệm báo cho từng gia đình.",
)
ROWS = (
    ("TT", "Họ và tên", "Lớp", "Số buổi vắng"),
    ("1", "Lê Thị Bích Hằng", "9A", "2"),
    ("2", "Phạm Quốc Khánh", "9A", "0"),
    ("3", "Vũ Đình Toàn", "9B", "5"),
)
SLIDES = (
    ("Chuyên đề sinh hoạt dưới cờ", "An toàn giao thông trước cổng trường"),
    ("Ba việc học sinh cần nhớ", "Đội mũ bảo hiểm; đi đúng phần đường; không dàn hàng ngang"),
)
LETTER = (
    "Kính gửi nhà trường,",
    "Ban đại diện cha mẹ học sinh xin gửi kèm biên bản cuộc họp đầu năm và ảnh chụp buổi lao động.",
)
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
_NAMESPACES = " ".join(
    f'xmlns:{short}="{_OFFICE}{name}:1.0"'
    for short, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
        ("presentation", "presentation"), ("svg", "svg-compatible"), ("style", "style"),
    )
)  # fmt: skip
_WIDE = (
    '<office:automatic-styles><style:style style:name="wide" style:family="table-column">'
    '<style:table-column-properties style:column-width="4cm"/></style:style></office:automatic-styles>'
)
_MADE = {"doc": "odt", "xls": "ods", "ppt": "odp", "pptx": "odp"}
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def formats() -> Iterator[tuple[str, bytes]]:
    """Names and bytes, the same each time."""
    yield "Kế hoạch phụ đạo.odt", open_document("text", "".join(f"<text:p>{line}</text:p>" for line in PLAN))
    yield "Danh sách vắng.ods", open_document("spreadsheet", _table(), _WIDE)
    yield "Sinh hoạt dưới cờ.odp", open_document("presentation", "".join(map(_slide, SLIDES)))
    yield "Biên bản tổ Ngữ văn.rtf", rtf(MINUTES)
    yield "Thông báo nghỉ bão.heic", heic(NOTICE)
    yield "Ghi chú.txt", "\r\n".join(MINUTES).encode("utf-16")
    yield (
        "H1-1.4-01 Tổ Ngữ văn.zip",
        zipped({"Biên bản/Họp tháng 10.rtf": rtf(MINUTES), "Ghi chú.txt": _note()}),
    )
    yield "Thư Ban đại diện.eml", mail()


def expected() -> dict[str, dict[str, object]]:
    """What is to be read from each: its media type, and lines that stand in it."""
    odf = "application/vnd.oasis.opendocument."
    names = tuple(row[1] for row in ROWS)
    titles = tuple(title for title, _ in SLIDES)
    plan, minutes = PLAN[5:], MINUTES[2:]
    return {
        "Kế hoạch phụ đạo.odt": _entry(f"{odf}text", plan),
        "Kế hoạch phụ đạo.doc": _entry("application/msword", plan),
        "Danh sách vắng.ods": _entry(f"{odf}spreadsheet", names),
        "Danh sách vắng.xls": _entry("application/vnd.ms-excel", names),
        "Sinh hoạt dưới cờ.odp": _entry(f"{odf}presentation", titles),
        "Sinh hoạt dưới cờ.ppt": _entry("application/vnd.ms-powerpoint", titles),
        "Sinh hoạt dưới cờ.pptx": _entry(
            "application/vnd.openxmlformats-officedocument.presentationml.presentation", titles
        ),
        "Biên bản tổ Ngữ văn.rtf": _entry("application/rtf", minutes),
        "Thông báo nghỉ bão.heic": _entry("image/heic", NOTICE[:1]),
        "Ghi chú.txt": _entry("text/plain", minutes),
        "H1-1.4-01 Tổ Ngữ văn.zip": _entry("application/zip", ()),
        "Thư Ban đại diện.eml": _entry("message/rfc822", LETTER),
    }


def write_formats(folder: Path) -> None:
    """Write all of them, and `expected.json` beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in formats():
        (folder / name).write_bytes(content)
    converted(folder)
    text = json.dumps(expected(), ensure_ascii=False, indent=1) + "\n"
    (folder / "expected.json").write_text(text, "utf-8")


def converted(folder: Path) -> None:
    """Make the old and the foreign formats from the OpenDocument ones, where they are missing."""
    for suffix, source in _MADE.items():
        (original,) = folder.glob(f"*.{source}")
        target = original.with_suffix(f".{suffix}")
        if target.exists():
            continue
        with tempfile.TemporaryDirectory() as work:
            profile = f"-env:UserInstallation={Path(work, 'profile').as_uri()}"
            command = [
                "soffice",
                profile,
                "--headless",
                "--convert-to",
                suffix,
                "--outdir",
                work,
                str(original),
            ]
            subprocess.run(command, check=True, capture_output=True)
            target.write_bytes((Path(work) / target.name).read_bytes())


def open_document(kind: str, body: str, styles: str = "") -> bytes:
    """An OpenDocument file: `kind` is text, spreadsheet or presentation, `body` and `styles` its XML."""
    media_type = f"application/vnd.oasis.opendocument.{kind}"
    manifest = _OFFICE + "manifest:1.0"
    return zipped(
        {
            "mimetype": media_type.encode(),
            "content.xml": (
                f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMESPACES}'
                f' office:version="1.2">{styles}<office:body><office:{kind}>{body}</office:{kind}>'
                "</office:body></office:document-content>"
            ).encode(),
            "META-INF/manifest.xml": (
                f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="{manifest}"'
                f' manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:media-type='
                f'"{media_type}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type='
                '"text/xml"/></manifest:manifest>'
            ).encode(),
        }
    )


def rtf(lines: tuple[str, ...]) -> bytes:
    """An RTF file, every letter beyond ASCII as its number."""
    paragraphs = "\\par\n".join("".join(map(_rtf_letter, line)) for line in lines)
    return f"{{\\rtf1\\ansi\\deff0{{\\fonttbl{{\\f0 Times New Roman;}}}}\\fs28\n{paragraphs}\\par}}".encode(
        "ascii"
    )


def heic(lines: tuple[str, ...]) -> bytes:
    """A telephone's photograph of a notice."""
    image = Image.new("RGB", (1600, 300), "white")
    font = ImageFont.truetype(FONT, 34)
    for number, line in enumerate(lines):
        ImageDraw.Draw(image).text((60, 40 + 70 * number), line, "black", font)
    stream = io.BytesIO()
    pillow_heif.from_pillow(image).save(stream, quality=70)
    return stream.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    """A ZIP file whose bytes do not depend on the day."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, _LONG_AGO)
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            package.writestr(info, content)
    return stream.getvalue()


def mail() -> bytes:
    """An e-mail with a logo in its text and a paper attached."""
    letter = EmailMessage()
    letter["From"] = "Ban đại diện CMHS <bandaidien@example.org>"
    letter["To"] = "Trường THCS Kim Sơn <thcskimson@example.org>"
    letter["Date"] = "Mon, 03 Oct 2022 08:00:00 +0700"
    letter["Subject"] = "Biên bản họp cha mẹ học sinh đầu năm"
    letter["Message-ID"] = "<20221003.1@example.org>"
    letter.set_content("\n".join(LETTER))
    html = "".join(f"<p>{line}</p>" for line in LETTER)
    letter.add_alternative(
        f'<html><body>{html}<img src="cid:logo@example.org"></body></html>', subtype="html"
    )
    stream = io.BytesIO()
    Image.new("RGB", (40, 40), "navy").save(stream, "PNG")
    (_, shown) = letter.iter_parts()
    shown.add_related(stream.getvalue(), "image", "png", cid="<logo@example.org>")  # type: ignore[attr-defined]
    letter.add_attachment(
        rtf(("BIÊN BẢN", "Họp Ban đại diện cha mẹ học sinh đầu năm học")),
        "application",
        "rtf",
        filename="H4-4.1-01 Biên bản họp cha mẹ học sinh.rtf",
    )
    for number, part in enumerate(one for one in letter.walk() if one.is_multipart()):
        part.set_boundary(f"=={number}==kim-son==")
    return letter.as_bytes(policy=SMTP)


def _entry(media_type: str, lines: tuple[str, ...]) -> dict[str, object]:
    return {"media_type": media_type, "lines": list(lines)}


def _note() -> bytes:
    return "\n".join(NOTICE).encode()


def _rtf_letter(letter: str) -> str:
    return letter if letter.isascii() else f"\\u{ord(letter)}?"


def _table() -> str:
    rows = (
        "".join(
            f"<table:table-cell office:value-type='string'><text:p>{cell}</text:p></table:table-cell>"
            for cell in row
        )
        for row in ROWS
    )
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    columns = '<table:table-column table:style-name="wide" table:number-columns-repeated="4"/>'
    return f'<table:table table:name="Vắng">{columns}{body}</table:table>'


def _slide(slide: tuple[str, str]) -> str:
    boxes = (
        f'<draw:frame svg:x="2cm" svg:y="{2 + 4 * place}cm" svg:width="22cm" svg:height="3cm"><draw:text-box>'
        f"<text:p>{line}</text:p></draw:text-box></draw:frame>"
        for place, line in enumerate(slide)
    )
    return f'<draw:page draw:name="{slide[0]}">{"".join(boxes)}</draw:page>'
