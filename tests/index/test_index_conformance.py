"""Both engines find the same: 150 questions and trees of operators over one archive."""

import random
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import msgspec
import pytest

from archive.editions.load import load_edition
from archive.evidence.cycles import Cycles
from archive.evidence.sight import Sight, marks_of
from archive.index import query
from archive.index.analysis import word_keys
from archive.index.asking import question_of
from archive.index.clauses import Clause
from archive.index.engine import NAMES, Engine, EngineName, open_engine
from archive.index.entries import FACETS, Entry
from archive.index.hits import Answer, Question
from archive.index.known import Known
from archive.index.language import terms_of
from archive.index.matching import clause_of
from archive.index.search import search
from archive.index.spelling import corrected

CYCLES = Cycles((load_edition("tt18-2018-thcs"),))
PHRASES = (
    "kế hoạch năm học", "hội đồng trường", "ban giám hiệu", "tổ chuyên môn", "cha mẹ học sinh",
    "bảo vệ", "báo về",
    "bồi dưỡng thường xuyên giáo viên", "tự đánh giá", "cơ sở vật chất", "biên bản họp",
    "số 226/KH-THCSKS", "xem minh chứng [H1-1.2-03]", "thực hiện nhiệm vụ", "kế toán hoạch định năm",
    "học sinh giỏi",
    "2021-2022",
)  # fmt: skip
TYPES = ("kế hoạch", "quyết định", "biên bản", None)
ISSUERS = ("Trường THCS Kim Sơn", "Phòng Giáo dục và Đào tạo", None)


def standards_of(number: int, own: str) -> tuple[int, ...]:
    return (int(own), *((4,) if number % 7 == 0 else ()))


def sensitive_one(number: int) -> bool:
    return number % 8 == 0


def entries() -> Iterator[Entry]:
    chance = random.Random(5)
    for number in range(90):
        criterion = chance.choice(("1.1", "1.2", "1.10", "2.1", "3.3"))
        standard = criterion[0]
        filed = number % 6 != 0
        yield Entry(
            document=f"{number:064x}",
            code=f"H{standard}-{criterion}-{number % 9 + 1:02}" if filed else None,
            title=" ".join(chance.choices(PHRASES, k=2)),
            name=f"tệp {number}.pdf",
            symbol=f"{number + 200}/KH-THCSKS" if number % 2 else None,
            date=f"202{number % 3}-0{number % 9 + 1}-1{number % 9}" if number % 5 else None,
            standard=standard if filed else None,
            criterion=criterion if filed else None,
            box=standard if filed else None,
            school_year=chance.choice(("2020-2021", "2021-2022", None)),
            type=chance.choice(TYPES),
            issuer=chance.choice(ISSUERS),
            origin=tuple(chance.sample(("text", "ocr", "none"), chance.randrange(1, 3))),
            marks=marks_of(standards_of(number, standard) if filed else (), sensitive_one(number)),
            pages=tuple(
                " ".join(chance.choices(PHRASES, k=chance.randrange(1, 25)))
                for _ in range(chance.randrange(0, 4))
            ),
        )


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> tuple[Engine, ...]:
    """The same archive in each, brought up in three steps: some documents are replaced, some taken out."""
    opened = tuple(open_engine(name, tmp_path_factory.mktemp(name) / "index") for name in NAMES)
    made = tuple(entries())
    for engine in opened:
        engine.update([*made[:50], Entry(document=made[60].document, title="cũ", pages=("bản cũ",))], (), 1)
        engine.update(made[50:], (), 2)
        engine.update((), [made[3].document, made[70].document], 3)
    return opened


def questions() -> Iterator[Question]:
    chance = random.Random(9)
    texts = [
        "", "H1-1.2-03", "h1.1.2.3", "226/KH-THCSKS", "11/01/2021", '"hội đồng trường"',
        '"ke hoach nam hoc" tổ',
        "xyz", "kế", "bảo vệ", "bao ve", "tệp 7.pdf", "học kế hoạch trường", "hội chợ", "năm học 2021-2022",
    ]  # fmt: skip
    texts += [" ".join(chance.sample(" ".join(PHRASES).split(), k)) for k in (2, 3, 4, 5) for _ in range(8)]
    filters = ((), (("standard", "1"),), (("origin", "ocr"), ("type", "biên bản"), ("type", "kế hoạch")))
    sights = (Sight(), Sight((1, 4), sensitive=False, tray=False), Sight(sensitive=False))
    for number, text in enumerate((*texts, *PHRASES, *texts[:11])):
        asked = question_of(text, CYCLES, 100, 0, filters[number % 3])
        yield Question(
            asked.text, 100, 0, asked.filters, asked.codes, asked.only_codes,
            ("relevance", "date", "code")[number // 40 % 3], sights[number // 3 % 3],
        )  # fmt: skip


def leaf(field: query.Field, text: str, slop: int = 0, *, marked: bool = False) -> query.Is:
    return query.Is(field, tuple((folded, exact) for exact, folded in word_keys(text)), slop, marked)


def trees() -> Iterator[query.Node]:
    leaves: tuple[query.Node, ...] = (
        leaf("text", "kế hoạch năm"), leaf("text", "kế năm", 2), leaf("text", "ban hiệu học", 4),
        leaf("text", "họp"),
        leaf("text", "bảo vệ", marked=True), leaf("text", "báo", marked=True), leaf("title", "hội đồng"),
        leaf("symbol", "226"), leaf("code", "H1-1.2-03"),
        leaf("issuer", "kim sơn", marked=True),
        leaf("criterion", "1.1"), leaf("box", "1"), leaf("school_year", "2021-2022"),
        leaf("origin", "ocr"),
        leaf("type", "kế hoạch"), leaf("name", "tệp 12"), query.Like("text", "ke*"),
        query.Like("text", "h?p"),
        query.Like("text", "*"), query.Like("criterion", "1.1*"), query.Like("title", "hoi"),
        query.Near("text", "hoach", 1), query.Near("text", "truong", 2), query.Near("text", "nhemvu", 1),
        query.Between("date", "2021-01-01", "2021-12-31"), query.Between("criterion", "1.2", None),
        query.Between("code", None, "H1-1.10-05"), query.Every(),
    )  # fmt: skip
    yield from leaves
    for first, second in list(product(leaves[:10], leaves[10:]))[::4]:
        yield query.Both((first, query.Without(second)))
        yield query.Either((second, query.Both((first, leaf("text", "học")))))
    yield query.Without(leaves[0])


def test_there_are_as_many_as_promised() -> None:
    assert len(list(questions())) + len(list(trees())) >= 150


def summary(answer: Answer) -> tuple[object, ...]:
    hits = {(hit.document, hit.pages, hit.page, hit.score) for hit in answer.hits}
    return answer.total, hits, answer.facets, answer.matched, answer.best


def test_the_same_questions_have_the_same_answers(engines: tuple[Engine, ...]) -> None:
    for question in questions():
        one, other = (search(engine, question) for engine in engines)
        assert summary(one) == summary(other), question
        assert one.total == len(one.hits)
        if question.sort == "relevance" and one.total > 1 and one.hits[0].score > one.hits[1].score:
            assert one.hits[0] == other.hits[0], question


def documents(engine: Engine, tree: query.Node) -> list[str]:
    snapshot = engine.snapshot()
    clause: Clause = clause_of(tree, snapshot.values)
    rows = snapshot.ordered(clause, "code", 0, 100)
    assert snapshot.count(clause) == len(rows)
    return sorted(record.document for record in snapshot.records(rows))


def test_the_same_trees_have_the_same_sets(engines: tuple[Engine, ...]) -> None:
    found = []
    for tree in trees():
        one, other = (documents(engine, tree) for engine in engines)
        assert one == other, tree
        found.append(len(one))
    assert min(found) == 0 < max(found) == 88
    assert len({*found}) > 20


def test_what_may_not_be_seen_is_neither_found_nor_counted(engines: tuple[Engine, ...]) -> None:
    made = [entry for number, entry in enumerate(entries()) if number not in (3, 70)]
    sight = Sight((1,), sensitive=False, tray=False)
    seen = {
        entry.document
        for entry in made
        if entry.standard == "1" and not sensitive_one(int(entry.document, 16))
    }
    for engine in engines:
        answer = search(engine, Question("", 100, sight=sight))
        assert {hit.document for hit in answer.hits} == seen
        assert sum(count.count for count in answer.facets["standard"]) == len(seen)
        tray = search(engine, Question("", 100, sight=Sight((), sensitive=False, tray=True)))
        loose = {entry.document for entry in made if not entry.code}
        assert {hit.document for hit in tray.hits} == {
            one for one in loose if not sensitive_one(int(one, 16))
        }


@pytest.mark.parametrize("name", NAMES)
def test_what_is_out_of_sight_changes_nothing_of_an_answer(name: EngineName, tmp_path: Path) -> None:
    sight = Sight((1, 4), sensitive=False, tray=False)
    seen = [entry for entry in entries() if {*entry.marks} & {*(sight.marks() or ())}]
    hidden = [Entry(document="f" * 64, marks=marks_of((2,), False), pages=("em Hoànk vắng, bị kỷ luậx",))]
    engines = []
    for number, papers in enumerate((seen, [*entries(), *hidden])):
        engines.append(open_engine(name, tmp_path / str(number)))
        engines[-1].update(papers, (), 1)
    texts = [*(question.text for question in questions()), "hội hoànk", "kế hoacg năm học", "ki luậx trường"]
    for text in dict.fromkeys(texts):
        question = question_of(text, CYCLES, 30, 0, ())
        question = msgspec.structs.replace(question, sight=sight)
        own, others = (search(engine, question) for engine in engines)
        assert msgspec.structs.replace(own, took_ms=0) == msgspec.structs.replace(others, took_ms=0), text
        one, other = (Known(engine.snapshot(), sight) for engine in engines)
        terms = terms_of(question)
        assert corrected(text, terms, one) == corrected(text, terms, other), text
    assert corrected("kế hoacg", terms_of(Question("kế hoacg")), one) == "kế hoạch"


def test_hits_stand_in_the_order_asked_for(engines: tuple[Engine, ...]) -> None:
    dates = {entry.document: entry.date or "" for entry in entries()}
    for engine in engines:
        hits = search(engine, Question("", 100, sort="date")).hits
        found = [dates[hit.document] for hit in hits]
        assert found == sorted(found, reverse=True)
        assert set(search(engine, Question("")).facets) == set(FACETS)


def test_pages_of_answers_join(engines: tuple[Engine, ...]) -> None:
    for engine in engines:
        whole = search(engine, Question("học", 100)).hits
        parts = [search(engine, Question("học", 7, offset)).hits for offset in range(0, 100, 7)]
        assert tuple(hit for part in parts for hit in part) == whole
