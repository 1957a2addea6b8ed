"""A text layer is believed when it reads as Vietnamese or as what people can say, and only then."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.judge import Why, is_clearly_vietnamese, judge

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
SPLIT = (
    "Đ tài: Xây d ng trư ng h c thân thi n ề ự ờ ọ ệ Căn c Ngh đ nh s 04 c a Chính ph và Thông tư s 11 c a B "
    "Giáo d c và Đào t o ứ ị ị ố ủ ủ ố ủ ộ ụ ạ"
)
WRONG = "C0nq hoà xà hôi chu nqhîa Viêt Nam Dôc lâp Tu do Hanh phùc Truonq THCS Kim San qiâo duc dào tao"
SHIFTED = " ".join(
    "".join(chr((ord(one) - 97 + 5) % 26 + 97) for one in word) for word in ENGLISH.lower().split()
)
INDEXED = "7Ur@QJ 7+&6 .LP 6*Q [k\\ G$QJ N;KR?FK FKLL/Q O=F SK#W WUL9Q QKk WU@QJ JLDL RT<Q"
FORMULAS = "\n".join(f"{n}) x² - {n}x + 6 = 0 ⇔ (x - 2)(x - 3) = 0; sin²α + cos²α = 1" for n in range(12))
MATHEMATICS = (
    "Cho tam giác ABC vuông tại A, đường cao AH. Biết AB = 6 cm, AC = 8 cm, tính BC, AH và sin B. Giải hệ "
    "phương trình 2x + y = 5 và x - y = 1 với m là tham số"
)
MARKS = "\n".join(f"{n} An 9A {n % 10},5 {n % 7} T K G TB" for n in range(30))
BILINGUAL = f"{VIETNAMESE}. {ENGLISH}"
FRENCH = "Les enfants de notre école ont préparé un spectacle pour la fête et la chorale va chanter à Noël"
BULLETS = "\n".join(f"\uf0b7 {line}" for line in (VIETNAMESE, ENGLISH) * 3)
ADDRESSES = (
    "Mọi ý kiến đóng góp xin liên hệ c2kimson@quangninh.edu.vn "
    "hoặc http://c2kimson.edu.vn/tin-tuc?muc=3&trang=12 để biết thêm nhé"
)
SIGNS = "!\"# $%&'()*+ ,-./0 !#%') *\"&( 1!2\"3 #$4%5 &'6(7 )*8+9 ,-:;< =>?@ ![#]$ ^_` {|}~ " * 3
PRIVATE = "".join(chr(0xF000 + ord(letter)) if letter != " " else " " for letter in ENGLISH)
JUMBLED = "tHe ScHoOl cOunCil aPproVed tHe sTrateGic pLan fOr tHe pEriod aNd pUblished iT"
UNMARKED = "Truong trung hoc co so Kim Son bao cao ket qua thuc hien nhiem vu nam hoc cua nha truong"


@pytest.mark.parametrize(
    "text",
    [
        VIETNAMESE,
        CAPITALS,
        ENGLISH,
        TABLE,
        FORMULAS,
        MATHEMATICS,
        MARKS,
        BILINGUAL,
        FRENCH,
        BULLETS,
        ADDRESSES,
    ],
    ids="vietnamese capitals english table formulas maths marks bilingual french bullets addresses".split(),
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
        SPLIT,
        WRONG,
        SHIFTED,
        INDEXED,
        "",
    ],
    ids="tcvn3 vni marks-lost signs private controls jumbled split wrong shifted indexed nothing".split(),
)
def test_what_a_poor_copier_made_of_it_is_not(text: str) -> None:
    assert not judge(text).good, judge(text)


def test_a_scans_layer_without_marks_is_some_copiers_reading() -> None:
    assert judge(UNMARKED).good and not judge(UNMARKED, scan=True).good
    assert judge(VIETNAMESE, scan=True).good


def test_a_copier_that_misreads_every_ninth_word_is_not_believed() -> None:
    words = VIETNAMESE.split()
    misread = " ".join(
        f"{word}q" if n % 9 == 4 and not word.isdigit() else word for n, word in enumerate(words)
    )
    assert judge(misread).good and not judge(misread, scan=True).good


@pytest.mark.parametrize(
    ("text", "why", "score"),
    [
        ("", Why.NOTHING, 0),
        ("TRƯỜNG THCS KIM SƠN", Why.HARDLY, 1),
        ("3", Why.HARDLY, 1),
        ("Tr­êng häc", Why.HARDLY, 0),
    ],
)
def test_hardly_a_word_is_said_with_how_good_it_is(text: str, why: Why, score: float) -> None:
    found = judge(text)
    assert (found.good, found.why, found.score) == (False, why, score)


def test_only_marks_make_text_clearly_vietnamese() -> None:
    assert is_clearly_vietnamese(VIETNAMESE)
    assert not any(map(is_clearly_vietnamese, (UNMARKED, TCVN3, VNI, ENGLISH, SPLIT, "Sơn La", "")))


@given(st.text(max_size=400), st.booleans())
def test_any_text_is_judged(text: str, scan: bool) -> None:
    found = judge(text, scan)
    assert 0 <= found.score <= 1 and found.why in Why
