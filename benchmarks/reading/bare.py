"""The bare engine: tesserocr as anyone would call it, on pages rendered at 200 dpi in grey, nothing prepared.

Debian's ``vie``, page segmentation mode 4 (one column of text of variable sizes), one thread a process. It
is what our reading is measured beside.
"""

import multiprocessing
import os
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
from PIL import Image

from archive.ingest.ocr import language_data

DPI = 200
_engine: object = None


@contextmanager
def engines(jobs: int) -> Iterator[ProcessPoolExecutor]:
    """So many processes, each with its engine loaded."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, initializer=start_engine) as pool:
        list(pool.map(_ready, range(jobs * 2)))
        yield pool


def render(path: Path, folder: Path) -> tuple[Path, ...]:
    """Every page of a PDF as a picture in ``folder``."""
    images: list[Path] = []
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            image = folder / f"{path.stem} {len(images) + 1}.bmp"
            page.render(scale=DPI / 72, grayscale=True).to_pil().save(image)
            images.append(image)
    return tuple(images)


def count(path: Path) -> int:
    """The pages of a PDF."""
    with pypdfium2.PdfDocument(path) as document:
        return len(document)


def recognise(path: Path, crop: tuple[float, float, float, float] | None = None) -> str:
    """The text of one picture, or of a part of it (shares of its sides). Runs in a process of ``engines``."""
    with Image.open(path) as image:
        left, top, right, bottom = crop or (0, 0, 1, 1)
        across, down = image.size
        x0, y0, x1, y1 = map(round, (left * across, top * down, right * across, bottom * down))
        _engine.SetImage(image.crop((x0, y0, x1, y1)))  # type: ignore[attr-defined]
    _engine.SetSourceResolution(DPI)  # type: ignore[attr-defined]
    return str(_engine.GetUTF8Text())  # type: ignore[attr-defined]


def draw_and_recognise(page: tuple[Path, int]) -> str:
    """The text of a page (from 0) of a PDF, drawn in the same process."""
    path, number = page
    with pypdfium2.PdfDocument(path) as document:
        image = document[number].render(scale=DPI / 72, grayscale=True).to_pil()
        _engine.SetImage(image)  # type: ignore[attr-defined]
        _engine.SetSourceResolution(DPI)  # type: ignore[attr-defined]
        return str(_engine.GetUTF8Text())  # type: ignore[attr-defined]


def start_engine() -> None:
    """Load the engine."""
    global _engine  # noqa: PLW0603 - one engine a process
    os.environ["OMP_THREAD_LIMIT"] = "1"
    import tesserocr

    tesserocr.set_leptonica_log_level(tesserocr.LeptLogLevel.NONE)
    data = language_data("vie", os.environ.get("TESSDATA_PREFIX"))
    _engine = tesserocr.PyTessBaseAPI(path=str(data), lang="vie", psm=4)


def _ready(_: int) -> None:
    """Something to do, so that every process has started."""
    time.sleep(0.05)
