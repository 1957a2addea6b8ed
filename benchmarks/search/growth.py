"""How time grows with size: as a table, and as a plot on logarithmic axes."""

import math
import shutil
import time
from functools import partial
from pathlib import Path

from archive.editions.load import load_edition
from archive.index.engine import Engine, open_engine
from archive.index.hits import Question
from archive.index.search import search
from benchmarks.search.pages import Pages
from benchmarks.search.timing import megabytes, milliseconds, percentiles, row

_WIDTH, _HEIGHT, _EDGE = 640, 400, 60


def growth(root: Path, most: int, plot: Path) -> None:
    """Build and ask indexes of 1,000, 10,000 … pages; draw the times into ``plot``, an SVG."""
    print("\n| pages | pages/s | MB | p50 ms | p95 ms | longest ms |\n|---|---|---|---|---|---|")
    points = []
    pages = 1_000
    while pages <= most:
        source = Pages(load_edition("tt18-2018-thcs"))
        engine = open_engine("tantivy", root / str(pages))
        began = time.perf_counter()
        engine.update(source.entries(pages), (), 1)
        rate = pages / (time.perf_counter() - began)
        questions = source.questions(100)
        for question in questions[:5]:
            search(engine, Question(question))
        taken = percentiles(milliseconds(partial(_ask, engine), questions))
        row(f"{pages:,}", rate, megabytes(root / str(pages)), *taken)
        points.append((pages, *taken[:2]))
        engine.close()
        shutil.rmtree(root / str(pages))
        pages *= 10
    plot.write_text(_drawn(points), "utf-8")
    print(f"\nThe rate is with the making of the pages. Plot: {plot}")


def _ask(engine: Engine, text: str) -> int:
    return search(engine, Question(text)).total


def _drawn(points: list[tuple[int, float, float]]) -> str:
    """The median and the 95th percentile over the number of pages."""
    right, top = math.log10(points[-1][0]), math.log10(max(point[2] for point in points)) + 0.2

    def place(pages: float, milliseconds: float) -> tuple[float, float]:
        across = (math.log10(pages) - 3) / max(1, right - 3)
        up = math.log10(milliseconds) / top
        return _EDGE + across * (_WIDTH - 2 * _EDGE), _HEIGHT - _EDGE - up * (_HEIGHT - 2 * _EDGE)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif">'
    ]
    parts.append(f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>')
    for pages, *_ in points:
        x, y = place(pages, 1)
        parts.append(
            f'<text x="{x:.0f}" y="{y + 20:.0f}" text-anchor="middle" font-size="12">{pages:,}</text>'
        )
    for level in (1, 10, 100, 1000):
        if math.log10(level) <= top:
            x, y = place(1000, level)
            parts.append(f'<path d="M{x:.0f} {y:.0f}H{_WIDTH - _EDGE}" stroke="#ccc"/>')
            parts.append(
                f'<text x="{x - 6:.0f}" y="{y + 4:.0f}" text-anchor="end" font-size="12">{level} ms</text>'
            )
    for index, colour, name in ((1, "#1a5fb4", "p50"), (2, "#c01c28", "p95")):
        line = " ".join("{:.1f},{:.1f}".format(*place(point[0], point[index])) for point in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        x, y = place(points[-1][0], points[-1][index])
        parts.append(f'<text x="{x + 4:.0f}" y="{y:.0f}" fill="{colour}" font-size="12">{name}</text>')
    return "\n".join((*parts, "</svg>\n"))
