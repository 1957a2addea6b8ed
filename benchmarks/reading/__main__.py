"""Measure reading, one part at a time.

python -m benchmarks.reading accuracy FOLDER       letters and words against pages typed by hand
python -m benchmarks.reading speed FOLDER          beside the bare engine, and beside OCRmyPDF
python -m benchmarks.reading turns FOLDER          every page in all four turns
python -m benchmarks.reading born-digital [FOLDER] text layers, on one core
python -m benchmarks.reading memory FOLDER         of a reading process, over FOLDER and over 1,000 pages

FOLDER holds scans/*.pdf and transcripts/ (index.json and the texts it names); without scans/, the PDFs in
FOLDER itself are taken. The module of each part says how it measures.
"""

import argparse
from pathlib import Path

from benchmarks.reading import accuracy, born_digital, memory, speed, turns


def main() -> None:
    """Run the part that is asked for."""
    parser = argparse.ArgumentParser(
        "python -m benchmarks.reading", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parts = parser.add_subparsers(dest="part", required=True)
    for name, module in (("accuracy", accuracy), ("speed", speed), ("turns", turns), ("memory", memory)):
        part = _part(parts, name, module.__doc__)
        part.add_argument("folder", type=Path)
        part.add_argument("--files", type=int, help="only so many files, for a quick look")
    digital = _part(parts, "born-digital", born_digital.__doc__)
    digital.add_argument("folder", type=Path, nargs="?", help="default: generated pages")
    digital.add_argument("--pages", type=int, default=400)
    digital.add_argument("--runs", type=int, default=3)
    for name in ("accuracy", "speed", "turns"):
        parts.choices[name].add_argument("--jobs", type=int, default=2)
    parts.choices["speed"].add_argument("--runs", type=int, default=3)
    parts.choices["speed"].add_argument("--ocrmypdf", type=Path, metavar="PATH")
    parts.choices["memory"].add_argument("--pages", type=int, default=1000)
    given = parser.parse_args()
    if given.part == "accuracy":
        accuracy.measure(given.folder, given.jobs, given.files)
    elif given.part == "speed":
        speed.measure(given.folder, given.jobs, given.files, given.runs, given.ocrmypdf)
    elif given.part == "turns":
        turns.measure(given.folder, given.jobs, given.files)
    elif given.part == "memory":
        memory.measure(given.folder, given.files, given.pages)
    else:
        born_digital.measure(given.folder, given.pages, given.runs)


def _part(
    parts: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, text: str | None
) -> argparse.ArgumentParser:
    lines = (text or name).splitlines()
    return parts.add_parser(
        name, help=lines[0], description=text, formatter_class=argparse.RawTextHelpFormatter
    )


if __name__ == "__main__":
    main()
