"""Three school years of one school: two hundred papers, made from `three_years.toml`, and their register.

The papers are one page each and most numbers are written by hand, as on a clerk's desk. The register is what
a secretary typed: titles in her own words, some days or numbers missing, a few papers not listed at all.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from samples.born_digital import register_fonts
from samples.papers import OFFICES, Paper
from samples.scanner import image_pdf, scan

SOURCE = Path(__file__).with_suffix(".toml")
YEARS = (2020, 2021, 2022)
LOOKS = ("bilevel", "grey", "colour", "bilevel")
HEADINGS = (
    "Tiêu chí", "Số TT", "Mã minh chứng", "Tên minh chứng",
    "Số, ngày ban hành, hoặc thời điểm khảo sát, điều tra, phỏng vấn, quan sát,…",
    "Nơi ban hành hoặc nhóm, cá nhân thực hiện", "Ghi chú",
)  # fmt: skip

BODY = (
    "^ Căn cứ chức năng, nhiệm vụ được giao và tình hình thực tế của nhà trường;",
    "Thực hiện sự chỉ đạo của cấp trên, nhà trường phân công các bộ phận triển khai đúng thời gian.",
    "Các tổ chuyên môn, đoàn thể chủ động phối hợp, kịp thời phản ánh khó khăn để cùng tháo gỡ.",
    "Kết quả được tổng hợp, báo cáo vào cuối mỗi học kỳ và công khai trước tập thể sư phạm.",
    "Kinh phí thực hiện lấy từ nguồn chi thường xuyên và các nguồn hợp pháp khác theo quy định.",
    "Trong quá trình thực hiện nếu có vướng mắc, các bộ phận báo cáo về văn phòng để được giải quyết.",
)


@dataclass(frozen=True)
class Piece:
    """A paper, the name it is dropped under, and what the register has of it; ``code`` None: not listed."""

    paper: Paper
    name: str
    criterion: str
    code: str | None
    title: str
    dated: str

    def pdf(self) -> bytes:
        """The paper as the copier scanned it."""
        register_fonts()
        sheets, _ = scan(self.paper)
        return image_pdf(sheets, self.paper.look)


def pieces() -> tuple[Piece, ...]:
    """Every paper, the same each time."""
    kinds: list[dict[str, Any]] = tomllib.loads(SOURCE.read_text("utf-8"))["kinds"]
    rng = Random(2020)
    numbers: Counter[str] = Counter()
    made: list[Piece] = []
    for kind in kinds:
        for first, term in _times(kind["every"]):
            made.append(_piece(kind, first, term, len(made) + 1, numbers, rng))
    return tuple(made)


def _times(every: str) -> Iterator[tuple[int, str]]:
    for first in YEARS[:1] if every == "once" else YEARS:
        for term in ("1", "2") if every == "term" else ("",):
            yield first, term


def _piece(
    kind: dict[str, Any], first: int, term: str, place: int, numbers: Counter[str], rng: Random
) -> Piece:
    month, day = map(int, kind["day"].split("-"))
    if term == "2":
        month, day = 5, 15
    calendar = first if month >= 8 else first + 1
    words = {"y": f"{first}-{first + 1}", "n": calendar, "t": "I" * int(term or 1)}
    numbers[kind["criterion"]] += 1
    office = OFFICES[kind["office"]]
    # Minutes and lists go out without a number.
    number = "" if kind["mark"] in ("BB", "DS") else str(rng.randint(8, 460))
    paper = Paper(
        path=f"{place:03}",
        kind="scan",
        office=office,
        number=number,
        mark=kind["mark"],
        date=date(calendar, month, day),
        type=kind["type"],
        subject=kind["subject"].format(**words),
        body="\n".join((BODY[0], *rng.sample(BODY[1:], 4))),
        copies=("Như trên", "Lưu: VT"),
        look=rng.choice(LOOKS),
        font=rng.choice(("noto", "noto", "dejavu")),
        handwritten=rng.random() < 0.7,
        ghost=rng.random() < 0.1,
    )
    title = kind["title"].format(**words)
    standard = kind["criterion"].partition(".")[0]
    code = f"H{standard}-{kind['criterion']}-{numbers[kind['criterion']]:02}" if title else None
    # One in five is named by its number, in a folder of its year.
    named = number and rng.random() < 0.2
    name = f"{words['y']}/{number} {kind['mark']} {office.suffix.replace('&', '')}.pdf"
    return Piece(
        paper,
        name if named else f"SCAN_{place:04}.pdf",
        kind["criterion"],
        code,
        title,
        _dated(paper, words["y"], rng),
    )


def _dated(paper: Paper, year: object, rng: Random) -> str:
    """What the secretary wrote into the column of number and day."""
    day = paper.date
    written = rng.choice((f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day.year}"))
    chance = rng.random()
    if chance < 0.06:
        return f"Năm học {year}"
    if chance < 0.1:
        return ""
    if not paper.symbol or chance < 0.18:
        return f"Ngày {written}"
    return f"Số {paper.symbol} ngày {written}"


def register(made: tuple[Piece, ...]) -> bytes:
    """The register as CSV in the official seven columns, the criterion in the first row of its group only."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(HEADINGS)
    before = ""
    for number, piece in enumerate((one for one in made if one.code), 1):
        criterion = "" if piece.criterion == before else f"Tiêu chí {piece.criterion}"
        before = piece.criterion
        issuer = piece.paper.office.issuer.capitalize()
        writer.writerow((criterion, number, f"[{piece.code}]", piece.title, piece.dated, issuer, ""))
    return target.getvalue().encode("utf-8-sig")
