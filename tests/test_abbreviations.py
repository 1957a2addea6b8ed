"""The table of short forms, and a school's own beside it."""

from pathlib import Path

import pytest

from archive.abbreviations import load_abbreviations, shipped
from tests.running import run_here


def test_a_school_s_lines_add_to_those_of_the_program(tmp_path: Path) -> None:
    assert load_abbreviations(tmp_path) == shipped()
    lines = '[abbreviations]\n"TCM" = "tổ chuyên môn"\n"BGH" = ""\nCMHS = "cha mẹ"\n'
    (tmp_path / "abbreviations.toml").write_text(lines, "utf-8")
    table = dict(load_abbreviations(tmp_path))
    assert (table["TCM"], table["CMHS"], table["THCS"]) == ("tổ chuyên môn", "cha mẹ", "trung học cơ sở")
    assert "BGH" not in table


@pytest.mark.parametrize("text", ["[abbreviations", "[abbreviations]\nA = 1\n", "[other]\n", "\xff"])
def test_a_faulty_table_is_named(tmp_path: Path, text: str) -> None:
    home = tmp_path / "kho"
    assert run_here("init", home).returncode == 0
    (home / "abbreviations.toml").write_bytes(text.encode("latin-1"))
    with pytest.raises(ValueError, match=r"abbreviations\.toml"):
        load_abbreviations(home)
    assert "abbreviations.toml" in run_here("search", "--home", home, "kế").stderr
