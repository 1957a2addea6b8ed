"""The frame of a self-evaluation report, ordered as in Công văn 5932: cover, contents, headings, register."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from samples.report_faults import Piece
from samples.report_word import ACROSS, Typist

Table = dict[str, Any]


class Frame:
    """Types all of a report but what it describes. ``pages`` are those of the headings, as last written."""

    def __init__(self, typist: Typist, standards: Sequence[Table], pages: dict[str, int]) -> None:
        self._typist = typist
        self._standards = standards
        self._pages = pages

    def front(self, pages: dict[str, int]) -> None:
        """The cover and all that comes before part II's first standard."""
        type = self._typist.paragraph
        for line in (
            "UBND THỊ XÃ ĐÔNG TRIỀU",
            "TRƯỜNG THCS KIM SƠN",
            "",
            "",
            "BÁO CÁO TỰ ĐÁNH GIÁ",
            "",
            "Quảng Ninh - 2023",
        ):
            type(line, bold=True, centred=True)
        self._typist.new_page()
        type("DANH SÁCH VÀ CHỮ KÝ THÀNH VIÊN HỘI ĐỒNG TỰ ĐÁNH GIÁ", bold=True, centred=True)
        self._typist.table(
            [("TT", "Họ và tên", "Chức vụ", "Nhiệm vụ", "Chữ ký")]
            + [
                (str(n), f"Nguyễn Văn {letter}", "Giáo viên", "Ủy viên", "")
                for n, letter in enumerate("ABCDEGHIK", 1)
            ]
        )
        self._typist.new_page()
        self._contents()
        type("DANH MỤC CÁC CHỮ VIẾT TẮT", bold=True, centred=True)
        self._typist.table(
            [("CBQL", "Cán bộ quản lý"), ("THCS", "Trung học cơ sở"), ("TT", "Thông tư"), ("TX.", "Thị xã")]
        )
        self._typist.new_page()
        type("TỔNG HỢP KẾT QUẢ TỰ ĐÁNH GIÁ", bold=True, centred=True)
        self._typist.table(
            [("Tiêu chuẩn, tiêu chí", "Không đạt", "Mức 1", "Mức 2", "Mức 3")]
            + [
                (f"Tiêu chí {one['id']}", "", "x", "x", "x")
                for part in self._standards
                for one in part["criteria"]
            ]
        )
        type("Kết quả: Trường đạt Mức 3.")
        self._typist.new_page()
        self._heading("Phần I. CƠ SỞ DỮ LIỆU", pages)
        type("Tên trường: Trường THCS Kim Sơn. Năm thành lập trường: 1966. Loại hình: công lập.", indent=True)
        type("1. Số lớp học", bold=True)
        self._typist.table(
            [("Số lớp", "2020-2021", "2021-2022", "2022-2023")]
            + [(f"Khối {grade}", "4", "4", str(grade - 3)) for grade in range(6, 10)]
        )
        type("Nhà trường có 16 lớp, 640 học sinh và 38 cán bộ, giáo viên, nhân viên.", indent=True)
        self._heading("Phần II. TỰ ĐÁNH GIÁ", pages)
        type("A. ĐẶT VẤN ĐỀ", bold=True)
        type("Tiêu chí 1.1 đạt Mức 3 là cơ sở để nhà trường xây dựng kế hoạch những năm sau.", indent=True)
        type("B. TỰ ĐÁNH GIÁ", bold=True)
        type("I. TỰ ĐÁNH GIÁ TIÊU CHÍ MỨC 1, 2 VÀ 3", bold=True)

    def _contents(self) -> None:
        self._typist.paragraph("MỤC LỤC", bold=True, centred=True)
        titles = ["Phần I. CƠ SỞ DỮ LIỆU", "Phần II. TỰ ĐÁNH GIÁ"]
        for part in self._standards:
            titles += [_standard(part), *map(_criterion, part["criteria"])]
        for title in (*titles, "Phần III. KẾT LUẬN CHUNG", "Phần IV. PHỤ LỤC"):
            page = str(self._pages.get(title, 1))
            dots = "." * max(3, ACROSS - len(title) % ACROSS - len(page) - 2)
            self._typist.paragraph(f"{title} {dots} {page}")
        self._typist.new_page()

    def _heading(self, text: str, pages: dict[str, int], centred: bool = True) -> None:
        pages[text] = self._typist.paragraph(text, bold=True, centred=centred).page_of(0)

    def standard(self, standard: Table, pages: dict[str, int], opening: str) -> None:
        """The heading of a standard, with what is said before its criteria."""
        self._heading(_standard(standard), pages, centred=False)
        self._typist.paragraph("Mở đầu:", bold=True)
        self._typist.paragraph(opening, indent=True)

    def conclusion(self, standard: Table, closing: str) -> None:
        """What is said after a standard's criteria."""
        count = len(standard["criteria"])
        self._typist.paragraph(f"Kết luận về Tiêu chuẩn {standard['number']}:", bold=True)
        self._typist.paragraph(closing, indent=True)
        self._typist.paragraph(
            f"Số tiêu chí đạt Mức 1: {count}/{count}. Số tiêu chí không đạt: 0.", indent=True
        )

    def criterion(self, criterion: Table, pages: dict[str, int]) -> None:
        """The heading of a criterion, its indicators' words, and the heading of the description."""
        self._heading(_criterion(criterion), pages, centred=False)
        level = 0
        for indicator in criterion["indicators"]:
            if indicator["level"] != level:
                level = indicator["level"]
                self._typist.paragraph(f"Mức {level}:", bold=True)
            letter = f"{indicator['letter']}) " if "letter" in indicator else ""
            self._typist.paragraph(letter + indicator["text"], indent=True)
        self._typist.paragraph("1. Mô tả hiện trạng", bold=True)

    def end_of_criterion(self, criterion: Table, say: Callable[[str], str]) -> None:
        """Strengths, weaknesses, plans and the school's own verdict."""
        for heading, key in (
            ("2. Điểm mạnh", "strengths"),
            ("3. Điểm yếu", "weaknesses"),
            ("4. Kế hoạch cải tiến chất lượng", "plans"),
        ):
            self._typist.paragraph(heading, bold=True)
            self._typist.paragraph(say(key), indent=True)
        most = max(indicator["level"] for indicator in criterion["indicators"])
        self._typist.paragraph(f"5. Tự đánh giá: Đạt Mức {most}.", bold=True)

    def back(self, pages: dict[str, int], pieces: Sequence[Piece]) -> None:
        """Level 4, the conclusion, and the register of evidence."""
        type = self._typist.paragraph
        type("II. TỰ ĐÁNH GIÁ TIÊU CHÍ MỨC 4", bold=True)
        type("Nhà trường chưa đăng ký đánh giá các tiêu chí Mức 4.", indent=True)
        self._heading("Phần III. KẾT LUẬN CHUNG", pages)
        type(
            "Nhà trường tự đánh giá đạt Mức 3 và đề nghị được công nhận đạt chuẩn quốc gia Mức độ 2.",
            indent=True,
        )
        self._typist.new_page()
        self._heading("Phần IV. PHỤ LỤC", pages)
        type("DANH MỤC MÃ MINH CHỨNG", bold=True, centred=True)
        rows = [("Tiêu chí", "Mã minh chứng", "Tên minh chứng")]
        order = [str(one["id"]) for part in self._standards for one in part["criteria"]]
        before = ""
        for piece in sorted(pieces, key=lambda piece: (order.index(piece.criteria[0]), piece.code)):
            own = piece.criteria[0]
            rows.append((f"Tiêu chí {own}" if own != before else "", f"[{piece.code}]", piece.title))
            before = own
        self._typist.table(rows, (14, 16, 70))


def _standard(standard: Table) -> str:
    return f"Tiêu chuẩn {standard['number']}: {standard['name']}"


def _criterion(criterion: Table) -> str:
    return f"Tiêu chí {criterion['id']}: {criterion['name']}"
