"""A code that page 1 bears as its own, and one that it only cites."""

import pytest

from archive.editions.load import load_edition
from archive.evidence.cycles import Cycles
from archive.evidence.stamped import on_cover, stamped

CYCLES = Cycles((load_edition("tt18-2018-thcs"), load_edition("tt57-2026-pho-thong")))


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("TRƯỜNG THCS KIM SƠN\n[H1-1.1-01]\nKẾ HOẠCH", ["H1-1.1-01"]),
        ("Mã minh chứng: H1 – 1.10 – 02\nKẾ HOẠCH", ["H1-1.10-02"]),
        ("MÃ MC: [H1-1.1-01]\n", ["H1-1.1-01"]),
        ("(MC.1.1.01)\n", ["MC.1.1.01"]),
        ("Nhà trường có chiến lược phát triển [H1-1.1-01].\n", []),
        ("[H1-1.1-01]; [H1-1.1-02]\n", []),
        ("1 [H1-1.1-01] Kế hoạch chiến lược\n", []),
        ("[H1-1.1-01]\nxyz\n[H1-1.2-01]", ["H1-1.1-01", "H1-1.2-01"]),
        ("", []),
    ],
)
def test_a_stamped_code_stands_alone(text: str, codes: list[str]) -> None:
    assert [coded.plain for coded in stamped(text, CYCLES)] == codes


def test_a_cover_names_its_code_and_other_qr_codes_name_none() -> None:
    marks = ("MC:H1-1.1-01", "https://example.org/H1-1.2-01", "MC:xyz", "MC:MC.1.1.01", "MC:H1-1.1-01")
    assert [coded.plain for coded in on_cover(marks, CYCLES)] == ["H1-1.1-01", "MC.1.1.01"]
