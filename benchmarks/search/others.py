"""Whoosh, SQLite FTS5 and PostgreSQL on the same pages: one row a page, words folded, twenty best with text.

Ours does more: seven facets, snippets, documents instead of pages. It is asked in full all the same.
"""

import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.editions.load import load_edition
from archive.index.analysis import word_keys
from archive.index.engine import open_engine
from archive.index.hits import Question
from archive.index.search import search
from benchmarks.search.bare import Bare
from benchmarks.search.pages import Pages
from benchmarks.search.timing import megabytes, milliseconds, percentiles, row

_PORT = 54_329


def others(root: Path, pages: int) -> None:
    """Build and ask them all."""
    source = Pages(load_edition("tt18-2018-thcs"))
    entries = tuple(source.entries(pages))
    questions = source.questions(50)
    texts = [page for entry in entries for page in entry.pages]
    print("\n| | pages/s | MB | p50 ms | p95 ms | longest ms |\n|---|---|---|---|---|---|")

    def measure(name: str, path: Path, build: Callable[[], object], ask: Callable[[str], object]) -> None:
        began = time.perf_counter()
        build()
        rate = pages / (time.perf_counter() - began)
        ask(questions[0])
        row(name, rate, megabytes(path), *percentiles(milliseconds(ask, questions)))

    for engine_name, name in (("tantivy", "ours, tantivy"), ("whoosh", "ours, Whoosh")):
        engine = open_engine("whoosh" if engine_name == "whoosh" else "tantivy", root / engine_name)
        measure(
            name,
            root / engine_name,
            lambda engine=engine: engine.update(entries, (), 1),
            lambda text, engine=engine: search(engine, Question(text)),
        )
    bare = Bare(root / "bare", folded=True)
    measure("bare tantivy", root / "bare", lambda: bare.build(texts), bare.ask)
    (root / "fts5").mkdir()
    database = sqlite3.connect(root / "fts5" / "pages.sqlite")
    measure("SQLite FTS5", root / "fts5", lambda: _fill(database, texts), lambda text: _fts5(database, text))
    if shutil.which("pg_ctl") or list(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")):
        with _postgresql(root / "postgresql") as ask:
            measure(
                "PostgreSQL",
                root / "postgresql",
                lambda: _fill_postgresql(ask, root, texts),
                lambda text: ask(_best(text)),
            )


def _folded(text: str) -> str:
    return " ".join(folded for _, folded in word_keys(text))


def _fill(database: sqlite3.Connection, texts: list[str]) -> None:
    database.execute("CREATE VIRTUAL TABLE page USING fts5(folded, text UNINDEXED)")
    database.executemany("INSERT INTO page VALUES (?, ?)", ((_folded(text), text) for text in texts))
    database.commit()


def _fts5(database: sqlite3.Connection, text: str) -> list[tuple[str]]:
    words = " OR ".join(f'"{word}"' for word in _folded(text).split())
    query = "SELECT text FROM page WHERE page MATCH ? ORDER BY bm25(page) LIMIT 20"
    return database.execute(query, (words,)).fetchall()


@contextmanager
def _postgresql(path: Path) -> Iterator[Callable[[str], str]]:
    """A server of our own, asked through one psql that stays open, so that no start is counted."""
    binaries = max(Path("/usr/lib/postgresql").glob("*/bin"))
    path.mkdir()
    shutil.chown(path, "postgres", "postgres")
    path.parent.chmod(0o755)
    as_postgres = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    data = path / "data"
    subprocess.run(
        [*as_postgres, binaries / "initdb", "-D", data, "-A", "trust", "-E", "UTF8"],
        stdout=subprocess.DEVNULL,
        check=True,
    )
    options = (
        f"-p {_PORT} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c shared_buffers=512MB"
    )
    subprocess.run(
        [*as_postgres, binaries / "pg_ctl", "-D", data, "-w", "-o", options, "-l", path / "log", "start"],
        stdout=subprocess.DEVNULL,
        check=True,
    )
    try:
        call = [binaries / "psql", "-qAt", "-h", "127.0.0.1", "-p", str(_PORT), "-U", "postgres"]
        with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as psql:

            def ask(sql: str) -> str:
                assert psql.stdin and psql.stdout
                psql.stdin.write(f"{sql}\n\\echo asked-and-answered\n")
                psql.stdin.flush()
                return "".join(iter(psql.stdout.readline, "asked-and-answered\n"))

            yield ask
            psql.communicate("\\q\n")
    finally:
        subprocess.run(
            [*as_postgres, binaries / "pg_ctl", "-D", data, "-m", "fast", "stop"],
            stdout=subprocess.DEVNULL,
            check=True,
        )


def _fill_postgresql(ask: Callable[[str], str], root: Path, texts: list[str]) -> None:
    rows = root / "rows.tsv"
    rows.write_text("".join(f"{_folded(text)}\t{text}\n" for text in texts), "utf-8")
    ask("CREATE TABLE page (folded text, text text, words tsvector);")
    ask(f"\\copy page (folded, text) from '{rows}'")
    ask("UPDATE page SET words = to_tsvector('simple', folded);")
    ask("CREATE INDEX ON page USING gin (words); ANALYZE page;")


def _best(text: str) -> str:
    query = f"to_tsquery('simple', '{' | '.join(_folded(text).split())}')"
    best = f"words @@ {query} ORDER BY ts_rank(words, {query}) DESC LIMIT 20"
    return f"SELECT text FROM page WHERE {best};"  # noqa: S608 - letters and digits only
