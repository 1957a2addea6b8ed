"""A schedule is read whole, found by type in any spelling, and all its faults come in one message."""

import unicodedata
from pathlib import Path

import pytest

from retention.schedule import RecordClass, Schedule, load_schedule

SOUND = """
id = "school"
name = "Bảng của trường"
instrument = "Thông tư 08/2025/TT-BGDĐT"
default = "rest"

[[classes]]
id = "rest"
name = "Chưa xếp nhóm"
years = "chưa rõ"
source = "chưa có"
confidence = "unverified"

[[classes]]
id = "plans"
name = "Kế hoạch năm"
years = "vĩnh viễn"
types = ["Kế  hoạch", "kế hoạch năm"]
source = "phụ lục, dòng 3"
confidence = "high"

[[classes]]
id = "vouchers"
name = "Chứng từ"
years = 10
types = ["chứng từ"]
source = "phụ lục, dòng 9"
confidence = "medium"
note = "ghi chú"
"""


TOP = SOUND.partition("[[classes]]")[0]


def school(tmp_path: Path, text: str) -> Schedule:
    (tmp_path / "school.toml").write_text(text, encoding="utf-8")
    return load_schedule("school", tmp_path)


def test_a_file_is_read_into_classes(tmp_path: Path) -> None:
    schedule = school(tmp_path, SOUND)
    assert (schedule.id, schedule.default, schedule.cycle_years, schedule.checked) == (
        "school",
        "rest",
        5,
        "",
    )
    assert [record.years for record in schedule.classes] == [None, None, 10]
    assert schedule.classes[2] == RecordClass(
        "vouchers", "Chứng từ", 10, ("chứng từ",), "phụ lục, dòng 9", "medium", "ghi chú"
    )
    assert schedule.record_class("plans") is schedule.classes[1]
    assert schedule.record_class("absent") is None


@pytest.mark.parametrize(
    "spelling",
    ["kế hoạch", "KẾ HOẠCH", " Kế   hoạch ", unicodedata.normalize("NFD", "Kế hoạch"), "kế\u00a0hoạch"],
)
def test_a_type_is_found_in_any_case_and_unicode_form(tmp_path: Path, spelling: str) -> None:
    assert school(tmp_path, SOUND).of_type(spelling).id == "plans"


@pytest.mark.parametrize("type", [None, "", "ke hoach", "kế hoạch tháng"])
def test_other_types_fall_to_the_default(tmp_path: Path, type: str | None) -> None:
    schedule = school(tmp_path, SOUND)
    assert schedule.of_type(type).id == "rest"
    assert schedule.listed(type) is None


def test_a_file_saved_by_notepad_or_by_a_mac_is_read(tmp_path: Path) -> None:
    (tmp_path / "school.toml").write_bytes(unicodedata.normalize("NFD", SOUND).encode("utf-8-sig"))
    assert load_schedule("school", tmp_path) == school(tmp_path, SOUND)


def test_every_fault_is_in_one_message(tmp_path: Path) -> None:
    text = (
        SOUND.replace('id = "school"', 'id = "other"\ncycle_years = 3\ncolour = "red"')
        .replace('default = "rest"', 'default = "lost"')
        .replace("years = 10", 'years = "ten"')
        .replace('confidence = "medium"', 'confidence = "sure"\nyear = 1')
        .replace('source = "phụ lục, dòng 3"', 'source = ""')
    )
    text += """
[[classes]]
id = "rest"
name = "Trùng"
years = "chưa rõ"
types = ["sổ điểm", "SỔ ĐIỂM"]
source = "x"
confidence = "high"
"""
    with pytest.raises(ValueError, match=r"school\.toml: 11 fault") as caught:
        school(tmp_path, text)
    message = str(caught.value)
    for fault in (
        "unknown key 'colour'",
        "cycle_years: Expected `int` >= 5",
        "id is 'other', but the file is called 'school'",
        "default 'lost' is the id of no sound class",
        "class 2 (plans): source: Expected `str` of length >= 1",
        "class 3 (vouchers): unknown key 'year'",
        "class 3 (vouchers): years: Invalid enum value 'ten'",
        "class 3 (vouchers): confidence: Invalid enum value 'sure'",
        "class rest: the id is used twice",
        "class rest: years is 'chưa rõ', so confidence must be 'unverified'",
        "class rest: type 'sổ điểm' is already in class rest",
    ):
        assert f"- {fault}" in message


@pytest.mark.parametrize("line", ["id", "name", "years", "source", "confidence"])
def test_a_row_must_say_everything(tmp_path: Path, line: str) -> None:
    head, row = SOUND.rsplit("[[classes]]", 1)
    cut = "\n".join(text for text in row.splitlines() if not text.startswith(f"{line} ="))
    with pytest.raises(ValueError, match=f"{line} is missing"):
        school(tmp_path, f"{head}[[classes]]{cut}")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id = ", "not readable as TOML"),
        ("", "classes is missing"),
        (TOP + "classes = []", "classes: Expected `array` of length >= 1"),
        (TOP + "classes = [1]", r"classes: Expected `object`, got `int`"),
        (SOUND.replace("years = 10", "years = 2033"), "years: Expected `int` <= 100"),
        (SOUND.replace("years = 10", "years = 0"), "years: Expected `int` >= 1"),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        school(tmp_path, text)


def test_bytes_that_are_not_utf8_are_refused(tmp_path: Path) -> None:
    (tmp_path / "school.toml").write_bytes('name = "Kế hoạch"'.encode("cp1258", errors="replace") + b"\xff")
    with pytest.raises(ValueError, match="UTF-8"):
        load_schedule("school", tmp_path)


@pytest.mark.parametrize("id", ["absent", "../schedules/lower-secondary", "", "Lower"])
def test_an_unknown_id_is_refused(tmp_path: Path, id: str) -> None:
    with pytest.raises(ValueError, match="schedule"):
        load_schedule(id, tmp_path)


def test_a_default_that_names_no_class_is_an_error_by_hand() -> None:
    with pytest.raises(KeyError, match="rest"):
        Schedule("s", "S", "I", "rest", ()).of_type("kế hoạch")


def test_the_packaged_schedule_is_sound_and_a_school_overrides_it(tmp_path: Path) -> None:
    packaged = load_schedule("lower-secondary", tmp_path)
    assert packaged == load_schedule("lower-secondary")
    own = SOUND.replace('id = "school"', 'id = "lower-secondary"')
    (tmp_path / "lower-secondary.toml").write_text(own, encoding="utf-8")
    assert load_schedule("lower-secondary", tmp_path).name == "Bảng của trường"


def test_the_packaged_schedule_claims_no_more_than_is_known() -> None:
    """No period of the education circular is given; a period from memory alone is low; nobody has checked."""
    schedule = load_schedule("lower-secondary")
    assert schedule.checked == ""
    assert schedule.of_type(None).confidence == "unverified"
    for record in schedule.classes:
        if "08/2025" in record.source:
            assert (record.years, record.confidence) == (None, "unverified"), record.id
        if record.years is not None and "trí nhớ" in record.source:
            assert record.confidence == "low", record.id
    for type in ("học bạ", "sổ đăng bộ", "bài kiểm tra định kỳ", "báo cáo tự đánh giá", "biên bản", "ảnh"):
        assert not schedule.of_type(type).trusted, type
