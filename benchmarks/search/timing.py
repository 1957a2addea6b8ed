"""Times of many calls, and their percentiles."""

import subprocess
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any


def milliseconds(ask: Callable[[str], Any], questions: Iterable[str]) -> list[float]:
    """How long each question took, shortest first."""
    taken = []
    for question in questions:
        began = time.perf_counter()
        ask(question)
        taken.append((time.perf_counter() - began) * 1000)
    return sorted(taken)


def row(name: str, *cells: object) -> None:
    """A row of a table in Markdown."""
    print(
        "|",
        name,
        "|",
        " | ".join(f"{c:.1f}" if isinstance(c, float) else str(c) for c in cells),
        "|",
        flush=True,
    )


def percentiles(taken: list[float]) -> tuple[float, float, float]:
    """The median, the 95th percentile and the longest."""
    return taken[len(taken) // 2], taken[int(len(taken) * 0.95)], taken[-1]


def megabytes(path: Path) -> float:
    """The size of all files below."""
    said = subprocess.run(["du", "-sb", path], capture_output=True, text=True, check=True)
    return int(said.stdout.split()[0]) / 1e6
