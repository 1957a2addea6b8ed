"""What the sample papers say: read from `papers/*.toml`, with the truth the archive should find in them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PHRASE = re.compile("«([^»]+)»")


@dataclass(frozen=True)
class Office:
    """An issuing body (cơ quan ban hành): its letterhead, the tail of its symbols, who signs for it."""

    parent: str
    issuer: str
    suffix: str
    place: str
    signs_as: tuple[str, ...]
    signer: str
    seal: tuple[str, str]


SCHOOL_SEAL = ("PHÒNG GD&ĐT ĐÔNG TRIỀU", "TRƯỜNG THCS\nKIM SƠN")
SCHOOL = "TRƯỜNG THCS KIM SƠN"
HEAD = "Phạm Thị Minh Nguyệt"

OFFICES = {
    "school": Office(
        "PHÒNG GD&ĐT ĐÔNG TRIỀU", SCHOOL, "THCSKS", "Kim Sơn", ("HIỆU TRƯỞNG",), HEAD, SCHOOL_SEAL
    ),
    "council": Office(
        SCHOOL,
        "HỘI ĐỒNG TỰ ĐÁNH GIÁ",
        "THCSKS",
        "Kim Sơn",
        ("TM. HỘI ĐỒNG", "CHỦ TỊCH"),
        HEAD,
        SCHOOL_SEAL,
    ),
    "board": Office(
        SCHOOL, "HỘI ĐỒNG TRƯỜNG", "HĐT", "Kim Sơn", ("TM. HỘI ĐỒNG TRƯỜNG", "CHỦ TỊCH"), HEAD, SCHOOL_SEAL
    ),
    "science": Office(
        SCHOOL,
        "TỔ KHOA HỌC TỰ NHIÊN",
        "TKHTN",
        "Kim Sơn",
        ("TỔ TRƯỞNG",),
        "Lương Thị Bích Ngọc",
        SCHOOL_SEAL,
    ),
    "division": Office(
        "UBND THỊ XÃ ĐÔNG TRIỀU",
        "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO",
        "PGD&ĐT",
        "Đông Triều",
        ("TRƯỞNG PHÒNG",),
        "Vũ Đình Khải",
        ("UBND THỊ XÃ ĐÔNG TRIỀU", "PHÒNG\nGIÁO DỤC\nVÀ ĐÀO TẠO"),
    ),
    "town": Office(
        "TỈNH QUẢNG NINH",
        "UBND THỊ XÃ ĐÔNG TRIỀU",
        "UBND",
        "Đông Triều",
        ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        "Cao Xuân Định",
        ("TỈNH QUẢNG NINH", "UBND THỊ XÃ\nĐÔNG TRIỀU"),
    ),
    "ward": Office(
        "THỊ XÃ ĐÔNG TRIỀU",
        "UBND PHƯỜNG KIM SƠN",
        "UBND",
        "Kim Sơn",
        ("TRƯỞNG ĐOÀN",),
        "Nguyễn Mạnh Cường",
        ("THỊ XÃ ĐÔNG TRIỀU", "UBND PHƯỜNG\nKIM SƠN"),
    ),
    "party": Office(
        "ĐẢNG BỘ PHƯỜNG KIM SƠN",
        "CHI BỘ TRƯỜNG THCS KIM SƠN",
        "CB",
        "Kim Sơn",
        ("T/M CHI BỘ", "BÍ THƯ"),
        HEAD,
        ("ĐẢNG BỘ PHƯỜNG KIM SƠN", "CHI BỘ\nTRƯỜNG THCS"),
    ),
    "union": Office(
        "LĐLĐ THỊ XÃ ĐÔNG TRIỀU",
        "CĐCS TRƯỜNG THCS KIM SƠN",
        "CĐCS",
        "Kim Sơn",
        ("TM. BAN CHẤP HÀNH", "CHỦ TỊCH"),
        "Bùi Thị Lan Anh",
        ("LĐLĐ THỊ XÃ ĐÔNG TRIỀU", "CĐCS\nTHCS KIM SƠN"),
    ),
    "youth": Office(
        "HỘI ĐỒNG ĐỘI TX ĐÔNG TRIỀU",
        "LIÊN ĐỘI TRƯỜNG THCS KIM SƠN",
        "LĐ",
        "Kim Sơn",
        ("TM. BAN CHỈ HUY", "TỔNG PHỤ TRÁCH"),
        "Nguyễn Đức Thịnh",
        SCHOOL_SEAL,
    ),
    "parents": Office(
        SCHOOL,
        "BAN ĐẠI DIỆN CHA MẸ HỌC SINH",
        "BĐDCMHS",
        "Kim Sơn",
        ("TM. BAN ĐẠI DIỆN", "TRƯỞNG BAN"),
        "Hoàng Văn Toàn",
        SCHOOL_SEAL,
    ),
}


@dataclass(frozen=True)
class Paper:
    """One sample paper. `path` is NFC and relative to the drop folder; `body` is the marked-up text."""

    path: str
    kind: str
    office: Office
    number: str
    mark: str
    date: date
    type: str
    subject: str
    body: str
    copies: tuple[str, ...]
    code: str | None = None
    criterion: str | None = None
    look: str = "plain"
    font: str = "noto"
    handwritten: bool = False
    ghost: bool = False
    turned: int = 0
    signers: str = "one"
    spelling: str = "NFC"
    same_as: str | None = None

    @property
    def party(self) -> bool:
        return self.office.suffix == "CB"

    @property
    def symbol_tail(self) -> str:
        """The printed part of the symbol (ký hiệu), from the separator on; empty for an unnumbered paper."""
        if not self.number:
            return ""
        if self.party:
            return f"-{self.mark}/{self.office.suffix}"
        return f"/{self.mark}-{self.office.suffix}" if self.mark else f"/{self.office.suffix}"

    @property
    def symbol(self) -> str | None:
        return self.number + self.symbol_tail if self.number else None

    @property
    def phrases(self) -> tuple[str, ...]:
        return tuple(PHRASE.findall(self.body))

    @property
    def school_year(self) -> str:
        """The school year (năm học) the paper's day falls in; it begins on 1 August."""
        first = self.date.year if self.date.month >= 8 else self.date.year - 1
        return f"{first}-{first + 1}"


def load() -> tuple[Paper, ...]:
    """Every paper of `papers/*.toml`, in the order of the files."""
    rows: dict[str, dict[str, Any]] = {}
    for source in sorted((HERE / "papers").glob("*.toml")):
        for row in tomllib.loads(source.read_text("utf-8"))["paper"]:
            rows[row["path"]] = row
    return tuple(_paper(row, rows) for row in rows.values())


def _paper(row: dict[str, Any], rows: dict[str, dict[str, Any]]) -> Paper:
    if "same_as" in row:
        row = {**rows[row["same_as"]], **row}
    fields = {"mark": "KH", **row}
    fields["office"] = OFFICES[row["office"]]
    fields["copies"] = tuple(row["copies"])
    return Paper(**fields)


def lines(body: str) -> Iterator[str]:
    """The body's lines, without blank ones and without the marks around phrases."""
    for line in body.splitlines():
        if line.strip():
            yield line.strip().replace("«", "").replace("»", "")
