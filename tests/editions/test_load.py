import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import archive.editions
from archive.editions.load import edition_ids, load_edition
from archive.evidence.codes import EvidenceCode
from archive.evidence.standards import CriterionId, Edition

TT18 = "tt18-2018-thcs"
TT57 = "tt57-2026-pho-thong"
SHIPPED = Path(archive.editions.__path__[0]) / f"{TT18}.toml"


@pytest.fixture(scope="module")
def edition() -> Edition:
    return load_edition(TT18)


def copy(folder: Path, *changes: tuple[str, str]) -> Path:
    """A school's copy of the shipped file with each first text, below the comment on top, replaced."""
    comment, start, data = SHIPPED.read_text(encoding="utf-8").partition("\nid = ")
    data = start + data
    for old, new in changes:
        assert old in data
        data = data.replace(old, new, 1)
    (folder / SHIPPED.name).write_text(comment + data, encoding="utf-8")
    return folder


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(ValueError) as caught:
        load_edition(TT18, folder)
    return str(caught.value).splitlines()[1:]


def test_the_shipped_edition_has_the_totals_of_the_circular(edition: Edition) -> None:
    assert [standard.number for standard in edition.standards] == [1, 2, 3, 4, 5]
    assert [len(standard.criteria) for standard in edition.standards] == [10, 4, 6, 2, 6]
    for level, indicators, criteria in ((1, 84, 28), (2, 45, 28), (3, 25, 20)):
        having = [criterion for criterion in edition.criteria if level in criterion.levels]
        assert (sum(len(each.at(level)) for each in having), len(having)) == (indicators, criteria)
    assert [requirement.number for requirement in edition.level_four] == [1, 2, 3, 4, 5, 6]


def test_some_criteria_have_no_level_three(edition: Edition) -> None:
    lacking = [str(criterion.id) for criterion in edition.criteria if 3 not in criterion.levels]
    assert lacking == ["1.2", "1.7", "1.8", "1.9", "1.10", "3.4", "5.3", "5.4"]


def test_every_criterion_has_the_levels_and_letters_of_the_circular(edition: Edition) -> None:
    written = """
    1.1 1 1   1.2 1 -   1.3 2 2   1.4 2 2   1.5 1 1   1.6 2 1   1.7 1 -   1.8 1 -   1.9 1 -   1.10 2 -
    2.1 2 1   2.2 3 2   2.3 2 2   2.4 1 1
    3.1 1 1   3.2 2 1   3.3 1 1   3.4 2 -   3.5 3 1   3.6 1 1
    4.1 1 1   4.2 2 1
    5.1 2 1   5.2 1 1   5.3 1 -   5.4 2 -   5.5 2 1   5.6 2 2
    """.split()
    expected = {id: (two, three) for id, two, three in zip(*[iter(written)] * 3, strict=True)}
    assert expected == {
        str(each.id): (str(len(each.at(2))), str(len(each.at(3)) or "-")) for each in edition.criteria
    }


def test_level_one_is_always_lettered_abc(edition: Edition) -> None:
    letters = [tuple(each.letter for each in criterion.at(1)) for criterion in edition.criteria]
    assert set(letters) == {("a", "b", "c")}


def test_a_level_with_one_indicator_has_no_letter(edition: Edition) -> None:
    for criterion in edition.criteria:
        for level in (2, 3):
            letters = [each.letter for each in criterion.at(level)]
            assert letters in ([], [None], ["a", "b"], ["a", "b", "c"])


def flagged(edition: Edition, flag: str) -> set[str]:
    return {
        f"{criterion.id} M{each.level}{each.letter or ''}"
        for criterion in edition.criteria
        for each in criterion.indicators
        if getattr(each, flag)
    }


def test_the_years_that_indicators_need(edition: Edition) -> None:
    assert flagged(edition, "five_years") == {
        *("1.3 M2a", "1.3 M3a", "1.6 M2b", "2.1 M2a", "2.1 M3", "2.2 M2a", "2.2 M2b", "2.2 M2c"),
        *("2.2 M3a", "2.2 M3b", "2.3 M2b", "5.6 M2a", "5.6 M2b"),
    }
    assert flagged(edition, "yearly") == {
        *("1.3 M1c", "1.4 M2a", "1.9 M1c", "2.3 M3b", "3.5 M1c", "3.5 M2c", "3.6 M1c", "5.1 M3"),
        *("5.2 M1c", "5.3 M1c"),
    }
    assert [each.number for each in edition.level_four if each.five_years] == [5, 6]


def test_names_are_those_of_the_circular(edition: Edition) -> None:
    names = {str(criterion.id): criterion.name for criterion in edition.criteria}
    assert names["1.10"] == "Đảm bảo an ninh trật tự, an toàn trường học"
    assert names["1.1"] == "Phương hướng, chiến lược xây dựng và phát triển nhà trường"
    assert names["5.6"] == "Kết quả giáo dục"
    assert edition.standards[2].name == "Cơ sở vật chất và thiết bị dạy học"


def test_every_fact_says_where_it_is_from_and_how_sure_it_is(edition: Edition) -> None:
    unsure = {str(each.id): each.confidence for each in edition.criteria if each.confidence != "found"}
    assert unsure == {"1.5": "known, high"}
    classes = edition.criterion(CriterionId(1, 5))
    assert classes is not None
    assert (classes.name, bool(classes.note)) == ("Lớp học", True)
    assert all(each.source for each in (*edition.criteria, *edition.level_four, edition.code_style))
    assert {each.confidence for each in edition.level_four} == {"known, high"}
    assert edition.compiled is not None


def test_the_texts_are_composed_sentences(edition: Edition) -> None:
    texts = [each.text for criterion in edition.criteria for each in criterion.indicators]
    for text in (*texts, *(each.text for each in edition.level_four)):
        assert text[0].isupper() or text.startswith("100%")
        assert text.endswith(".")
        assert unicodedata.is_normalized("NFC", text)


@given(st.integers(1, 5), st.integers(1, 10), st.integers(1, 999), st.integers(1, 99))
def test_codes_are_written_as_the_dispatch_says(
    edition: Edition, standard: int, number: int, piece: int, box: int
) -> None:
    code = EvidenceCode(CriterionId(standard, number), piece, box)
    printed = edition.code_style.printed_of(code)
    assert printed == f"[H{box}-{standard}.{number}-{piece:02}]"
    assert edition.code_style.parse(printed) == code
    assert edition.knows(code) == (number <= {1: 10, 2: 4, 3: 6, 4: 2, 5: 6}[standard])


def test_the_old_spelling_and_the_neighbours_are_read(edition: Edition) -> None:
    style = edition.code_style
    first = EvidenceCode(CriterionId(1, 1), 1, 1)
    for text in ("[H1-1-01-01]", "h01 – 1.01 – 1", "(H1-1.1-01)", "H1-1.1.01"):
        assert style.parse(text) == first
    for text in ("TH1-1.1-01", "H1-1.1-01a", "H1-1.1-01.1", "H1-1.1-0123x"):
        assert list(style.find(text)) == []


def test_the_register_and_the_citations_are_those_of_the_dispatch(edition: Edition) -> None:
    assert edition.register.headings == (
        "Tiêu chí",
        "Số TT",
        "Mã minh chứng",
        "Tên minh chứng",
        "Số, ngày ban hành, hoặc thời điểm khảo sát, điều tra, phỏng vấn, quan sát,…",
        "Nơi ban hành hoặc nhóm, cá nhân thực hiện",
        "Ghi chú",
    )
    fields = [column.field for column in edition.register.columns]
    assert fields == ["criterion", "place_number", "code", "title", "dated", "issuer", "note"]
    assert edition.citation.of(["H1-1.1-01", "H1-1.1-02"]) == "[H1-1.1-01]; [H1-1.1-02]"
    assert (edition.register.confidence, edition.citation.confidence) == ("known, high", "found")


def test_the_circular_of_2026_has_its_standards_criteria_and_levels() -> None:
    edition = load_edition(TT57)
    assert [len(standard.criteria) for standard in edition.standards] == [4, 3, 5, 3]
    mandatory = [str(each.id) for each in edition.criteria if each.mandatory]
    assert mandatory == ["1.3", "1.4", "2.1", "2.2", "3.1", "3.2", "4.1", "4.2"]
    for criterion in edition.criteria:
        assert [(each.level, each.letter) for each in criterion.indicators] == [(1, None), (2, None)]
        assert all(each.text.endswith(".") and len(each.text) > 100 for each in criterion.indicators)
    assert "8 tiêu chí bắt buộc" in edition.rule
    assert edition.level_four == ()
    assert {each.confidence for each in edition.criteria} == {"found"}
    assert all(each.source for each in (edition, edition.code_style, edition.register, edition.citation))


def test_the_circular_of_2026_has_its_own_register_and_citations() -> None:
    edition = load_edition(TT57)
    assert edition.register.headings == (
        "TT",
        "Mã minh chứng",
        "Tên minh chứng",
        "Định dạng, vị trí lưu trữ hoặc đường dẫn điện tử",
        "Ghi chú",
    )
    assert [column.field for column in edition.register.columns] == [
        "place_number", "code", "title", "location", "note"
    ]  # fmt: skip
    assert edition.register.code == "plain"
    assert edition.citation.of(["MC.1.1.01", "MC.1.1.02"]) == "(MC.1.1.01, MC.1.1.02)"


@given(st.integers(1, 4), st.integers(1, 5), st.integers(1, 999))
def test_codes_of_2026_are_written_as_the_circular_says(standard: int, number: int, piece: int) -> None:
    edition = load_edition(TT57)
    code = EvidenceCode(CriterionId(standard, number), piece, None)
    printed = edition.code_style.printed_of(code)
    assert printed == f"(MC.{standard}.{number}.{piece:02})"
    assert (
        edition.code_style.parse(printed)
        == edition.code_style.parse(edition.code_style.plain_of(code))
        == code
    )
    assert edition.knows(code) == (number <= {1: 4, 2: 3, 3: 5, 4: 3}[standard])


@pytest.mark.parametrize(
    "text", ["MC00252", "MC 2", "MC 1.1.01", "TC1.1", "MC.1.1.2026", "MC.1.1.01a", "XMC.1.1.01"]
)
def test_what_is_no_code_of_2026_is_not_found(text: str) -> None:
    assert list(load_edition(TT57).code_style.find(text)) == []


def test_the_editions_do_not_read_one_another(edition: Edition) -> None:
    assert list(edition.code_style.find("(MC.1.1.01, MC.1.1.02)")) == []
    assert list(load_edition(TT57).code_style.find("[H1-1.1-01]; [H1-1-01-01]")) == []


def without_forms() -> str:
    """The shipped file as it was before it said how register and citations look."""
    text = SHIPPED.read_text(encoding="utf-8")
    return text[: text.index("[register]\n")] + text[text.index("# -------------------- Tiêu chuẩn 1") :]


def test_a_copy_made_before_there_were_forms_has_those_of_the_shipped_file(
    tmp_path: Path, edition: Edition
) -> None:
    assert "[citation]" not in without_forms().partition("\nid = ")[2]
    (tmp_path / SHIPPED.name).write_text(without_forms(), encoding="utf-8")
    assert load_edition(TT18, tmp_path) == edition


def test_a_school_may_make_an_edition_of_its_own_from_an_old_copy(tmp_path: Path, edition: Edition) -> None:
    text = without_forms().replace(f'id = "{TT18}"', 'id = "tt22-2024-thcs"')
    start = text.index('[[standards.criteria]]\nid = "3.4"')
    text = text[:start] + text[text.index("# -------------------- Tiêu chuẩn 4") :]
    (tmp_path / "tt22-2024-thcs.toml").write_text(text, encoding="utf-8")
    own = load_edition("tt22-2024-thcs", tmp_path)
    assert (len(own.criteria), own.register, own.citation) == (25, edition.register, edition.citation)


def test_a_school_may_correct_its_copy(tmp_path: Path) -> None:
    changed = load_edition(TT18, copy(tmp_path, ('name = "Thiết bị"', 'name = "Thiết bị dạy học"')))
    criterion = changed.criterion(CriterionId(3, 5))
    assert criterion is not None
    assert criterion.name == "Thiết bị dạy học"


def test_without_a_copy_the_shipped_file_is_read(tmp_path: Path, edition: Edition) -> None:
    assert load_edition(TT18, tmp_path) == edition
    assert load_edition(TT18, tmp_path / "không có") == edition


def test_an_editor_may_leave_a_mark_and_decomposed_letters(tmp_path: Path, edition: Edition) -> None:
    text = unicodedata.normalize("NFD", SHIPPED.read_text(encoding="utf-8"))
    (tmp_path / SHIPPED.name).write_text(text, encoding="utf-8-sig")
    assert load_edition(TT18, tmp_path) == edition


def test_the_ids_are_those_of_both_folders(tmp_path: Path) -> None:
    (tmp_path / "rieng.toml").touch()
    (tmp_path / "ghi-chu.txt").touch()
    assert TT18 in edition_ids()
    assert edition_ids(tmp_path) == tuple(sorted({*edition_ids(), "rieng"}))


@pytest.mark.parametrize("id", ["tt99", "", "../tt18-2018-thcs", "/etc/passwd"])
def test_an_unknown_id_is_refused_with_those_there_are(id: str) -> None:
    with pytest.raises(ValueError, match=TT18):
        load_edition(id)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('instrument = "', 'instruments = "', "- edition: instrument is missing"),
        ('id = "1.10"', "id = 1.10", "- criterion 1.1: id must stand in quotes"),
        ('id = "1.2"', 'id = "1.01"', "- criterion 1.1 stands there 2 times"),
        ('id = "1.2"', 'id = "2.9"', "- criterion 2.9: stands under standard 1"),
        ('id = "1.2"', 'id = "1,2"', "- criterion 1,2: '1,2' is not a criterion such as '1.10'"),
        ("number = 2", "number = 1", "- standard 1 stands there 2 times"),
        ("level = 3", "level = 4", "- criterion 1.1, indicator in place 5: unknown level 4; there are"),
        ('letter = "b"', 'letter = "a"', "- criterion 1.1: indicator 1a stands there 2 times"),
        ("yearly = true", "yearli = true", "criterion 1.3, indicator in place 3: unknown key yearli"),
        (
            "five_years = true",
            'five_years = "co"',
            "criterion 1.3, indicator in place 4: five_years: Expected `bool`",
        ),
        ('confidence = "found"', 'confidence = "sure"', "- edition: confidence: Invalid enum value 'sure'"),
        ("{number:02}]", "{nomber:02}]", "- code_style: templates and pattern do not work: KeyError"),
        ("(?P<box>", "(?P<bax>", "- code_style: '"),
        ("pattern = 'H", "pattern = '(H", "- code_style: templates and pattern do not work"),
        ("[code_style]", "[codestyle]", "- edition: code_style is missing"),
        ('{ field = "code"', '{ field = "ma"', "- register: columns: Invalid enum value 'ma'"),
        ('{ field = "code"', '{ field = "note"', "- register: no column for code"),
        ('{ field = "issuer"', '{ field = "note"', "- register: column for note stands there 2 times"),
        ('"Tên minh chứng"', '"GHI CHÚ"', "- register: heading ghi chú stands there 2 times"),
        ('"Tên minh chứng"', '" "', "- register: a heading is empty"),
        ('separator = ";"', 'separator = "/"', "- citation: separator: Invalid enum value '/'"),
        ('brackets = "[]"', 'brackets = "[)"', "- citation: brackets: Invalid enum value '[)'"),
        ('id = "tt18-2018-thcs"', 'id = "tt18"', "- edition: id is 'tt18', but the file is named"),
        ("[[level_four]]\nnumber = 2", "[[level_four]]\nnumber = 1", "- level_four 1 stands there 2 times"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert any(fault in line for line in faults_of(copy(tmp_path, (old, new))))


def test_every_fault_is_in_the_one_message(tmp_path: Path) -> None:
    changes = [
        ('id = "1.10"', "id = 1.10"),
        ("level = 3", "level = 7"),
        ('name = "Thiết bị"\n', ""),
        ('name = "Thư viện"\n', "name = 5\n"),
    ]
    faults = faults_of(copy(tmp_path, *changes))
    assert len(faults) == 4
    for part in ("1.10 would be 1.1", "unknown level 7", "3.5: name is missing", "3.6: name: Expected"):
        assert any(part in fault for fault in faults)


@pytest.mark.parametrize("data", [b"id = ", b"\xff\xfe\x00", "name = ‘mở’".encode()])
def test_a_file_that_is_no_toml_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / SHIPPED.name).write_bytes(data)
    with pytest.raises(ValueError, match="not readable as TOML"):
        load_edition(TT18, tmp_path)


@pytest.mark.parametrize("text", ["", "standards = 3", "standards = [1]", "standards = []", "code_style = 1"])
def test_an_empty_or_odd_file_gives_faults_and_no_crash(tmp_path: Path, text: str) -> None:
    (tmp_path / SHIPPED.name).write_text(text, encoding="utf-8")
    assert len(faults_of(tmp_path)) >= 5
