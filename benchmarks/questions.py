"""Random questions, made by hypothesis of operators, fields, brackets, words and any characters.

    python -m benchmarks.questions HOME [--examples 100000] [--search]

Each is understood and said in words; with `--search` it is also asked of the home's index. Prints how many
they were, the median, the 99th percentile and the slowest in milliseconds by the clock, and the slowest of
CPU, which a machine that does other things too does not change. An exception ends the run.
"""

import argparse
import statistics
import time
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.home import Archive
from archive.index.asking import question_of
from archive.index.follow import Following
from archive.index.language import terms_of
from archive.index.spoken import noted, spoken
from archive.wording import load_wording

LIMIT = 500  # ms

PIECES = st.one_of(
    st.sampled_from((
        "AND", "OR", "NOT", "VÀ", "HOẶC", "KHÔNG", "ANDNOT", "ANDMAYBE", "(", ")", '"', "~", "~2", "*", "?",
        "a*", "*a", "h?ạch", "ngày:", "[2021 TO 2022]", "[", "]", "{1 TO 2}", "tên:", "loại:", "số:226",
        "mã:H1-1.1-01", "giống:", "hộp:", "tiêuchí:1.1", "kế", "hoạch", "hoacg", "trường", "CMHS",
        "'; DROP TABLE x; --", "(?:a+)+$",
        "\u202e", "\u200b", "\x00", "ổ́", "9" * 40, "x" * 300,
    )),
    st.text(max_size=20),
)  # fmt: skip
QUESTIONS = st.tuples(st.lists(PIECES, max_size=80), st.sampled_from(("", " "))).map(
    lambda x: x[1].join(x[0])
)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("home", type=Path)
    parser.add_argument("--examples", type=int, default=100_000)
    parser.add_argument("--search", action="store_true")
    asked = parser.parse_args()
    archive = Archive.open(asked.home)
    index = Following(archive.index_path, archive.settings.engine)
    say = load_wording("vi").say
    took: list[tuple[float, float, str]] = []

    @settings(
        max_examples=asked.examples, database=None, deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(QUESTIONS)
    def answer(text: str) -> None:
        began, worked = time.perf_counter(), time.thread_time()
        question = question_of(text, archive.cycles)
        terms = terms_of(question)
        if terms.tree is not None:
            spoken(terms.tree, say)
        noted(terms.notes, say)
        if asked.search:
            index.search(question)
        work = (time.thread_time() - worked) * 1000
        took.append(((time.perf_counter() - began) * 1000, work, text))

    answer()
    times = [one for one, _, _ in took]
    slowest, _, text = max(took)
    work = max(one for _, one, _ in took)
    print(f"{len(times)} questions: p50 {statistics.median(times):.2f} ms,"
          f" p99 {statistics.quantiles(times, n=100)[98]:.2f} ms, slowest {slowest:.1f} ms")  # fmt: skip
    print(f"over {LIMIT} ms: {sum(one > LIMIT for one in times)}; most CPU: {work:.1f} ms")
    print(f"slowest: {text!r:.200}")


if __name__ == "__main__":
    main()
