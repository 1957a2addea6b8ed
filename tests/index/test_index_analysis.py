import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.index.analysis import LONGEST_KEY, tokens, word_keys, words_and_edges

LETTERS = (
    "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ0123456789"
)
SYLLABLES = st.text(alphabet=LETTERS + LETTERS.upper(), min_size=1, max_size=8)
TEXTS = st.lists(SYLLABLES, max_size=12).map(" ".join)


def exacts(text: str) -> list[str]:
    return [token.exact for token in tokens(text)]


def foldeds(text: str) -> list[str]:
    return [token.folded for token in tokens(text)]


@pytest.mark.parametrize(
    "one, other",
    [
        ("hoà", "hòa"), ("hoá", "hóa"), ("thuỷ", "thủy"), ("khoẻ", "khỏe"), ("tuý", "túy"), ("uỷ", "ủy"),
        ("CỘNG HOÀ", "cộng hòa"), ("qúy", "quý"), ("gìa", "già"), ("cuả", "của"), ("Ðảng", "Đảng"),
        ("Ɖảng", "đảng"), ("LƢU TRỮ", "lưu trữ"),
    ],
)  # fmt: skip
def test_spellings_of_one_word_have_one_key(one: str, other: str) -> None:
    assert exacts(one) == exacts(other)
    assert foldeds(one) == foldeds(other)


def test_a_key_is_today_s_spelling() -> None:
    spelt = (
        "hòa thủy khỏe quý quả qua già giá gì gìn giếng giường của mía ngoài khuỷu nước tiến hoàn quốc yếu "
        "người rượu nghĩa giữa thuở khuya quyết đường xoáy hoạch kỹ lý ủy"
    )
    assert " ".join(exacts(spelt.upper())) == spelt


@pytest.mark.parametrize(
    "one, other", [("bảo", "báo"), ("hòa", "hóa"), ("hoa", "hòa"), ("ma", "mã"), ("dau", "đâu"), ("o", "ô")]
)
def test_other_words_have_other_keys_and_may_fold_to_one(one: str, other: str) -> None:
    assert exacts(one) != exacts(other)
    assert foldeds(one) == foldeds(other)


def test_symbols_and_codes_give_their_parts() -> None:
    assert foldeds("226/KH-THCSKS") == ["226", "kh", "thcsks"]
    assert foldeds("[H1-1.1-01]") == ["h1", "1", "1", "01"]
    assert foldeds("1.10") == ["1", "10"]
    assert foldeds("5065_QD-SYT.pdf") == ["5065", "qd", "syt", "pdf"]
    assert exacts("01/ĐL-BTC") == ["01", "đl", "btc"]


def test_what_is_not_seen_is_passed_over() -> None:
    plain = exacts("minh chứng")
    assert exacts("mi\u00adnh chứ\u200bng") == plain
    assert exacts("\ufeffminh\u00a0chứng\u2060") == plain
    assert exacts("minh\u200d chứng") == plain


def test_places_are_those_of_the_text_given() -> None:
    text = "Số: 12/QĐ-THCS, hoà"
    assert [text[token.start : token.end] for token in tokens(text)] == ["Số", "12", "QĐ", "THCS", "hoà"]
    spread = unicodedata.normalize("NFD", "Kế hoạch")
    assert [spread[token.start : token.end] for token in tokens(spread)] == [
        unicodedata.normalize("NFD", "Kế"),
        unicodedata.normalize("NFD", "hoạch"),
    ]


@given(TEXTS)
def test_composed_and_decomposed_are_one(text: str) -> None:
    composed = word_keys(unicodedata.normalize("NFC", text))
    assert word_keys(unicodedata.normalize("NFD", text)) == composed
    assert len(composed) == len(text.split())


@given(TEXTS)
def test_folding_is_what_is_left_without_marks(text: str) -> None:
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
        if not unicodedata.combining(letter)
    )
    # i and y are one letter where they are a syllable's only vowel.
    assert foldeds(text) == [re.sub("^([hklmst]|qu)i$", r"\1y", word) for word in bare.split()]
    assert exacts(bare) == foldeds(text)


@given(TEXTS)
def test_keys_of_keys_are_themselves(text: str) -> None:
    once = exacts(text)
    assert exacts(" ".join(once)) == once


@given(st.text())
def test_any_text_has_words_in_their_places(text: str) -> None:
    found = list(tokens(text))
    words, edges = words_and_edges(text)
    assert [text[token.start : token.end] for token in found] == words
    assert tuple((token.exact, token.folded) for token in found) == word_keys(text)
    assert len(edges) >= 2 * len(words)
    last = 0
    for token in found:
        assert last <= token.start < token.end <= len(text)
        assert token.exact and token.folded
        assert not set(token.exact) & set(" \n\t\u00a0")
        last = token.end


def test_a_run_without_end_is_cut() -> None:
    assert [len(key) for key in foldeds("x" * 10_000)] == [LONGEST_KEY]


@pytest.mark.parametrize(
    ("one", "other"), [("kĩ", "kỹ"), ("lí", "lý"), ("quí", "quý"), ("QUI", "quy"), ("sĩ", "sỹ"), ("tỉ", "tỷ")]
)
def test_i_and_y_that_sound_alike_are_one_letter(one: str, other: str) -> None:
    assert word_keys(one) == word_keys(other)


@pytest.mark.parametrize(("one", "other"), [("thúi", "thuý"), ("tai", "tay"), ("vi", "vy"), ("kim", "kym")])
def test_i_and_y_that_sound_otherwise_are_two(one: str, other: str) -> None:
    assert word_keys(one) != word_keys(other)
