"""File names made safe: for Windows, for macOS, for a manifest; and no two of them alike."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.names import safe_name, safe_paths

TEXTS = st.text(
    st.characters() | st.sampled_from('.~ %<>:"/\\|?*ếộ\u0323\u0338\r\n\u2028\u202e\ud800'), max_size=60
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kế hoạch tự đánh giá.pdf", "Kế hoạch tự đánh giá.pdf"),
        (unicodedata.normalize("NFD", "Kế hoạch.pdf"), "Kế hoạch.pdf"),
        ("226/KH-THCSKS: kế hoạch?.pdf", "226-KH-THCSKS- kế hoạch-.pdf"),
        ('a<b>c"d|e*f\\g', "a-b-c-d-e-f-g"),
        ("tỷ lệ 100%.xlsx", "tỷ lệ 100-.xlsx"),
        ("hai\r\ndòng\t và  \u00a0ba.txt", "hai dòng và ba.txt"),
        ("ảnh\u202egpj.exe", "ảnhgpj.exe"),
        ("con", "_con"),
        ("CON.pdf", "_CON.pdf"),
        ("Lpt1 .txt", "_Lpt1 .txt"),
        ("com¹.tar.gz", "_com¹.tar.gz"),
        ("conan.pdf", "conan.pdf"),
        ("biên bản. . ", "biên bản"),
        (".htaccess", "htaccess"),
        ("~$Kế hoạch.docx", "$Kế hoạch.docx"),
        ("", "_"),
        ("..", "_"),
        ("\x00\x07", "_"),
    ],
)
def test_each_case(text: str, name: str) -> None:
    assert safe_name(text) == name


def test_a_long_name_keeps_its_ending_and_whole_letters() -> None:
    name = safe_name("Ế" * 200 + ".pdf", limit=50)
    assert name == "Ế" * 15 + ".pdf"
    assert safe_name("Số 1. " + "ế" * 100, limit=40) == "Số 1. " + "ế" * 10


def test_a_limit_too_small_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 32"):
        safe_name("a", limit=31)


@given(TEXTS, st.integers(32, 130))
def test_a_name_is_safe_and_stays_as_it_is(text: str, limit: int) -> None:
    name = safe_name(text, limit)
    assert safe_name(name, limit) == name
    assert 0 < len(name.encode("utf-8")) <= limit
    assert unicodedata.is_normalized("NFC", name)
    assert not re.search(r'[<>:"/\\|?*%\x00-\x1f\x7f]', name)
    assert not name.startswith((".", "~", " "))
    assert not name.endswith((".", " "))
    assert len(name.splitlines()) == 1
    assert not re.match(r"(?i)(con|prn|aux|nul|com\d|lpt\d) *(\.|$)", name)


def test_names_alike_get_numbers() -> None:
    assert safe_paths(["H1/a.pdf", "h1/A.PDF", "H1/a.pdf", "H1/a (2).pdf", "H1/b.pdf"]) == (
        "H1/a.pdf",
        "H1/A (2).PDF",
        "H1/a (3).pdf",
        "H1/a (2) (2).pdf",
        "H1/b.pdf",
    )


def test_a_file_never_stands_where_a_folder_is() -> None:
    assert safe_paths(["Hộp 1", "Hộp 1/a.pdf", "hộp 1/b.pdf"]) == ("Hộp 1 (2)", "Hộp 1/a.pdf", "Hộp 1/b.pdf")


@pytest.mark.parametrize("path", ["", "/etc/passwd", "a//b", "a/../b", "./a", "a/"])
def test_paths_that_are_not_plain_are_refused(path: str) -> None:
    with pytest.raises(ValueError, match="not a plain relative path"):
        safe_paths([path])


PATHS = st.lists(TEXTS.filter(lambda text: text not in ("", ".", "..")), min_size=1, max_size=3).map("/".join)


@given(st.lists(PATHS | st.sampled_from(["a", "A", "a/b", "A/B", "a/b/c", "á", "Á/b", "a (2)"]), max_size=8))
def test_paths_are_distinct_on_any_disk_and_stay_as_they_are(paths: list[str]) -> None:
    plain = [path for path in paths if all(part not in ("", ".", "..") for part in path.split("/"))]
    safe = safe_paths(plain)
    assert len(safe) == len(plain)
    assert safe_paths(safe) == safe
    files = {path.casefold() for path in safe}
    assert len(files) == len(safe)
    folders = {
        path.rsplit("/", depth)[0].casefold() for path in safe for depth in range(1, path.count("/") + 1)
    }
    assert not files & folders


def test_many_of_one_name_fit_the_limit() -> None:
    safe = safe_paths(["ế" * 100 + ".pdf"] * 12, limit=40)
    assert len(set(safe)) == 12
    assert max(len(path.encode("utf-8")) for path in safe) <= 40
    assert all(path.endswith(".pdf") for path in safe)
