"""Makes the sample papers: `python -m samples.make [--to DIR]`. On one machine the bytes never vary.

Writes `drop/` (papers), `hostile/` (harmful files), `formats/` (other formats), `legacy/` (PDFs whose text
layer is not what they show) and `expected.json` (the truth about each paper).
Fonts: Debian's fonts-noto-core, fonts-dejavu-core and fonts-liberation.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import unicodedata
from pathlib import Path

import pypdfium2

from samples import office, pictures, scanner
from samples.born_digital import register_fonts, typeset
from samples.containers import write_formats
from samples.hostile import hostile
from samples.legacy import legacy
from samples.papers import HERE, Paper, load

Facts = dict[str, object]
PHOTOGRAPHS = (
    ("H3-3.1-01 Ảnh cổng trường.jpg", "H3-3.1-01", pictures.gate, "2022:12:05 07:41:10", 1),
    ("H3-3.1-02 Ảnh sân chơi bãi tập.jpg", "H3-3.1-02", pictures.yard, "2022:12:05 07:52:33", 6),
    ("IMG_20221120_073211.jpg", None, pictures.stage, "2022:11:20 07:32:11", 1),
    ("anh thu vien.jpg", None, pictures.library, "2022:12:06 09:15:02", 1),
)
UNKNOWN: Facts = dict.fromkeys(
    ("code", "criterion", "school_year", "symbol", "date", "issuer", "type", "subject")
)


def main() -> None:
    """Reads the command line and makes everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--to", type=Path, default=HERE, metavar="DIR", help="where to write (default: samples/)"
    )
    to: Path = parser.parse_args().to
    register_fonts()
    for folder in ("drop", "hostile"):
        if (to / folder).exists():
            if to.resolve() != HERE.resolve():
                # DIR may be an archive's home: what lies in its drop folder is not ours to remove.
                parser.error(f"{to / folder} is there already")
            shutil.rmtree(to / folder)
    facts = make_papers(to / "drop")
    lender = next(paper for paper in load() if paper.look == "bilevel")
    for name, content in hostile(lender):
        write(to / "hostile" / name, content)
    write_formats(to / "formats")
    write_legacy(to / "legacy")
    facts.sort(key=lambda entry: str(entry["path"]))
    (to / "expected.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", "utf-8")
    size = sum(file.stat().st_size for file in (to / "drop").rglob("*") if file.is_file())
    print(f"{len(facts)} papers, {size} bytes")


def make_papers(drop: Path) -> list[Facts]:
    """Writes every paper under `drop` and returns what is true of each."""
    facts = []
    made: dict[str, tuple[bytes, int | None]] = {}
    for paper in load():
        content, pages = made[paper.same_as] if paper.same_as else render(paper)
        made[paper.path] = content, pages
        write(drop / unicodedata.normalize("NFD" if paper.spelling == "NFD" else "NFC", paper.path), content)
        facts.append(paper_facts(paper, content, pages))
    for path, code, scene, taken, orientation in PHOTOGRAPHS:
        content = pictures.jpeg(scene(), taken, orientation)
        write(drop / path, content)
        facts.append(_facts(path, content, "photo", 1, {"code": code}, ()))
    facts += _tables(drop)
    return facts


def write_legacy(folder: Path) -> None:
    """Writes the PDFs whose text layer is not what they show, each with what it shows."""
    for name, content, printed in legacy():
        write(folder / f"{name}.pdf", content)
        write(folder / f"{name}.txt", printed.encode())


def render(paper: Paper) -> tuple[bytes, int | None]:
    """The paper's bytes and page count (None for Word, which has none until it is printed)."""
    if paper.kind == "office":
        return office.word(paper), None
    if paper.kind == "born-digital":
        content, _marks = typeset(paper)
        return content, len(pypdfium2.PdfDocument(content))
    sheets, original = scanner.scan(paper)
    if paper.kind == "both":
        return scanner.layered_pdf(sheets, original, paper.phrases, paper.font), len(sheets)
    content = scanner.tiff(sheets) if paper.look == "tiff" else scanner.image_pdf(sheets, paper.look)
    return content, len(sheets)


def paper_facts(paper: Paper, content: bytes, pages: int | None) -> Facts:
    known: Facts = {
        "code": paper.code,
        "criterion": paper.criterion,
        "school_year": paper.school_year,
        "symbol": paper.symbol,
        "date": paper.date.isoformat(),
        "issuer": paper.office.issuer,
        "type": paper.type,
        "subject": paper.subject,
    }
    return _facts(paper.path, content, paper.kind, pages, known, paper.phrases)


def _tables(drop: Path) -> list[Facts]:
    """The class list and the page of the mark book."""
    year: Facts = {"school_year": "2022-2023", "issuer": "TRƯỜNG THCS KIM SƠN"}
    sheet = office.class_list()
    path = "TC 1.5/Danh sách lớp 9A.xlsx"
    write(drop / path, sheet)
    listed = {**year, "criterion": "1.5", "subject": "Danh sách học sinh lớp 9A năm học 2022-2023"}
    book = pictures.mark_book()
    write(drop / "so diem 8B.png", book)
    marked: Facts = {"school_year": "2021-2022", "subject": "Sổ gọi tên và ghi điểm - Lớp 8B"}
    return [
        _facts(path, sheet, "office", None, listed, office.CLASS_PHRASES),
        _facts("so diem 8B.png", book, "scan", 1, marked, pictures.MARK_BOOK_PHRASES),
    ]


def _facts(
    path: str, content: bytes, kind: str, pages: int | None, known: Facts, phrases: tuple[str, ...]
) -> Facts:
    digest = hashlib.sha256(content).hexdigest()
    return {
        "path": path,
        "sha256": digest,
        "kind": kind,
        "pages": pages,
        **UNKNOWN,
        **known,
        "phrases": list(phrases),
    }


def write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


if __name__ == "__main__":
    main()
