"""A text layer is believed when it reads as Vietnamese or as what people can say, and only then."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.judge import is_syllable, judge

VIETNAMESE = (
    "Căn cứ Thông tư số 18/2018/TT-BGDĐT ngày 22 tháng 8 năm 2018 của Bộ trưởng Bộ Giáo dục và Đào tạo "
    "ban hành Quy định về kiểm định chất lượng giáo dục và công nhận chuẩn quốc gia với trường THCS"
)
CAPITALS = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc TRƯỜNG THCS KIM SƠN UBND QLCL BGDĐT"
)
ENGLISH = (
    "The school council approved the strategic plan for the period and published it on the school web site"
)
TABLE = "\n".join(f"{n} Nguyễn Văn An lớp 9A {n}/5/2008 {n % 10},5 giỏi tốt" for n in range(1, 20))
# "Cộng hòa xã hội chủ nghĩa Việt Nam" as fonts of the nineties have it: TCVN3, then VNI.
TCVN3 = (
    "Céng hßa x· héi chñ nghÜa ViÖt Nam §éc lËp - Tù do - H¹nh phóc KÕ ho¹ch tù ®¸nh gi¸ chÊt l­îng gi¸o dôc "
    "cña nhµ tr­êng n¨m häc theo quyÕt ®Þnh cña Së"
)
VNI = (
    "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam Ñoäc laäp - Töï do - Haïnh phuùc Keá hoaïch töï ñaùnh giaù "
    "chaát löôïng giaùo duïc cuûa nhaø tröôøng"
)
MARKS_LOST = (
    "C ng hoà xã h i ch  ngh a Vi t Nam  c l p T  do H nh phúc K  ho ch t   ánh giá ch t l ng giáo d c"
)
SIGNS = "!\"# $%&'()*+ ,-./0 !#%') *\"&( 1!2\"3 #$4%5 &'6(7 )*8+9 ,-:;< =>?@ ![#]$ ^_` {|}~ " * 3
PRIVATE = "".join(chr(0xF000 + ord(letter)) if letter != " " else " " for letter in ENGLISH)
JUMBLED = "tHe ScHoOl cOunCil aPproVed tHe sTrateGic pLan fOr tHe pEriod aNd pUblished iT"
UNMARKED = "Truong trung hoc co so Kim Son bao cao ket qua thuc hien nhiem vu nam hoc cua nha truong"


@pytest.mark.parametrize(
    "text", [VIETNAMESE, CAPITALS, ENGLISH, TABLE], ids="vietnamese capitals english table".split()
)
def test_text_is_text(text: str) -> None:
    assert judge(text).good, judge(text)
    assert judge(unicodedata.normalize("NFD", text)) == judge(text)


@pytest.mark.parametrize(
    "text",
    [
        TCVN3,
        VNI,
        MARKS_LOST,
        SIGNS,
        PRIVATE,
        "\x80\x91\x85" * 200 + ENGLISH,
        JUMBLED,
        "",
    ],
    ids="tcvn3 vni marks-lost signs private controls jumbled nothing".split(),
)
def test_what_a_poor_copier_made_of_it_is_not(text: str) -> None:
    assert not judge(text).good, judge(text)


def test_a_scans_layer_without_marks_is_some_copiers_reading() -> None:
    assert judge(UNMARKED).good and not judge(UNMARKED, scan=True).good
    assert judge(VIETNAMESE, scan=True).good


@pytest.mark.parametrize(
    "word", "nghiêng khuỷu Quốc ĐƯỜNG giếng gìn Huyện yếu oẳn xoèn thuở quýt ngoằn".split()
)
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", "ngjh hßa tr­êng löôïng bàc tẹch strasse wow xyz việtnam á́".split())
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


@given(st.text(max_size=400), st.booleans())
def test_any_text_is_judged(text: str, scan: bool) -> None:
    found = judge(text, scan)
    assert 0 <= found.score <= 1 and found.why
