"""How often a phrase read on a page brings its document among the first three hits.

    python benchmarks/search_phrases.py --archive-text text.json --metadata metadata.json [--noise 3000]

`--archive-text`: {"file name": [[page, [width, height], turn, seconds, text], ...]}, the readings of a set of
scans. `--metadata`: [{"file": name, "phrases": [...], "title": ..., "symbol": ...}, ...]; a person typed
the phrases from the image. Each phrase is typed as plain words: with its marks, without, and with one word
misspelt as a reader of characters does (fixed seed). Plain BM25 over all words stands beside it. `--noise`
adds so many pages made of the same readings cut into runs of one to three words and shuffled.
"""

import argparse
import hashlib
import json
import math
import random
import re
import statistics
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from archive.index.analysis import tokens
from archive.index.engine import Engine, open_engine
from archive.index.entries import Entry
from archive.index.hits import Question
from archive.index.search import search

FIRST = 3
# What a reader of characters takes for another; each changes the word without its marks too.
CONFUSED = (
    ("rn", "m"), ("m", "rn"), ("n", "u"), ("u", "n"), ("h", "b"), ("b", "h"), ("c", "e"), ("e", "c"),
    ("i", "l"), ("l", "i"), ("t", "r"), ("o", "e"), ("a", "o"), ("g", "q"), ("y", "v"), ("0", "6"),
)  # fmt: skip

Finder = Callable[[str], tuple[str, ...]]


def main() -> None:
    asked = _arguments()
    texts: dict[str, list[list[Any]]] = json.loads(asked.archive_text.read_text(encoding="utf-8"))
    metadata = json.loads(asked.metadata.read_text(encoding="utf-8"))
    known = {} if asked.no_labels else {about["file"]: about for about in metadata}
    entries = [
        _entry(name, [page[4] for page in pages], known.get(name, {})) for name, pages in texts.items()
    ]
    entries += _noise([text for entry in entries for text in entry.pages], asked.noise, asked.seed)
    wanted = [
        (about["file"], phrase) for about in metadata if about["file"] in texts for phrase in about["phrases"]
    ]
    with tempfile.TemporaryDirectory() as directory:
        index = open_engine("tantivy", Path(directory) / "index")
        began = time.perf_counter()
        index.update(entries, (), 1)
        pages = sum(len(entry.pages) for entry in entries)
        spent = time.perf_counter() - began
        print(
            f"{len(entries)} documents, {pages} pages, indexed in {spent:.2f} s ({pages / spent:.0f} pages/s)"
        )
        _report(wanted, index, _bm25(entries), asked)


def _report(wanted: list[tuple[str, str]], index: Engine, bm25: Finder, asked: argparse.Namespace) -> None:
    seeds = random.Random(asked.seed)
    ways = {
        "with marks": [(name, phrase) for name, phrase in wanted],
        "without marks": [(name, _bare(phrase)) for name, phrase in wanted],
        "one word misspelt": [
            (name, _misspelt(phrase, seeds)) for name, phrase in wanted for _ in range(asked.times)
        ],
        "misspelt, no marks": [
            (name, _bare(_misspelt(phrase, seeds))) for name, phrase in wanted for _ in range(asked.times)
        ],
        "in quotation marks": [(name, f'"{phrase}"') for name, phrase in wanted],
    }
    took: list[float] = []

    def ours(text: str) -> tuple[str, ...]:
        answer = search(index, Question(text))
        took.append(answer.took_ms)
        return tuple(hit.name for hit in answer.hits)

    print(f"\n{'typed':<20} {'phrases':>8} {'first':>8} {'first 3':>8} {'first 10':>9} {'BM25 first 3':>13}")
    for way, questions in ways.items():
        found = [ours(text) for _, text in questions]
        plain = [bm25(text) for _, text in questions]
        names = [name for name, _ in questions]
        shares = [_share(names, found, 1), _share(names, found, FIRST), _share(names, found, 10)]
        print(
            f"{way:<20} {len(questions):>8} {shares[0]:>8.1%} {shares[1]:>8.1%} {shares[2]:>9.1%} "
            f"{_share(names, plain, FIRST):>13.1%}"
        )
        if asked.misses:
            for name, text, answer in zip(names, [text for _, text in questions], found, strict=True):
                if name not in answer[:FIRST]:
                    print(f"    {name}: {text} -> {answer[:FIRST]}")
    deciles = statistics.quantiles(took, n=20)
    print(
        f"\nanswers: p50 {statistics.median(took):.2f} ms, p95 {deciles[18]:.2f} ms, worst {max(took):.2f} ms"
    )


def _entry(name: str, pages: Iterable[str], about: dict[str, Any]) -> Entry:
    return Entry(
        document=hashlib.sha256(name.encode()).hexdigest(),
        name=name,
        title=about.get("title") or "",
        symbol=about.get("symbol"),
        date=about.get("date"),
        type=about.get("doc_type"),
        pages=tuple(pages),
    )


def _noise(texts: list[str], pages: int, seed: int) -> list[Entry]:
    chance = random.Random(seed)
    words = " ".join(texts).split()
    runs = []
    place = 0
    while place < len(words):
        size = chance.choice((1, 2, 2, 3))
        runs.append(" ".join(words[place : place + size]))
        place += size
    made = [" ".join(chance.choices(runs, k=150)) for _ in range(pages)]
    return [_entry(f"noise {start}.pdf", made[start : start + 3], {}) for start in range(0, pages, 3)]


def _bare(text: str) -> str:
    spread = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return re.sub("[\u0300-\u036f]", "", spread)


def _misspelt(phrase: str, chance: random.Random) -> str:
    words = phrase.split()
    places = list(range(len(words)))
    chance.shuffle(places)
    for place in places:
        changes = [change for change in CONFUSED if change[0] in words[place]]
        if changes:
            words[place] = words[place].replace(*chance.choice(changes), 1)
            break
    return " ".join(words)


def _bm25(entries: Iterable[Entry]) -> Finder:
    """Every page scored by BM25 (k1 1.2, b 0.75) over all folded words, each document by its best page."""
    rows = [
        (entry.name, Counter(word.folded for word in tokens(text)))
        for entry in entries
        for text in entry.pages
    ]
    sizes = [sum(words.values()) for _, words in rows]
    mean = statistics.fmean(sizes)
    seen = Counter(word for _, words in rows for word in words)

    def find(text: str) -> tuple[str, ...]:
        scores: dict[str, float] = {}
        asked = {word.folded for word in tokens(text)}
        for (name, words), size in zip(rows, sizes, strict=True):
            score = 0.0
            for word in asked & words.keys():
                rarity = math.log(1 + (len(rows) - seen[word] + 0.5) / (seen[word] + 0.5))
                score += rarity * words[word] * 2.2 / (words[word] + 1.2 * (0.25 + 0.75 * size / mean))
            scores[name] = max(score, scores.get(name, 0.0))
        return tuple(sorted(scores, key=lambda name: -scores[name]))

    return find


def _share(names: list[str], found: list[tuple[str, ...]], first: int) -> float:
    return sum(name in answer[:first] for name, answer in zip(names, found, strict=True)) / len(names)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--archive-text", type=Path, required=True)
    parser.add_argument("--metadata", type=Path, required=True)
    parser.add_argument("--noise", type=int, default=0, metavar="PAGES")
    parser.add_argument("--no-labels", action="store_true", help="leave out title, symbol and type")
    parser.add_argument("--times", type=int, default=4, help="misspellings of each phrase")
    parser.add_argument("--seed", type=int, default=2023)
    parser.add_argument(
        "--misses", action="store_true", help="print the phrases not found among the first three"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
