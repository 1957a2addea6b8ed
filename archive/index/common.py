"""Common words (âm tiết thường gặp), and marks of two words beside each other, which are indexed as words.

A phrase of words that stand on nearly every page would have to be looked for on nearly every page; where a
mark is missing nobody has to look. Each of the common words has a number of its own, so that their pairs
have; all others share the numbers that are left, for there are too many of them.
"""

from collections.abc import Sequence
from itertools import pairwise
from zlib import crc32

from archive.index.memo import Memo

_WORDS = 1024  # numbers of words

_COMMON = frozenset(
    """
    a ai an anh ap ba bac bai ban bang bao bat ben bi bien biet bo boi bon buoc buoi ca cac cach cai cam
    can cao cap cau cha chat che chi chia chien chinh cho chu chua chuan chuc chung chuong chuyen co con
    cong cu cua cung cuoc cuoi cuong cuu da dac dai dam dan dang danh dao dat dau day de den di dia dich
    diem dien dieu dinh do doa doan doc doi don dong du dua duc dung duoc duong duy duyet gap ghi gia giai
    giam gian giang giao gio gioi giu giua hai ham han hang hanh hap he hieu hinh ho hoa hoac hoach hoan
    hoat hoc hoi hon hong hop hot huan hung huong huu huyen ke ket kha khac khai kham khao khen khi khien
    khoa khoan khoe khoi khong khu khuyen kiem kien kinh ky la lai lam lan lanh lap le lich lien lieu linh
    lo loai loi lop luat luc luong luu luyen ly ma manh mat mau may mo moi mon mot mua muc mung muoi muon
    nam nang nay neu ngan nganh ngay nghe nghi nghia nghiem nghiep ngoai nguoi nguon nguyen nha nhan nhap
    nhat nhiem nhiet nhieu nho nhom nhu nhung noi nu nuoc o ong phai pham phan phap phat phi phieu pho
    phoi phong phu phuc phung phuong qua quan quang quoc quy quyen quyet ra rang ren ro sach sai sang sau
    si sinh so soan soat su sua suc suy ta tac tai tam tan tang tap tat tay ten thai tham than thang thanh
    thao thap that thay the theo thi thich thiem thien thiet thieu tho thoai thoi thong thu thuan thuat
    thuc thuoc thuong thuy tich tiem tien tiep tiet tieu tim tin tinh to toa toan toc toi ton tong trach
    trai tram tran trang tre tren tri trien tro trong tru truc trung truoc truong truyen tu tuan tuc tung
    tuoi tuyen ty uu uy va vai van vao ve vi viec vien viet vo voi vu vung vuot xa xac xay xe xem xep xet
    xu xuan xuat xuyen y yeu 1 2 3 4 5 6 7 8 9 10 11 12 01 02 03 04 05 06 07 08 09 2019 2020 2021 2022
    2023 2024 2025 gd gddt kh qd bc bb tt nd tb cv thcs thcsks ubnd bgh cmhs gv hs
    """.split()
)


def exact(first: str, second: str) -> bool:
    """Whether the mark of two words is theirs alone: both are common."""
    return first in _COMMON and second in _COMMON


def mark(first: str, second: str) -> str:
    """What two words without marks that stand beside each other are indexed as; others may share it.

    Where it is missing they do not stand so.
    """
    return marks((first, second)).pop()


def marks(words: Sequence[str]) -> set[str]:
    """The different marks of words beside each other."""
    numbers = tuple(map(_NUMBERS.__getitem__, words))
    return {*map(str, {one * _WORDS + other for one, other in pairwise(numbers)})}


def _number(word: str) -> int:
    shared = len(_OF_COMMON) + crc32(word.encode()) % (_WORDS - len(_OF_COMMON))
    return _OF_COMMON.get(word, shared)


_OF_COMMON = {word: number for number, word in enumerate(sorted(_COMMON))}
_NUMBERS = Memo(_number)
