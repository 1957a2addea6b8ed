"""The life of an index: made, replaced, deleted, damaged, read while written."""

import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archive.index.engine import NAMES, Engine, open_engine
from archive.index.entries import Entry
from archive.index.faults import IndexBusy, IndexUnusable
from archive.index.hits import Answer, Question
from archive.index.search import search
from archive.settings import Engine as EngineName


def entry(number: int, *pages: str, title: str = "") -> Entry:
    return Entry(document=f"{number:064x}", name=f"{number}.pdf", title=title, pages=pages)


@pytest.fixture(params=NAMES)
def engine(request: pytest.FixtureRequest) -> EngineName:
    name: EngineName = request.param
    return name


def ask(index: Engine, text: str) -> Answer:
    return search(index, Question(text, limit=100))


def documents(index: Engine) -> int:
    return ask(index, "").total


def found(index: Engine, text: str) -> set[str]:
    return {hit.name for hit in ask(index, text).hits}


def test_a_new_index_is_empty(engine: EngineName, tmp_path: Path) -> None:
    index = open_engine(engine, tmp_path / "deep" / "index")
    assert (index.position, documents(index)) == (0, 0)
    answer = ask(index, "")
    assert (answer.total, answer.matched) == (0, "everything")
    assert ask(index, "gì đó").matched == "none"


def test_update_replaces_all_pages_and_takes_out_the_gone(engine: EngineName, tmp_path: Path) -> None:
    index = open_engine(engine, tmp_path)
    index.update([entry(1, "thời khóa biểu", "phụ lục"), entry(2, "nội quy")], (), 5)
    assert (index.position, documents(index)) == (5, 2)
    index.update([entry(1, "điều lệ", title="Bản mới")], [f"{2:064x}", f"{9:064x}"], 8)
    assert (index.position, documents(index)) == (8, 1)
    assert found(index, "thời khóa biểu") == found(index, "phụ lục") == found(index, "nội quy") == set()
    assert found(index, "điều lệ") == found(index, "bản mới") == {"1.pdf"}


def test_an_update_done_again_is_harmless_and_the_last_of_two_holds(
    engine: EngineName, tmp_path: Path
) -> None:
    index = open_engine(engine, tmp_path)
    for _ in range(3):
        index.update([entry(1, "cũ"), entry(1, "mới", "hai"), entry(2, "khác")], (), 4)
    assert (index.position, documents(index)) == (4, 2)
    assert found(index, "cũ") == set()
    assert ask(index, "mới").total == 1


def test_a_failed_update_changes_nothing_and_lets_go_of_the_lock(engine: EngineName, tmp_path: Path) -> None:
    index = open_engine(engine, tmp_path)
    index.update([entry(1, "giữ nguyên")], (), 1)

    def broken() -> object:
        yield entry(1, "dở dang")
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        index.update(broken(), [f"{1:064x}"], 2)  # type: ignore[arg-type]
    assert (index.position, found(index, "giữ nguyên"), found(index, "dở dang")) == (1, {"1.pdf"}, set())
    index.update([entry(2, "tiếp theo")], (), 3)
    assert (index.position, documents(index)) == (3, 2)


def test_it_survives_closing_and_deletion(engine: EngineName, tmp_path: Path) -> None:
    path = tmp_path / "index"
    index = open_engine(engine, path)
    index.update([entry(1, "một")], (), 7)
    index.close()
    again = open_engine(engine, path)
    assert (again.position, documents(again)) == (7, 1)
    shutil.rmtree(path)
    assert found(again, "một") == {"1.pdf"}
    fresh = open_engine(engine, path)
    assert (fresh.position, documents(fresh)) == (0, 0)
    fresh.update([entry(2, "hai")], (), 1)
    assert found(fresh, "hai") == found(again, "hai") == {"2.pdf"}


FILES = [
    *(("tantivy", name) for name in ("meta.json", "*.store", "*.fast", "*.idx", "*.term")),
    *(("whoosh", name) for name in ("_MAIN_*.toc", "*.seg")),
]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Whoosh leaves some open
@pytest.mark.parametrize(("engine", "name"), FILES)
@pytest.mark.parametrize("size", [0, 20])
def test_a_damaged_index_is_said_so(engine: EngineName, tmp_path: Path, name: str, size: int) -> None:
    path = tmp_path / "index"
    index = open_engine(engine, path)
    index.update([entry(number, "kế hoạch " * 200) for number in range(5)], (), 1)
    index.close()
    for part in path.glob(name):
        part.write_bytes(part.read_bytes()[:size])
    with pytest.raises(IndexUnusable):
        ask(open_engine(engine, path), "kế hoạch")
    shutil.rmtree(path)
    assert open_engine(engine, path).position == 0


def test_other_files_are_no_index(engine: EngineName, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.txt").write_text("not an index", encoding="utf-8")
    with pytest.raises(IndexUnusable):
        open_engine(engine, other)


WRITER = """
import sys, time
from pathlib import Path
from archive.index.engine import open_engine
from archive.index.entries import Entry
index = open_engine(sys.argv[2], Path(sys.argv[1]))
for number in range(1, 16):
    page = f"chung riêng {number}"
    index.update([Entry(document=f"{number:064x}", name=f"{number}.pdf", pages=(page,))], (), number)
    print(number, flush=True)
"""


def test_reading_while_another_process_writes(engine: EngineName, tmp_path: Path) -> None:
    reader = open_engine(engine, tmp_path)
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path), engine],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as writer:
        assert writer.stdout is not None
        for line in writer.stdout:
            committed = int(line)
            total = ask(reader, "chung").total
            assert committed <= total <= 15
            assert reader.position >= committed
    assert writer.returncode == 0
    assert (reader.position, documents(reader)) == (15, 15)


HOLDER = """
import sys, tantivy, whoosh.index
if sys.argv[2] == "tantivy":
    writer = tantivy.Index.open(sys.argv[1]).writer(15_000_000, 1)
else:
    writer = whoosh.index.open_dir(sys.argv[1]).writer()
print("held", flush=True)
sys.stdin.readline()
"""


def test_two_writers_are_refused_and_readers_are_not(engine: EngineName, tmp_path: Path) -> None:
    open_engine(engine, tmp_path).update([entry(1, "một")], (), 1)
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path), engine],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        index = open_engine(engine, tmp_path)
        assert found(index, "một") == {"1.pdf"}
        with pytest.raises(IndexBusy):
            index.update([entry(2, "hai")], (), 2)
        holder.communicate("\n")
    index.update([entry(2, "hai")], (), 2)
    assert index.position == 2


WEIRD = (
    *(
        "",
        " ",
        "\x00",
        "\x00\x01\x02",
        '"',
        '""',
        '"""',
        "'",
        "“",
        "((((",
        "))))",
        "AND",
        "OR NOT",
        "NOT",
        "a AND",
    ),
    *(
        "*",
        "?",
        "~",
        "a~5",
        "a^9999",
        "field:value",
        "title:",
        "[a TO b]",
        "{",
        "\\",
        "\\\\",
        "%s%n",
        "../../etc",
    ),
    *("' OR 1=1; DROP TABLE documents; --", "SELECT * FROM x WHERE '1'='1'", "(a+)+$", ".*", "[[:alpha:]]"),
    *(
        "^(([a-z])+.)+[A-Z]([a-z])+$",
        "<script>alert(1)</script>",
        "😀",
        "👩\u200d👧\u200d👦",
        "😀 kế hoạch 😀",
    ),
    *(
        "\u202eabc",
        "\u0301\u0301",
        "a" + "\u0301" * 5_000,
        "ế" * 10_000,
        "kế hoạch " * 1_200,
        "\ud800",
        "ﬁ ﬂ",
    ),
    *(
        '"kế hoạch" ' * 1_000,
        '"' * 10_000,
        "-" * 10_000,
        "1.1.1.1.1.1.1",
        "H1-1.1-01 " * 900,
        "日本語 한국어 العربية",
    ),
    *(
        "İ ı ß",
        "\u00ad\u200b",
        "１２３",
        "trường của và các trong là có " * 300,
        "9" * 9_999,
        "²³¹",
        "0",
        "000/000",
    ),
)


def weird() -> list[str]:
    chance = random.Random(7)
    letters = "aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạ0123456789\u0301😀"
    signs = " .,-/\"'()[]{}*?+^$|\\&%#@!~:;<>=\t\n\x00\x01\x1b\u202e"
    made = [
        "".join(chance.choices(letters + signs, k=chance.choice((3, 20, 200, 10_000)))) for _ in range(50)
    ]
    return [*WEIRD, *made]


def test_weird_questions_are_answered_soon(engine: EngineName, tmp_path: Path) -> None:
    chance = random.Random(1)
    words = ("kế", "hoạch", "năm", "học", "trường", "của", "và", "các", "giáo", "1", "01", "h1", "tra")
    index = open_engine(engine, tmp_path)
    index.update([entry(number, " ".join(chance.choices(words, k=300))) for number in range(300)], (), 1)
    for text in weird():
        began = time.perf_counter()
        answer = search(index, Question(text, filters=(("type", text),) if len(text) % 2 else ()))
        assert time.perf_counter() - began < (0.5 if engine == "tantivy" else 2.0), text[:40]
        assert answer.total >= len(answer.hits)
