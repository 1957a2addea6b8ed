"""Words that no page has, and what is meant by them; short forms and patterns where they are marked."""

from collections import Counter
from collections.abc import Iterable

import pytest

from archive.index.analysis import word_keys
from archive.index.language import understand
from archive.index.snippets import Wanted, matching_words
from archive.index.spelling import corrected, forgiven, nearest

PAGES = (
    "kế hoạch bồi dưỡng thường xuyên giáo viên",
    "kế hoạch kiểm tra nội bộ trường trung học cơ sở",
    "biên bản họp hội đồng trường, khoa học tự nhiên",
)


class Words:
    """The words of some pages."""

    def __init__(self, pages: Iterable[str]) -> None:
        self.pages = tuple(pages)
        self.counts = Counter(word for page in pages for word in {folded for _, folded in word_keys(page)})

    def frequency(self, word: str) -> int:
        return self.counts[word]

    def stands(self, exact: str) -> bool:
        return any((exact, folded) in word_keys(page) for page in self.pages for folded in self.counts)

    def values(self, field: str) -> Iterable[str]:
        # An index also knows words that may not be known to who asks.
        if field == "words":
            return (*self.counts, "hoacs")
        return {exact for page in self.pages for exact, _ in word_keys(page)} | {"hoạcs", "bỗi"}


VOCABULARY = Words(PAGES)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kế hoacg kiểm tra", "kế hoạch kiểm tra"),
        ("thuờgn xuyen", "thường xuyen"),
        ("bồi duỡnq", "bồi dưỡng"),
        ("truờnq (xyz)", "trường (xyz)"),
        ("kế hoạch", None),
        ("kế hoạch 2021", None),
        ("hộp xyz", None),
        ("", None),
    ],
)
def test_a_word_that_no_page_has_is_offered_as_the_archive_writes_it(typed: str, meant: str | None) -> None:
    assert corrected(typed, understand(typed), VOCABULARY) == meant


def test_the_nearest_word_counts_then_the_commonest() -> None:
    assert nearest("hoach", ["hoac", "hoachs"], {"hoac": 1, "hoachs": 9}.__getitem__) == ("hoachs", "hoac")
    assert nearest("truonq", ["truong", "thuong"], lambda _: 1) == ("truong", "thuong")
    assert nearest("hgm", ["hop"], lambda _: 1) == ()
    assert nearest("crnh1", ["cmhs"], lambda _: 1) == ()
    assert nearest("hoacg", ["hoach", "hoacs"], {"hoach": 0, "hoacs": 2}.__getitem__) == ("hoacs",)
    assert nearest("corn", ["com", "hop"], lambda _: 1) == ("com",)
    assert nearest("thorn", ["thom", "thuy"], lambda _: 1) == ("thom",)


def test_a_misspelt_word_may_stand_as_the_word_that_is_meant() -> None:
    others = forgiven(understand("kế hoacg kiểm tra"), VOCABULARY).alike
    assert [(one.first, one.end, [word.folded for word in one.words]) for one in others] == [
        (1, 2, ["hoach"])
    ]
    assert forgiven(understand("kế hoạch kiểm tra"), VOCABULARY).alike == ()


def test_where_most_words_are_unknown_none_is_forgiven() -> None:
    for question in ("hoacg", "hoacg thuonq", "225/KHHX", "hoacg OR ke"):
        assert forgiven(understand(question), VOCABULARY).alike == (), question


@pytest.mark.parametrize(
    ("question", "text", "marked"),
    [
        ("CMHS", "Họp cha mẹ học sinh khối 6", "cha mẹ học sinh"),
        ("cha mẹ học sinh", "Họp CMHS khối 6", "CMHS"),
        ("CMHS", "Mẹ của học trò", ""),
        ("kiểm*", "Kế hoạch kiểm tra, kiểm kê", "kiểm kiểm"),
        ("hoạch~", "Kế hoạeh năm", "hoạeh"),
        ("hoạeh~ NOT năm", "Kế hoạch năm", "hoạch"),
        ('tên:"kế hoạch" OR hộp:3', "Kế hoạch hộp 3", "Kế hoạch"),
        ("kĩ năng", "Kỹ năng sống", "Kỹ năng"),
    ],
)
def test_what_answers_is_marked(question: str, text: str, marked: str) -> None:
    words = text.replace(",", "").split()
    flags = matching_words(words, Wanted(understand(question)))
    assert " ".join(word for word, flag in zip(words, flags, strict=True) if flag) == marked
