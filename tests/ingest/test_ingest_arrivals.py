"""What lies in the drop folder is found under its true name, in the order people expect, once settled."""

import os
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.arrivals import Settling, is_being_written, is_passed_over, label_text, look
from tests.builders import drop, make_home, pdf, run


def labels(drop: Path) -> list[str]:
    return [arrival.label for arrival in look(drop)]


def put(drop: Path, *names: str | bytes) -> None:
    for name in names:
        path = Path(os.fsdecode(os.fsencode(drop) + b"/" + os.fsencode(name)))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def test_folders_within_folders_in_natural_order(tmp_path: Path) -> None:
    put(tmp_path, "TC 1.10/a.pdf", "TC 1.9/10.pdf", "TC 1.9/9.pdf", "TC 1.9/sâu/hơn/nữa/b.pdf", "z 2.pdf")
    put(tmp_path, "Z 10.pdf", "z 1.pdf", "007.pdf", "7.pdf", f"{'9' * 40}.pdf")
    assert labels(tmp_path) == [
        "007.pdf",
        "7.pdf",
        f"{'9' * 40}.pdf",
        "TC 1.9/9.pdf",
        "TC 1.9/10.pdf",
        "TC 1.9/sâu/hơn/nữa/b.pdf",
        "TC 1.10/a.pdf",
        "z 1.pdf",
        "z 2.pdf",
        "Z 10.pdf",
    ]


def test_composed_and_decomposed_names_are_one_label_and_two_files(tmp_path: Path) -> None:
    name = "Quyết định số 5 – Đội tuyển.pdf"
    put(tmp_path, unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name))
    found = look(tmp_path)
    assert [arrival.label for arrival in found] == [unicodedata.normalize("NFC", name)] * 2
    assert len({arrival.path for arrival in found}) == 2
    assert all(arrival.path.read_bytes() == b"x" for arrival in found)


def test_names_that_people_and_machines_give(tmp_path: Path) -> None:
    names = [
        "[H1-1.1-01] Kế hoạch (bản cuối) 100%.pdf",
        " dấu cách .pdf",
        "Ưu tiên & nhược điểm; 'nháy' \"kép\" {0} #1 $HOME `x`.pdf",
        "-rf.pdf",
        "xuống\ndòng.pdf",
        "không có đuôi",
        "é" * 127 + "x",
        "文書.pdf",
    ]
    put(tmp_path, *names)
    assert sorted(labels(tmp_path)) == sorted(unicodedata.normalize("NFC", name) for name in names)
    assert max(len(os.fsencode(arrival.path.name)) for arrival in look(tmp_path)) == 255


def test_names_that_are_no_text_are_found_and_can_be_opened(tmp_path: Path) -> None:
    put(tmp_path, b"K\xe5 ho\x81ch.pdf", b"\xff" * 255, b"\xed\xa0\x80.pdf")
    found = look(tmp_path)
    assert len(found) == 3
    for arrival in found:
        assert arrival.label.encode("utf-8") and "�" in arrival.label
        assert arrival.path.read_bytes() == b"x"


@given(st.binary(min_size=1, max_size=40).filter(lambda raw: b"\0" not in raw and b"/" not in raw))
def test_a_label_is_always_text_in_one_form(raw: bytes) -> None:
    label = label_text(Path(os.fsdecode(raw)))
    assert label == unicodedata.normalize("NFC", label)
    assert label.encode("utf-8").decode("utf-8") == label


PASSED_OVER = (
    "~$Kế hoạch.docx", "~WRL0001.tmp", "scan.TMP", "Thumbs.db", "THUMBS.DB", "desktop.ini", ".DS_Store",
    "._scan.pdf", ".partial-x1", "scan.pdf.part", "phim.crdownload", "a.pdf.filepart", "kế hoạch.docx~",
    ".~lock.a.docx#", "a.swp",
)  # fmt: skip


def test_what_programs_leave_for_themselves_is_passed_over(tmp_path: Path) -> None:
    put(tmp_path, *PASSED_OVER, *(f"sâu/{name}" for name in PASSED_OVER))
    put(tmp_path, ".trash/a.pdf", "@eaDir/a.pdf", "__MACOSX/a.pdf", "$RECYCLE.BIN/a.pdf", "_ket-qua/2022.txt")
    assert labels(tmp_path) == []
    assert all(map(is_passed_over, PASSED_OVER))


def test_papers_with_like_names_are_not_passed_over(tmp_path: Path) -> None:
    names = [
        "Thumbs.db.pdf",
        "tmp.pdf",
        "part.pdf",
        "desktop.ini.docx",
        "2022.partial.pdf",
        "sâu/_ket-qua/a.pdf",
    ]
    put(tmp_path, *names)
    assert sorted(labels(tmp_path)) == sorted(names)


def test_links_and_pipes_are_seen_for_what_they_are_and_not_followed(tmp_path: Path) -> None:
    drop, outside = tmp_path / "drop", tmp_path / "outside"
    put(outside, "secret.pdf")
    put(drop, "a.pdf")
    (drop / "file.pdf").symlink_to(outside / "secret.pdf")
    (drop / "folder").symlink_to(outside)
    (drop / "loop").symlink_to("loop")
    (drop / "up").symlink_to("..")
    os.mkfifo(drop / "pipe.pdf")
    assert {arrival.label: arrival.kind for arrival in look(drop)} == {
        "a.pdf": "file",
        "file.pdf": "link",
        "folder": "link",
        "loop": "link",
        "up": "link",
        "pipe.pdf": "special",
    }


def test_a_drop_folder_that_is_gone_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        look(tmp_path / "gone")
    archive = make_home(tmp_path / "kho")
    archive.drop.rmdir()
    done = run("ingest", "--home", str(archive.root), "--json")
    assert done.returncode == 1 and "drop" in done.stderr and "Traceback" not in done.stderr


def test_a_folder_that_may_not_be_looked_into_is_named_and_the_others_are_taken(tmp_path: Path) -> None:
    archive = make_home(tmp_path / "kho")
    for name, mode in (("cấm", 0), ("chỉ tên", 0o444)):
        drop(archive, f"{name}/a.pdf", b"x").parent.chmod(mode)
    drop(archive, "H1-1.1-01.pdf", pdf())
    done = run("ingest", "--home", str(archive.root), "--json", bounded=True)
    assert done.returncode == 12, done.stderr
    outcomes = msgspec.json.decode(done.stdout)["outcomes"]
    assert sorted((one["path"], one["kind"], one["reason"]) for one in outcomes) == [
        ("H1-1.1-01.pdf", "filed", "code-in-name"),
        ("chỉ tên", "waiting", "no-permission"),
        ("cấm", "waiting", "no-permission"),
    ]


def test_folders_a_thousand_deep_are_walked(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(1200):
        deep = deep / "s"
        deep.mkdir()
    (deep / "a.pdf").write_bytes(b"x")
    assert labels(tmp_path) == ["s/" * 1200 + "a.pdf"]
    # Left there, they would be too deep for whoever clears up.
    (deep / "a.pdf").unlink()
    while deep != tmp_path:
        deep.rmdir()
        deep = deep.parent


def test_settling_counts_from_the_last_change(tmp_path: Path) -> None:
    settling = Settling(2.0)
    put(tmp_path, "a.pdf")
    wall = time.time()
    assert settling.observe(look(tmp_path), 100.0, wall) == ()
    assert settling.observe(look(tmp_path), 101.9, wall) == ()
    (tmp_path / "a.pdf").write_bytes(b"longer")
    assert settling.observe(look(tmp_path), 102.0, wall) == ()
    assert settling.observe(look(tmp_path), 103.9, wall) == ()
    (settled,) = settling.observe(look(tmp_path), 104.0, wall)
    assert settling.unchanged_for(settled, 105.0) == 3.0
    (tmp_path / "a.pdf").unlink()
    assert settling.observe(look(tmp_path), 110.0, wall) == ()
    (tmp_path / "a.pdf").write_bytes(b"longer")
    assert settling.observe(look(tmp_path), 111.0, wall) == ()


def test_a_copy_with_its_old_date_is_not_taken_for_an_old_file(tmp_path: Path) -> None:
    put(tmp_path, "a.pdf")
    os.utime(tmp_path / "a.pdf", (1_500_000_000, 1_500_000_000))
    assert Settling(2.0).observe(look(tmp_path), 100.0, time.time()) == ()


def test_what_seems_old_is_whole_at_the_second_look(tmp_path: Path) -> None:
    put(tmp_path, "a.pdf")
    settling, wall = Settling(2.0), time.time() + 900
    assert settling.observe(look(tmp_path), 100.0, wall) == ()
    assert settling.observe(look(tmp_path), 100.1, wall) == ()
    (settled,) = settling.observe(look(tmp_path), 100.25, wall)
    assert settling.unchanged_for(settled, 101.0) == 1.0


@pytest.mark.parametrize("wall", [0.0, 4e9])
def test_a_wrong_clock_takes_no_growing_file(tmp_path: Path, wall: float) -> None:
    settling = Settling(2.0)
    for moment in range(20):
        (tmp_path / "a.pdf").write_bytes(bytes(moment // 2))
        os.utime(tmp_path / "a.pdf", (0, moment // 2))
        found = settling.observe(look(tmp_path), 100.0 + moment / 2, wall)
        assert found == ()
    assert settling.observe(look(tmp_path), 111.0, wall) == ()
    assert len(settling.observe(look(tmp_path), 111.5, wall)) == 1


_HOLDER = "import sys; f = open(sys.argv[1], 'ab'); print(1, flush=True); sys.stdin.read()"


def test_a_file_open_for_writing_elsewhere_is_known_to_be(tmp_path: Path) -> None:
    put(tmp_path, "a.pdf")
    with (tmp_path / "a.pdf").open("rb") as stream:
        assert not is_being_written(stream.fileno())
        arguments = [sys.executable, "-c", _HOLDER, str(tmp_path / "a.pdf")]
        writer = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        with writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            assert is_being_written(stream.fileno())
        assert not is_being_written(stream.fileno())


_ASKER = """
import sys
from archive.ingest.arrivals import is_being_written
with open(sys.argv[1], "rb") as stream:
    print("asking", flush=True)
    for _ in range(60_000):
        is_being_written(stream.fileno())
print("alive")
"""
_OPENER = "import sys\nwhile True:\n    open(sys.argv[1], 'ab').close()"


def test_asking_is_survived_when_somebody_opens_the_file_that_moment(tmp_path: Path) -> None:
    """The system sends a signal to whoever is asking just then; unhandled, it would end the watcher."""
    put(tmp_path, "a.pdf")
    path = str(tmp_path / "a.pdf")
    asker = subprocess.Popen([sys.executable, "-c", _ASKER, path], stdout=subprocess.PIPE, text=True)
    opener = subprocess.Popen([sys.executable, "-c", _OPENER, path])
    try:
        output, _ = asker.communicate(timeout=60)
    finally:
        opener.kill()
        opener.wait()
    assert asker.returncode == 0
    assert output.split() == ["asking", "alive"]
