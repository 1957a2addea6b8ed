"""Pages of Vietnamese school papers, made by a fixed seed: any number, always the same.

The words of the papers are frequent as in real ones: half are set phrases of school administration, the rest
follow Zipf's law over some 3,000 syllables, so that common words stand on nearly every page.
"""

import random
from collections.abc import Iterator
from itertools import accumulate, product

from archive.evidence.standards import Edition
from archive.index.entries import Entry

SEED = 20_220_921
WORDS = 300  # about; of a page
_PHRASES = tuple(
    phrase.strip()
    for phrase in """
kế hoạch năm học; hội đồng trường; ban giám hiệu; tổ chuyên môn; giáo viên chủ nhiệm; cha mẹ học sinh;
bồi dưỡng thường xuyên; phổ cập giáo dục; kiểm định chất lượng; tự đánh giá; minh chứng; cơ sở vật chất;
thiết bị dạy học; thư viện nhà trường; an toàn giao thông; phòng cháy chữa cháy; vệ sinh an toàn thực phẩm;
đổi mới phương pháp dạy học; kiểm tra đánh giá; học sinh giỏi; giáo viên dạy giỏi; sáng kiến kinh nghiệm;
chi bộ nhà trường; công đoàn cơ sở; đoàn thanh niên; đội thiếu niên tiền phong; quy chế dân chủ;
công khai tài chính; dự toán ngân sách; quyết toán kinh phí; biên bản họp; báo cáo sơ kết; báo cáo tổng kết;
quyết định thành lập; phân công nhiệm vụ; thời khóa biểu; hoạt động trải nghiệm; giáo dục thể chất;
y tế trường học; tư vấn tâm lý; xã hội hóa giáo dục; ủy ban nhân dân; phòng giáo dục và đào tạo;
sở giáo dục và đào tạo; căn cứ điều lệ; trường trung học cơ sở; chương trình giáo dục phổ thông;
nâng cao chất lượng; chuyển đổi số; hồ sơ sổ sách; thi đua khen thưởng; kỷ luật; tuyển sinh lớp sáu;
chiến lược phát triển; tầm nhìn; sứ mệnh; giá trị cốt lõi; ứng dụng công nghệ thông tin; ngày nhà giáo;
thực hiện nhiệm vụ; đề nghị; kính gửi; nơi nhận; lưu văn thư; hiệu trưởng; phó hiệu trưởng; thư ký; chủ tọa
""".split(";")
)
_INITIALS = "b c ch d đ g gi h k kh l m n ng nh ph qu r s t th tr v x".split()
_RHYMES = (
    "ai an anh ao ăn âm ân ây em en iên ôn ông ơi ung uôn ương uy a ác ách ạt ấp ật ế ệt ích ổ ợp ự ước ạo "
    "ảnh ấn ến ọc ộng ừng ữ ứ ỹ ỳ"
).split()
_TYPES = ("kế hoạch", "quyết định", "báo cáo", "biên bản", "công văn", "tờ trình", "danh sách", "thông báo")
_ISSUERS = ("Trường THCS Kim Sơn", "Phòng Giáo dục và Đào tạo", "Ủy ban nhân dân xã", "Công đoàn cơ sở")
_YEARS = ("2020-2021", "2021-2022", "2022-2023")
_ORIGINS = ("ocr", "ocr", "ocr", "text", "converted")


class Pages:
    """Makes entries one after the other; two of one seed make the same."""

    def __init__(self, edition: Edition, seed: int = SEED) -> None:
        self._chance = random.Random(seed)
        syllables = [initial + rhyme for initial, rhyme in product(_INITIALS, _RHYMES)]
        self._chance.shuffle(syllables)
        self._syllables = syllables
        self._weights = tuple(accumulate(1 / (place + 5) for place in range(len(syllables))))
        self._phrase_weights = tuple(accumulate(1 / (place + 8) for place in range(len(_PHRASES))))
        self._criteria = tuple(str(criterion.id) for criterion in edition.criteria)

    def entries(self, pages: int) -> Iterator[Entry]:
        """Documents of one to nine pages until there are ``pages`` of them."""
        made = number = 0
        while made < pages:
            number += 1
            count = min(self._chance.choice((1, 1, 2, 2, 3, 4, 5, 9)), pages - made)
            made += count
            yield self._entry(number, count)

    def questions(self, count: int) -> tuple[str, ...]:
        """What people ask: two to six words as they stand on papers, some without marks left to the asker."""
        return tuple(self._question() for _ in range(count))

    def _entry(self, number: int, count: int) -> Entry:
        chance = self._chance
        criterion = chance.choice(self._criteria)
        standard = criterion.partition(".")[0]
        kind = chance.choice(_TYPES)
        year = chance.choice(_YEARS)
        filed = chance.random() < 0.95
        return Entry(
            document=f"{number:064x}",
            code=f"H{standard}-{criterion}-{number % 99 + 1:02}" if filed else None,
            title=f"{kind.capitalize()} {chance.choice(_PHRASES)} {chance.choice(_PHRASES)}",
            name=f"scan{number:06}.pdf",
            symbol=f"{chance.randrange(1, 400)}/{''.join(word[0] for word in kind.split()).upper()}-THCSKS",
            date=f"{int(year[:4])}-{chance.randrange(8, 13):02}-{chance.randrange(1, 29):02}",
            standard=standard if filed else None,
            criterion=criterion if filed else None,
            box=standard if filed else None,
            school_year=year,
            type=kind,
            pages=tuple(self._page() for _ in range(count)),
        )

    def _page(self) -> str:
        words = 0
        parts = []
        chance = self._chance
        while words < WORDS:
            phrase = chance.choices(_PHRASES, cum_weights=self._phrase_weights)[0]
            strewn = chance.choices(self._syllables, cum_weights=self._weights, k=chance.randrange(2, 6))
            parts += [phrase, *strewn]
            words += phrase.count(" ") + 1 + len(strewn)
        return " ".join(parts)

    def _question(self) -> str:
        words = self._page().split()
        start = self._chance.randrange(len(words) - 6)
        return " ".join(words[start : start + self._chance.randrange(2, 7)])
