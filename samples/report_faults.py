"""What is wrong in the sample report, and the pieces of evidence that only look wrong."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Piece:
    """A piece of evidence as the school's archive has it. ``criteria``: its own, then those it serves too."""

    code: str
    title: str
    criteria: tuple[str, ...]
    documents: int = 1
    held_elsewhere: bool = False
    dated: str = ""
    date: str | None = None
    school_years: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Planted:
    """One thing that is wrong, as the check should tell it.

    ``text`` is the spelling, or how a sentence begins; ``page`` the Word file's, 0 for what is never cited.
    """

    kind: str
    criterion: str
    text: str = ""
    code: str | None = None
    page: int = 0


@dataclass(frozen=True)
class Special:
    """A piece beside a criterion's usual ones; ``fault`` is what is wrong when it is cited, if anything."""

    criterion: str
    title: str
    fault: str | None = None
    fields: dict[str, object] = field(default_factory=dict)


SPECIAL = (
    Special("1.1", "Kế hoạch chiến lược phát triển nhà trường giai đoạn 2010-2015", "expired"),
    Special("1.2", "Quyết định thành lập Hội đồng trường nhiệm kỳ 2012-2017", "expired"),
    Special("3.4", "Hợp đồng cung cấp nước sạch, có hiệu lực đến ngày 31/12/2019", "expired"),
    Special("5.3", "Kế hoạch giáo dục địa phương", "expired", {"school_years": ("2017-2018",)}),
    Special("4.1", "Biên bản họp cha mẹ học sinh đầu năm", "expired", {"dated": "Năm học 2016-2017"}),
    Special("1.8", "Kế hoạch giáo dục của nhà trường", "outside-cycle", {"school_years": ("2023-2024",)}),
    Special("1.9", "Báo cáo thực hiện quy chế dân chủ", "outside-cycle", {"date": "2018-05-20"}),
    Special("3.6", "Biên bản kiểm kê thư viện", "outside-cycle", {"dated": "12/BB-THCSKS, ngày 15/6/2019"}),
    Special("5.5", "Kế hoạch giáo dục kỹ năng sống", "outside-cycle", {"date": "2024-02-12"}),
    Special("1.3", "Sổ nghị quyết của chi bộ", "no-file", {"documents": 0}),
    Special("2.2", "Bảng tổng hợp xếp loại giáo viên", "no-file", {"documents": 0}),
    Special("3.1", "Sơ đồ tổng thể nhà trường", "no-file", {"documents": 0}),
    Special("4.2", "Tờ trình về xã hội hóa giáo dục", "no-file", {"documents": 0}),
    Special("5.4", "Kế hoạch hoạt động trải nghiệm", "no-file", {"documents": 0}),
    Special("2.1", "Phiếu đánh giá phó hiệu trưởng", "never-cited"),
    Special("5.6", "Bảng thống kê học sinh giỏi cấp thị xã", "never-cited"),
    # What is old and still in force, for five years, or held by others.
    Special("1.1", "Quyết định thành lập trường THCS Kim Sơn", None, {"date": "1966-08-20"}),
    Special(
        "1.1", "Kế hoạch chiến lược phát triển nhà trường giai đoạn 2018-2025", None, {"date": "2018-10-01"}
    ),
    Special("1.3", "Quyết định công nhận chi bộ vững mạnh", None, {"school_years": ("2018-2019",)}),
    Special("1.6", "Quy chế chi tiêu nội bộ", None, {"date": "2016-01-10", "note": "Còn hiệu lực"}),
    Special("1.7", "Thông tư về chế độ làm việc của giáo viên", None, {"date": "2009-10-21"}),
    Special("2.2", "Kết quả đánh giá, xếp loại giáo viên năm học 2018-2019", None),
    Special("2.4", "Sổ đăng bộ", None, {"documents": 0, "held_elsewhere": True, "note": "Văn thư giữ"}),
    Special("3.1", "Giấy chứng nhận quyền sử dụng đất", None, {"date": "2009-06-30"}),
    Special("3.5", "Sổ tài sản", None, {"documents": 0, "held_elsewhere": True}),
    Special("5.6", "Bảng tổng hợp kết quả giáo dục từ năm 2018 đến năm 2023", None, {"date": "2018-06-01"}),
)

OTHER_CYCLE = (
    Piece("MC.1.3.01", "Kế hoạch quản lý dữ liệu", ("1.3",)),
    Piece("MC.2.2.01", "Kết quả bồi dưỡng giáo viên", ("2.2",)),
    Piece("MC.4.1.01", "Bảng kê cơ sở vật chất", ("4.1",)),
)
"""Pieces of the next cycle, under the codes of Thông tư 57/2026; the last one is cited nowhere."""

CITED_WRONG = (
    # criterion, spelling, kind, code
    ("1.4", "[H1-1.4-47]", "unknown", "H1-1.4-47"),
    ("1.7", "[H9-1.7-02]", "unknown", "H9-1.7-02"),
    ("1.5", "[H1-1.12-01]", "unknown", None),
    ("3.3", "[H3-3.9-02]", "unknown", None),
    ("5.2", "(H5-5.2-78)", "unknown", "H5-5.2-78"),
    ("2.3", "[H2-2.3-07] đến [H2-2.3-09]", "unknown", "H2-2.3-09"),
    ("1.4", "[H1-1.2-03]", "other-criterion", "H1-1.2-03"),
    ("1.10", "[H1-1.1-02]", "other-criterion", "H1-1.1-02"),
    ("2.3", "H2-2.1-02", "other-criterion", "H2-2.1-02"),
    ("3.5", "[H3-3.6-01]", "other-criterion", "H3-3.6-01"),
    ("5.2", "[H5 – 5.1 – 06]", "other-criterion", "H5-5.1-06"),
    ("1.6", "(MC.1.3.01)", "other-cycle", "MC.1.3.01"),
    ("2.2", "(MC.2.2.01)", "other-cycle", "MC.2.2.01"),
    ("1.10", "[H1-1.10-03-05]", "doubtful", None),
    ("2.1", "H2-2.1-04/05", "doubtful", None),
    ("5.1", "H5-5.1-02/03", "doubtful", None),
    ("1.3", "[H1-1.3-02a]", "malformed", None),
    ("3.2", "[H3-3.2]", "malformed", None),
    ("5.4", "[H-5.4-01]", "malformed", None),
)
"""Places that cite what they should not, or so that it cannot be read."""

UNPROVED = {"1.5": "sentence", "2.4": "paragraph", "3.3": "behind", "4.1": "list", "5.6": "indicator"}
"""Criteria with a statement that no code stands behind, and what it is."""
