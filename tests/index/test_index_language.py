import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.editions.load import load_edition
from archive.evidence.cycles import Cycles
from archive.index.asking import question_of
from archive.index.language import MOST_WORDS, label_key, understand

CYCLES = Cycles((load_edition("tt18-2018-thcs"),))


def folded(text: str) -> tuple[str, ...]:
    return tuple(word.folded for word in understand(text).plain)


def test_plain_words_keep_their_order_and_repeat() -> None:
    assert folded("Dạy tốt, học tốt") == ("day", "tot", "hoc", "tot")


@pytest.mark.parametrize(
    "text", ['"công đoàn" thuốc', "thuốc “công đoàn”", "«công đoàn» thuốc", "„công đoàn” thuốc"]
)
def test_quoted_words_are_a_phrase(text: str) -> None:
    terms = understand(text)
    assert [[word.exact for word in words] for words in terms.quoted] == [["công", "đoàn"]]
    assert [word.exact for word in terms.plain] == ["thuốc"]


def test_a_lone_quotation_mark_is_passed_over() -> None:
    terms = understand('kế "hoạch')
    assert (terms.quoted, folded('kế "hoạch')) == ((), ("ke", "hoach"))
    assert understand('"" " "').sequences == ()


def test_a_word_knows_whether_it_was_typed_with_marks() -> None:
    assert [word.marked for word in understand("bảo ve 12").plain] == [True, False, False]


@pytest.mark.parametrize(
    "text",
    [
        "H1-1.1-01",
        "h1-1.1-01",
        "[H1-1.1-01]",
        "h1.1.1.1",
        "H 1 - 1.1 - 01",
        "h1 1.1 01",
        "H1–1.1–1",
        "H1-1.1-001",
    ],
)
def test_a_code_has_one_key_however_it_is_typed(text: str) -> None:
    assert label_key(text) == label_key("H1-1.1-01")
    assert label_key(text) in understand(text).labels


def test_other_codes_have_other_keys() -> None:
    codes = ("H1-1.1-01", "H1-1.10-1", "H1-1.1-10", "H11-1.1-1", "H1-1.1-02")
    assert len({label_key(code) for code in codes}) == len(codes)


@pytest.mark.parametrize("label", ["112/KH-THCSKS", "21/09/2020", "3/10/2022", "15a/QĐ-THCSKS"])
def test_a_symbol_or_a_date_is_found_among_words(label: str) -> None:
    assert label_key(label) in understand(f"xem văn bản số {label}, nhé").labels


@pytest.mark.parametrize(
    ("text", "codes", "only"),
    [
        ("H1-1.1-01", ("H1-1.1-01",), True),
        ("/h1.1.1.1", ("H1-1.1-01",), True),
        ("[H1–1.1–1]", ("H1-1.1-01",), True),
        ("H1-1.1-01, (H1 - 1.10 - 2) H1-1.1-1", ("H1-1.1-01", "H1-1.10-02"), True),
        ("xem [H1-1.1-01] nhé", ("H1-1.1-01",), False),
        ("H1-1.1-01a", (), False),
        ("kế hoạch", (), False),
        ("", (), False),
    ],
)
def test_codes_are_found_by_the_style(text: str, codes: tuple[str, ...], only: bool) -> None:
    question = question_of(text, CYCLES)
    assert (question.text, question.codes, question.only_codes) == (text, codes, only)


@given(st.text(max_size=400))
def test_every_text_is_a_question_with_a_bound(text: str) -> None:
    terms = understand(text)
    assert sum(len(words) for words in terms.sequences) <= MOST_WORDS


def test_a_long_question_is_cut() -> None:
    terms = understand("từ " * 5_000)
    assert len(terms.plain) == terms.first_words == MOST_WORDS
    assert understand('"hai từ" ' + "từ " * 31).first_words == MOST_WORDS
    assert understand("từ " * MOST_WORDS).first_words is None
