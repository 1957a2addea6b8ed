"""A small archive for the portal's tests, made through the public door."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path

from docx import Document as WordDocument
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from archive.evidence import events
from archive.evidence.documents import GRID, Field, Letterhead, Page, Part, Reading, Signature, Word
from archive.home import Archive, Registrar
from archive.index.follow import follow
from archive.ingest.sniff import DOCX, JPEG, PDF

NOON = datetime(2023, 5, 16, 12, 0, tzinfo=timezone(timedelta(hours=7)))
BY = "Lê Thị Văn Thư"
NO_HEAD = Letterhead()
HOSTILE_NAME = 'Báo cáo "mật" <script>alert(1); x.pdf'


@dataclass(frozen=True)
class Sample:
    """A made archive and the digests of what lies in it, by a name of ours."""

    archive: Archive
    digests: dict[str, str]


def pdf(*lines: str) -> bytes:
    """A PDF of one page a line."""
    target = BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=1)
    for line in lines:
        canvas.drawString(72, 720, line)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def text_page(number: int, text: str, origin: str = "text", confidence: float | None = None) -> Page:
    """A page whose words stand one after the other on lines of equal height, in boxes known beforehand."""
    words = []
    for row, line in enumerate(text.splitlines()):
        for column, word in enumerate(line.split()):
            left, top = 1000 + 800 * column, 1000 + 300 * row
            words.append(Word(word, left, top, left + 700, top + 200))
    assert all(word.right <= GRID for word in words)
    return Page(number, text, origin, confidence, *A4, tuple(words))  # type: ignore[arg-type]


def field(value: str | None) -> Field | None:
    """A letterhead's field."""
    return Field(value, "text", 0.9) if value else None


def letterhead(symbol: str | None, date: str | None, issuer: str | None, kind: str | None) -> Letterhead:
    """What page 1 says."""
    return Letterhead(field(symbol), field(date), field(issuer), field(kind))


class Maker:
    """Puts documents in, each with a reading made by hand."""

    def __init__(self, archive: Archive, registrar: Registrar) -> None:
        self._archive = archive
        self._registrar = registrar
        self.digests: dict[str, str] = {}

    def receive(
        self,
        name: str,
        path: str,
        data: bytes,
        pages: tuple[Page, ...],
        head: Letterhead = NO_HEAD,
        media_type: str = PDF,
        filed: tuple[str, str, str] | None = None,
        parts: tuple[Part, ...] = (),
        signatures: tuple[Signature, ...] = (),
    ) -> None:
        """Take one document in; ``filed`` is code, title and reason."""
        staged = self._registrar.stage(BytesIO(data))
        digest = str(staged.digest)
        self.digests[name] = digest
        received = events.Received(digest, path, len(data), media_type, len(pages))
        record: list[events.Event] = [received]
        if filed:
            record.append(events.Filed(digest, filed[0], filed[1], filed[2]))
        reading = Reading(digest, "by hand", media_type, pages, head, parts, signatures)
        self._registrar.receive(staged, reading, *record)

    def record(self, *record: events.Event) -> None:
        """Write further history."""
        self._registrar.record(*record)


def fill(maker: Maker) -> None:
    """The papers of the sample."""
    strategy = letterhead("112/KH-THCSKS", "2020-09-21", "Trường THCS Kim Sơn", "kế hoạch")
    maker.receive(
        "strategy",
        "H1-1.1-01 Kế hoạch chiến lược.pdf",
        pdf("one", "two", "three"),
        (
            text_page(1, "KẾ HOẠCH\nChiến lược phát triển nhà trường"),
            text_page(2, "Mục tiêu chung\ncủa chiến lược phát triển"),
            text_page(3, "Tổ chức thực hiện"),
        ),
        strategy,
        filed=("H1-1.1-01", "Kế hoạch chiến lược", "code-in-name"),
    )
    maker.receive(
        "approval",
        "TC 1.1/Quyết định.pdf",
        pdf("approval", "broken"),
        (
            text_page(1, "QUYẾT ĐỊNH\nPhê duyệt chiến lược", "ocr", 0.934),
            Page(2, "", "none", None, *A4, fault="broken"),
        ),
        letterhead("/QĐ-PGD&ĐT", "2020-10-12", "Phòng Giáo dục và Đào tạo", "quyết định"),
        filed=("H1-1.1-02", "Quyết định phê duyệt", "criterion-in-folder"),
    )
    for year in ("2021", "2022"):
        maker.receive(
            f"drill-{year}",
            f"H1-1.10-01/Diễn tập {year}.pdf",
            pdf(f"drill {year}"),
            (text_page(1, f"BIÊN BẢN\nDiễn tập phòng cháy {year}"),),
            letterhead(f"5{year[-1]}/BB-THCSKS", f"{year}-11-20", "Trường THCS Kim Sơn", "biên bản"),
            filed=("H1-1.10-01", f"Biên bản diễn tập {year}", "code-in-folder"),
        )
    word = BytesIO()
    WordDocument().save(word)
    maker.receive(
        "word",
        "H2-2.1-01 Đánh giá hiệu trưởng.docx",
        word.getvalue(),
        (Page(1, "Đánh giá hiệu trưởng theo chuẩn", "converted"),),
        media_type=DOCX,
        filed=("H2-2.1-01", "Đánh giá hiệu trưởng", "code-in-name"),
    )
    photograph = BytesIO()
    Image.new("RGB", (400, 300), "white").save(photograph, "JPEG")
    maker.receive(
        "photograph",
        "H5-5.4-01 Ảnh trải nghiệm.jpg",
        photograph.getvalue(),
        (Page(1, "", "ocr", 0.0, 400, 300),),
        media_type=JPEG,
        filed=("H5-5.4-01", "Ảnh trải nghiệm", "code-in-name"),
    )
    maker.receive("loose", HOSTILE_NAME, pdf("loose"), (text_page(1, "Báo cáo <b>đậm</b> & lạ"),))
    moved = maker.digests["loose"]
    maker.record(
        events.ReceivedAgain(moved, "TC 9.9/ten khac.pdf"),
        events.Filed(moved, "H3-3.1-07", "Xếp nhầm", "by-hand"),
        events.Unfiled(moved, "H3-3.1-07", "by-hand"),
    )


def make_sample(root: Path) -> Sample:
    """A new archive with the sample's papers, indexed."""
    archive = Archive.create(root, "Trường THCS Kim Sơn", "tt18-2018-thcs", NOON, BY)
    with archive.writing(lambda: NOON, BY) as registrar:
        maker = Maker(archive, registrar)
        fill(maker)
        follow(archive.index_path, registrar.catalogue, archive.readings)
    return Sample(archive, maker.digests)


def add_report(sample: Sample) -> str:
    """A report in the tray that cites a piece in the archive and one that is not; its digest."""
    text = (
        "Tiêu chí 1.1\n1. Mô tả hiện trạng\nNhà trường có kế hoạch chiến lược [H1-1.1-01]\nvà sổ [H1-1.1-99]."
    )
    with sample.archive.writing(lambda: NOON, BY) as registrar:
        maker = Maker(sample.archive, registrar)
        maker.receive("report", "Báo cáo tự đánh giá.pdf", pdf("report"), (Page(1, text, "text", None, *A4),))
        follow(sample.archive.index_path, registrar.catalogue, sample.archive.readings)
    return maker.digests["report"]
