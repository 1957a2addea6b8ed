import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.index.language import understand
from archive.index.snippets import Wanted, matching_words, snippet

FILLER = "Trường thực hiện nhiệm vụ theo hướng dẫn của phòng. " * 12


def shown(text: str, question: str) -> str:
    pieces = snippet(text, Wanted(understand(question)))
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in pieces)


def marked(texts: str, question: str) -> list[str]:
    words = texts.split()
    return [
        word
        for word, yes in zip(words, matching_words(words, Wanted(understand(question))), strict=True)
        if yes
    ]


def test_the_phrase_is_shown_and_marked_between_whole_words() -> None:
    text = f"{FILLER} hoạch kế {FILLER} Nay ban hành kế  hoạch\nnăm học mới. {FILLER}"
    line = shown(text, "ke hoach nam hoc")
    assert "[kế hoạch năm học]" in line
    assert line.startswith("…") and line.endswith("…")
    assert 150 <= len(line) <= 210
    assert set(line.strip("…").replace("[", "").replace("]", "").split()) <= set(text.split())


def test_a_short_page_is_shown_whole_and_a_page_without_the_words_from_its_start() -> None:
    assert shown("Kế hoạch", "kế hoạch") == "[Kế hoạch]"
    assert shown("Biên bản  họp", "kế hoạch") == "Biên bản họp"
    assert shown(FILLER, "kế hoạch").startswith("Trường thực hiện")
    assert shown("", "kế hoạch") == ""


def test_runs_are_marked_and_lone_words_only_when_there_is_no_run() -> None:
    assert marked("học tập kế hoạch năm ngoái và năm học", "kế hoạch năm học") == [
        "kế",
        "hoạch",
        "năm",
        "năm",
        "học",
    ]
    assert marked("kế toán dạy học", "kế hoạch năm học") == ["kế", "học"]


def test_a_run_goes_on_over_a_misread_word() -> None:
    assert marked("năm: kiểm tra đánh qiá kết", "kiểm tra đánh giá kết") == ["kiểm", "tra", "đánh", "kết"]


def test_the_very_marks_are_preferred_for_a_single_word() -> None:
    assert marked("bảo báo bao", "bảo") == ["bảo"]
    assert marked("báo bao", "bảo") == ["báo", "bao"]
    assert marked("bảo báo bao", "bao") == ["bảo", "báo", "bao"]


def test_words_as_a_reader_cut_them() -> None:
    assert marked("Số: 226/KH-THCSKS, — ngày 5", "226/kh-thcsks") == ["226/KH-THCSKS,"]
    assert matching_words((), Wanted(understand("kế hoạch"))) == ()
    assert matching_words(("kế", "", "hoạch"), Wanted(understand("kế hoạch"))) == (True, False, True)
    assert matching_words(("kế", "hoạch"), Wanted(understand(""))) == (False, False)


def test_a_symbol_is_marked_as_one_stretch_and_its_parts_never_singly() -> None:
    assert shown("Số: 112/KH-THCSKS, lớp 112", "112/KH-THCSKS") == "Số: [112/KH-THCSKS], lớp 112"
    assert shown("lớp 112, hộp KH", "112/KH-THCSKS") == "lớp 112, hộp KH"
    assert shown("kế\nhoạch, năm học", "ke hoach nam hoc") == "[kế hoạch], [năm học]"


def test_quoted_and_plain_are_both_marked() -> None:
    assert marked("tổ văn phòng và tổ toán", '"văn phòng" toán') == ["văn", "phòng", "toán"]


@pytest.mark.parametrize("width", [20, 200])
@given(
    text=st.text(alphabet="kế hoạch\n\t.\u0301\u200b", max_size=300),
    question=st.text(alphabet='kế hoạch"', max_size=20),
)
def test_a_snippet_is_text_of_the_page(width: int, text: str, question: str) -> None:
    pieces = snippet(text, Wanted(understand(question)), width)
    joined = "".join(piece.text for piece in pieces)
    assert all(piece.text for piece in pieces)
    assert "".join(joined.strip("…").split()) in "".join(text.split())
