"""OCRmyPDF over a folder, as someone would use it who wants the text of Vietnamese scans.

It is no dependency of ours. To have it:

    apt-get install ghostscript tesseract-ocr tesseract-ocr-vie tesseract-ocr-osd
    python3 -m venv VENV && VENV/bin/pip install ocrmypdf
    python -m benchmarks.reading speed FOLDER --ocrmypdf VENV/bin/ocrmypdf

``-l vie --output-type pdf --sidecar`` and nothing else, but for files with a text layer, which it refuses
unless told what to do: those (found before the clock runs) get ``--redo-ocr``, the option that makes the
text anew and keeps the page; with ``--deskew``, which that option does not allow, ``--force-ocr``.
OMP_THREAD_LIMIT is 1, as is advised. There are two ways to keep all processors busy: as many files at a
time as there are jobs, each with ``--jobs 1``, or one file at a time with ``--jobs`` for all. Both are
measured; which of them was the faster for the first round is what the later rounds, and the other options,
go by.
"""

import os
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

WITH_TURNS = ("--deskew", "--rotate-pages")


@dataclass(frozen=True, slots=True)
class Way:
    """So many files at a time, each with so many jobs."""

    files: int
    jobs: int

    def __str__(self) -> str:
        return f"{self.files} at a time, --jobs {self.jobs}"


def ways(jobs: int) -> tuple[Way, ...]:
    """The ways to keep so many processors busy."""
    return (Way(jobs, 1), Way(1, jobs)) if jobs > 1 else (Way(1, 1),)


def with_layer(files: tuple[Path, ...]) -> frozenset[Path]:
    """The files that have any text of their own."""
    return frozenset(path for path in files if _has_text(path))


def seconds(
    program: Path,
    files: tuple[Path, ...],
    layered: frozenset[Path],
    way: Way,
    options: tuple[str, ...] = (),
) -> float:
    """Seconds for all files. Raises ``CalledProcessError`` when one is not done."""
    with tempfile.TemporaryDirectory() as folder:
        commands = [
            _command(program, way, path, Path(folder) / f"{number}.pdf", path in layered, options)
            for number, path in enumerate(files)
        ]
        began = time.perf_counter()
        with ThreadPoolExecutor(way.files) as pool:
            list(pool.map(_run, commands))
        return time.perf_counter() - began


def version(program: Path) -> str:
    """The version of OCRmyPDF."""
    return subprocess.run([program, "--version"], check=True, capture_output=True, text=True).stdout.strip()


def _command(
    program: Path, way: Way, path: Path, target: Path, layered: bool, options: tuple[str, ...]
) -> list[str | Path]:
    more = (("--force-ocr" if "--deskew" in options else "--redo-ocr"),) if layered else ()
    return [
        *(program, "-q", "--jobs", str(way.jobs), "-l", "vie", "--output-type", "pdf", *options, *more),
        *("--sidecar", target.with_suffix(".txt"), path, target),
    ]


def _run(command: list[str | Path]) -> None:
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    subprocess.run(command, check=True, capture_output=True, env=environment)


def _has_text(path: Path) -> bool:
    with pypdfium2.PdfDocument(path) as document:
        return any(page.get_textpage().count_chars() for page in document)
