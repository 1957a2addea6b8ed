"""How fast the index is made and asked, beside others, on the same generated pages in the same run.

    python -m benchmarks.search size [--pages 100000]     this engine and bare tantivy
    python -m benchmarks.search others [--pages 20000]    Whoosh, SQLite FTS5, PostgreSQL
    python -m benchmarks.search growth [--to 1000000]     by tens, as a plot

Every figure is printed as a row of a table in Markdown. PostgreSQL is started on the loopback address in a
directory of its own, and stopped again.
"""

import argparse
import tempfile
from pathlib import Path

from benchmarks.search.growth import growth
from benchmarks.search.others import others
from benchmarks.search.size import size


def main() -> None:
    """Run one of the three."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("what", choices=("size", "others", "growth"))
    parser.add_argument("--pages", type=int)
    parser.add_argument("--to", type=int, default=1_000_000)
    parser.add_argument("--plot", type=Path, default=Path("search-growth.svg"))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory)
        if asked.what == "size":
            size(root, asked.pages or 100_000)
        elif asked.what == "others":
            others(root, asked.pages or 20_000)
        else:
            growth(root, asked.to, asked.plot)


if __name__ == "__main__":
    main()
