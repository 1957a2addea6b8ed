"""What fonts of the nineties and careless converters call Vietnamese letters is read as what they show."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.judge import Why
from archive.ingest.legacy import Encoding, Spelling, converted, decode, encode, encoding_of, put_right
from archive.ingest.legacy_tables import TCVN3, VNI_LETTERS
from archive.ingest.lettering import Lettering, Piece
from samples import old_fonts

ASCII = "abcdefghijklmnopqrstuvwxyz"
SMALL = sorted(letter for letter in TCVN3.values() if letter.islower())
LARGE = "ĂÂÊÔƠƯĐ"
WORDS = st.text(
    st.sampled_from([*SMALL, *ASCII, *ASCII.upper(), *LARGE, *".,:;()0123456789"]), min_size=1, max_size=9
)
VNI_WORDS = st.text(
    st.sampled_from([*VNI_LETTERS, *ASCII, *ASCII.upper(), *".,:;0123456789"]), min_size=1, max_size=9
)
SENTENCE = (
    "Trường Trung học cơ sở Kim Sơn xây dựng kế hoạch, chiến lược của những người giỏi nhất đã được ưu tiên"
)


def lettering(text: str, font: str) -> Lettering:
    words = tuple(text.split(" "))
    pieces = tuple((Piece(word, font),) for word in words)
    return Lettering(words, (" ",) * len(words), ((0, 0, 1, 1),) * len(words), pieces)


@given(WORDS)
def test_tcvn3_there_and_back(word: str) -> None:
    assert decode(encode(word, "tcvn3"), Spelling("tcvn3", False)) == word


@given(WORDS)
def test_capitals_there_and_back(word: str) -> None:
    assert decode(encode(word.upper(), "tcvn3-capitals"), Spelling("tcvn3-capitals", False)) == word.upper()


@given(VNI_WORDS)
def test_vni_there_and_back(word: str) -> None:
    assert decode(encode(word, "vni"), Spelling("vni", False)) == word


def test_every_vietnamese_letter_has_its_code() -> None:
    tones = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    letters = {unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in tones} | {
        "đ"
    }
    assert len(letters) == 73
    assert letters - set(ASCII) == set(SMALL)
    assert letters - set(ASCII) == {letter for letter in VNI_LETTERS if letter.islower()}


@pytest.mark.parametrize(
    ("old", "encoding", "text"),
    [
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam", "tcvn3", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("KÕ ho¹ch tù ®¸nh gi¸ chÊt l\xadîng", "tcvn3", "Kế hoạch tự đánh giá chất lượng"),
        ("céng hßa x· héi chñ nghÜa viÖt nam", "tcvn3-capitals", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "vni", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("ÑOÄC LAÄP - TÖÏ DO - HAÏNH PHUÙC", "vni", "ĐỘC LẬP - TỰ DO - HẠNH PHÚC"),
        ("Vuõ Thò Quyø, Nguyeãn Vaên Kyø, Lyù Mî", "vni", "Vũ Thị Quỳ, Nguyễn Văn Kỳ, Lý Mỵ"),
        ("\uf054\uf072\uf0ad\uf0ea\uf06e\uf067", "tcvn3", "Trường"),
    ],
)
def test_known_sentences(old: str, encoding: Encoding, text: str) -> None:
    assert " ".join(decode(word, Spelling(encoding, False)) for word in old.split(" ")) == text


def test_two_tables_say_the_same() -> None:
    assert old_fonts.TCVN3 == TCVN3
    assert old_fonts.vni_text(SENTENCE + SENTENCE.upper()) == encode(SENTENCE + SENTENCE.upper(), "vni")


@pytest.mark.parametrize(
    ("old", "text"),
    [
        ("tr-êng", "trường"),
        ("-u", "ưu"),
        ("-íc", "ước"),
        ("nh-", "như"),
        ("nh\ufffe", "như"),
        ("2022-2023", "2022-2023"),
        ("H1-1.1-01", "H1-1.1-01"),
        ("THCS-THPT", "THCS-THPT"),
        ("TT-BGD§T", "TT-BGDĐT"),
        ("x·-héi", "xã-hội"),
        ("-VÒ", "-Về"),
        ("-", "-"),
    ],
)
def test_a_hyphen_is_read_as_what_makes_a_syllable(old: str, text: str) -> None:
    assert decode(old, Spelling("tcvn3", False), hyphens=True) == text


def test_a_hyphen_is_a_hyphen_where_its_letter_has_a_code_of_its_own() -> None:
    found = converted(lettering("tr\xadêng nh- -u", ".VnTime"))
    assert found == (("trường", "nh-", "-u"), Why.TCVN3)


@pytest.mark.parametrize(
    ("font", "encoding"),
    [
        (".VnTime", "tcvn3"),
        (".VnTimeH", "tcvn3-capitals"),
        (".VnTimeH,Bold", "tcvn3-capitals"),
        (".VnArial NarrowH", "tcvn3-capitals"),
        (".VnHelvetica-Bold", "tcvn3"),
        ("VnTimeH-BoldItalic", "tcvn3-capitals"),
        (".Vn3DH", "tcvn3-capitals"),
        ("VNI-Times", "vni"),
        ("VNI-Helve-Condense,Bold", "vni"),
        ("TimesNewRoman", None),
        ("Vnature", None),
        ("UVNVan", None),
        ("", None),
    ],
)
def test_fonts_are_known_by_their_names(font: str, encoding: str | None) -> None:
    assert encoding_of(font) == encoding


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_without_a_name_the_text_decides(encoding: Encoding) -> None:
    found = converted(lettering(encode(SENTENCE, encoding), "TT1E3o00"))
    assert found and " ".join(found[0]) == SENTENCE


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        "The school council approved the plan",
        "Les élèves préparent une fête à l'école et à Noël",
        "Größe und Gewicht müssen über dem Maß für Mädchen sein",
        "¿Dónde está el niño pequeño que habló con el señor López?",
    ],
    ids="vietnamese english french german spanish".split(),
)
def test_other_text_in_a_font_without_a_name_is_left_alone(text: str) -> None:
    assert converted(lettering(text, "TT1E3o00")) is None


def test_a_font_of_the_old_kind_by_name_with_text_in_unicode_is_left_alone() -> None:
    assert converted(lettering(SENTENCE, ".VnTime")) is None


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("TRƢỜNG THCS KIM SƠN", "TRƯỜNG THCS KIM SƠN"),
        ("CỘNG HÕA XÃ HỘI", "CỘNG HÒA XÃ HỘI"),
        ("HẠNH PHÖC, chƣơng trình, chöng ta còn rõ", "HẠNH PHÚC, chương trình, chúng ta còn rõ"),
        ("đƣợc phõng Võ theo dõi, cốt lõi, vai trõ", "được phòng Võ theo dõi, cốt lõi, vai trò"),
        ("Ðiều 5 TT-BGDÐT", "Điều 5 TT-BGDĐT"),
    ],
)
def test_wrong_letters_are_put_right(wrong: str, right: str) -> None:
    assert put_right(wrong.split(" ")) == tuple(right.split(" "))


@pytest.mark.parametrize(
    "text", [SENTENCE, "Võ Thị Rõ ở ngõ lõm", "Köln liegt am Rhein, schön", "", "bõ công õng ẹo"]
)
def test_right_letters_are_left_alone(text: str) -> None:
    assert put_right(text.split(" ")) is None


@given(st.text(max_size=60), st.sampled_from([".VnTime", ".VnTimeH", "VNI-Times", "F1"]))
def test_any_text_can_be_tried(text: str, font: str) -> None:
    words = text.split()
    found = converted(lettering(" ".join(words), font)) if words else None
    assert found is None or len(found[0]) == len(words)
