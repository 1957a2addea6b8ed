"""This engine at a size, and bare tantivy beside it."""

import time
from pathlib import Path

from archive.editions.load import load_edition
from archive.index.engine import open_engine
from archive.index.entries import Entry
from archive.index.hits import Question
from archive.index.search import search
from benchmarks.search.bare import Bare
from benchmarks.search.pages import Pages
from benchmarks.search.timing import megabytes, milliseconds, percentiles, row

QUESTIONS = 200


def size(root: Path, pages: int) -> None:
    """Build both, ask both the same, add a document to ours."""
    source = Pages(load_edition("tt18-2018-thcs"))
    entries = tuple(source.entries(pages))
    questions = source.questions(QUESTIONS)
    engine = open_engine("tantivy", root / "ours")
    began = time.perf_counter()
    engine.update(entries, (), 1)
    ours = pages / (time.perf_counter() - began)
    print("\n| | pages/s | MB | p50 ms | p95 ms | longest ms |\n|---|---|---|---|---|---|")
    for question in questions[:5]:
        search(engine, Question(question))
    taken = percentiles(milliseconds(lambda text: search(engine, Question(text)), questions))
    row("20 hits, snippets, seven facets", ours, megabytes(root / "ours"), *taken)
    for folded, name in ((True, "bare tantivy, folded words"), (False, "bare tantivy, its own words")):
        bare = Bare(root / f"bare-{folded}", folded=folded)
        began = time.perf_counter()
        bare.build(page for entry in entries for page in entry.pages)
        rate = pages / (time.perf_counter() - began)
        for question in questions[:5]:
            bare.ask(question)
        row(name, rate, megabytes(root / f"bare-{folded}"), *percentiles(milliseconds(bare.ask, questions)))
    times = []
    for number in range(20):
        word = f"đúngmột{number}"
        began = time.perf_counter()
        engine.update([Entry(document=f"{number:063x}f", title="thêm", pages=(word,))], (), 2)
        assert search(engine, Question(word)).total == 1
        times.append((time.perf_counter() - began) * 1000)
    row("one added document, until it is found", "", "", *percentiles(sorted(times)))
