"""A file that cannot be taken is put aside with a sentence beside it; nothing is lost or written twice."""

import ctypes
import os
from pathlib import Path

import msgspec
import pytest

from archive.evidence import events
from archive.home import Archive
from archive.ingest.arrivals import look
from archive.ingest.readers import Readers
from storage.digest import Digest
from tests.builders import FAST, drop, ingest, make_home, pdf, run


def refused(archive: Archive) -> list[events.Refused]:
    found = (events.decode(line.event) for line, _ in archive.ledger.read())
    return [event for event in found if isinstance(event, events.Refused)]


def aside(archive: Archive) -> dict[str, bytes]:
    return {
        path.relative_to(archive.refused).as_posix(): path.read_bytes()
        for path in archive.refused.rglob("*")
        if path.is_file()
    }


def test_a_refused_file_lies_whole_beside_its_sentence(archive: Archive, readers: Readers) -> None:
    drop(archive, "TC 1.1/[H1-1.1-01] Ghi chú.txt", "chữ thường".encode())
    (outcome,) = ingest(archive, readers)
    assert (outcome.kind, outcome.reason) == ("refused", "unsupported")
    assert aside(archive) == {
        "2022-10-03/[H1-1.1-01] Ghi chú.txt": "chữ thường".encode(),
        "2022-10-03/[H1-1.1-01] Ghi chú.txt.txt": "Không nhận: unsupported.\n".encode(),
    }
    (event,) = refused(archive)
    assert event == events.Refused(
        Digest.of("chữ thường".encode()),
        "TC 1.1/[H1-1.1-01] Ghi chú.txt",
        len("chữ thường".encode()),
        "unsupported",
        "2022-10-03/[H1-1.1-01] Ghi chú.txt",
    )
    assert look(archive.drop) == () and tuple(archive.objects) == () and tuple(archive.check()) == ()


@pytest.mark.parametrize(
    "names",
    [
        ("a.bin", "sâu/a.bin", "sâu/hơn/a.bin"),
        ("a", "a.txt", "sâu/a", "sâu/a.txt"),
        ("x" * 255, "sâu/" + "x" * 255, "y/" + "x" * 251 + ".txt"),
        ("é" * 120 + ".bin", "sâu/" + "é" * 120 + ".bin"),
        ("x." + "y" * 253, "sâu/x." + "y" * 253, "z/x." + "y" * 253),
        (".".join("abcdefgh" * 15), "sâu/" + ".".join("abcdefgh" * 15)),
    ],
    ids=["same name", "name of a note", "255 bytes", "long Vietnamese", "long behind the stop", "full stops"],
)
def test_names_that_meet_in_refused_do_not_cover_each_other(
    archive: Archive, readers: Readers, names: tuple[str, ...]
) -> None:
    contents = {f"nội dung {name}".encode() for name in names}
    for name in names:
        drop(archive, name, f"nội dung {name}".encode())
    outcomes = ingest(archive, readers)
    assert [outcome.kind for outcome in outcomes] == ["refused"] * len(names)
    kept = {event.kept: (archive.refused / event.kept).read_bytes() for event in refused(archive)}
    assert set(kept.values()) == contents and len(kept) == len(names)
    notes = [content for path, content in aside(archive).items() if path not in kept]
    assert notes == ["Không nhận: unsupported.\n".encode()] * len(names)
    assert look(archive.drop) == ()


def test_names_that_are_no_text_are_refused_too(archive: Archive, readers: Readers) -> None:
    for name in (b"\xff.pdf", b"\xfe.pdf", b"\xff" * 250):
        Path(os.fsdecode(os.fsencode(archive.drop) + b"/" + name)).write_bytes(b"?" + name)
    outcomes = ingest(archive, readers)
    assert [outcome.kind for outcome in outcomes] == ["refused"] * 3
    contents = {content for content in aside(archive).values() if content.startswith(b"?")}
    assert contents == {b"?\xff.pdf", b"?\xfe.pdf", b"?" + b"\xff" * 250}


def test_killed_before_the_move_the_next_run_moves_without_a_second_line(
    archive: Archive, readers: Readers
) -> None:
    path = drop(archive, "a.bin", b"???")
    ingest(archive, readers)
    kept = archive.refused / "2022-10-03/a.bin"
    kept.replace(path)
    (outcome,) = ingest(archive, readers)
    assert outcome.kind == "refused"
    assert sorted(aside(archive)) == ["2022-10-03/a.bin", "2022-10-03/a.bin.txt"]
    assert len(refused(archive)) == 1


def test_killed_before_the_line_the_next_run_writes_over_the_note(archive: Archive, readers: Readers) -> None:
    note = archive.refused / "2022-10-03/a.bin.txt"
    note.parent.mkdir()
    note.write_text("Không nhận: unsupported.\n")
    drop(archive, "a.bin", b"???")
    ingest(archive, readers)
    assert sorted(aside(archive)) == ["2022-10-03/a.bin", "2022-10-03/a.bin.txt"]
    note.with_name("b.bin.txt").write_text("Gọi điện hỏi lại phòng giáo dục")
    drop(archive, "b.bin", b"???")
    ingest(archive, readers)
    assert [event.kept for event in refused(archive)] == ["2022-10-03/a.bin", "2022-10-03/b (2).bin"]


def test_a_bad_file_dropped_again_after_it_was_thrown_away_has_a_line_of_its_own(
    archive: Archive, readers: Readers
) -> None:
    for _ in range(2):
        drop(archive, "a.bin", b"???")
        ingest(archive, readers)
        assert sorted(aside(archive)) == ["2022-10-03/a.bin", "2022-10-03/a.bin.txt"]
        for path in aside(archive):
            (archive.refused / path).unlink()
    assert len(refused(archive)) == 2


def test_a_drop_folder_on_another_file_system_is_emptied_by_whole_copies(
    archive: Archive, readers: Readers
) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"tmpfs", os.fsencode(archive.drop), b"tmpfs", 0, b"size=4m"):
        pytest.skip("mounting a small disk needs root")
    try:
        drop(archive, "a.bin", b"?" * 70_000)
        (archive.drop / "link.pdf").symlink_to("nowhere")
        os.mkfifo(archive.drop / "pipe.pdf")
        assert [outcome.kind for outcome in ingest(archive, readers)] == ["refused"] * 3
        assert look(archive.drop) == ()
    finally:
        # 2: MNT_DETACH
        libc.umount2(os.fsencode(archive.drop), 2)
    folder = archive.refused / "2022-10-03"
    assert (folder / "a.bin").read_bytes() == b"?" * 70_000
    assert (folder / "link.pdf").readlink() == Path("nowhere") and (folder / "pipe.pdf").is_fifo()
    assert len(tuple(folder.iterdir())) == 6


def test_a_name_is_no_full_disk(tmp_path: Path) -> None:
    archive = make_home(tmp_path / "kho")
    drop(archive, "đọc/a full.bin", b"???").parent.chmod(0o555)
    drop(archive, "đọc/b.bin", b"!!!")
    done = run("ingest", "--home", str(archive.root), "--json", bounded=True)
    (archive.drop / "đọc").chmod(0o755)
    assert done.returncode == 12, done.stderr
    outcomes = msgspec.json.decode(done.stdout)["outcomes"]
    assert {one["reason"] for one in outcomes} == {"unreadable"}


def test_a_name_cannot_forge_an_answer(archive: Archive, readers: Readers) -> None:
    drop(archive, "a\n08:00  b.pdf → [H1-1.1-01]\x1b[2J\u202egnp.bin", b"???")
    done = run("ingest", "--home", str(archive.root))
    (answer,) = (archive.drop / "_ket-qua").glob("*.txt")
    for said in (done.stdout, answer.read_text("utf-8-sig")):
        line = next(line for line in said.splitlines() if "a\\n08:00" in line)
        assert "\\x1b[2J\\u202egnp.bin" in line and "KHÔNG NHẬN" in line
        assert not any(character in said for character in "\x1b\u202e")


def test_an_index_that_cannot_follow_stops_nothing(tmp_path: Path) -> None:
    archive = make_home(tmp_path / "kho")
    archive.index_path.mkdir(parents=True)
    archive.index_path.chmod(0)
    drop(archive, "a.pdf", pdf())
    done = run("ingest", "--home", str(archive.root), "--json", bounded=True)
    assert done.returncode == 0, done.stderr
    assert msgspec.json.decode(done.stdout)["totals"]["tray"] == 1
    assert "chỉ mục" in done.stderr and "Traceback" not in done.stderr


def test_the_same_bad_file_dropped_again_is_refused_again(archive: Archive, readers: Readers) -> None:
    for _ in range(3):
        drop(archive, "a.bin", b"???")
        ingest(archive, readers)
    assert [event.kept for event in refused(archive)] == [
        f"2022-10-03/a{n}.bin" for n in ("", " (2)", " (3)")
    ]


def test_links_and_pipes_are_moved_and_what_they_point_to_is_left(
    archive: Archive, readers: Readers, tmp_path: Path
) -> None:
    outside = tmp_path / "outside.pdf"
    outside.write_bytes(pdf())
    for _ in range(2):
        (archive.drop / "link.pdf").symlink_to(outside)
        (archive.drop / "dangling.pdf").symlink_to("nowhere")
        (archive.drop / "folder").symlink_to(tmp_path)
        os.mkfifo(archive.drop / "pipe.pdf")
        outcomes = {outcome.path: outcome.reason for outcome in ingest(archive, readers)}
        assert outcomes == {
            "link.pdf": "link",
            "dangling.pdf": "link",
            "folder": "link",
            "pipe.pdf": "special",
        }
    assert outside.read_bytes() == pdf() and tuple(archive.objects) == ()
    assert len(refused(archive)) == 8
    assert all(os.path.lexists(archive.refused / event.kept) for event in refused(archive))
    assert len({event.kept for event in refused(archive)}) == 8


def test_a_file_over_the_limit_is_not_even_copied(tmp_path: Path, readers: Readers) -> None:
    archive = make_home(tmp_path / "kho", FAST + "[reading]\nmax_file_mb = 1\n")
    with drop(archive, "lớn.pdf", b"%PDF-1.4\n").open("ab") as stream:
        stream.truncate((1 << 20) + 1)
    (outcome,) = ingest(archive, readers)
    assert (outcome.reason, outcome.document) == ("too-large", None)
    (event,) = refused(archive)
    assert (event.document, event.size) == (None, (1 << 20) + 1)
    assert (archive.refused / event.kept).stat().st_size == (1 << 20) + 1


def test_without_the_right_to_read_a_file_waits_and_the_others_go_on(tmp_path: Path) -> None:
    archive = make_home(tmp_path / "kho")
    drop(archive, "cấm.pdf", pdf()).chmod(0)
    drop(
        archive,
        "H1-1.1-01.pdf",
        pdf("Trường trung học cơ sở thông báo kết quả học tập của học sinh lớp chín"),
    )
    done = run("ingest", "--home", str(archive.root), "--json", bounded=True)
    assert done.returncode == 12, done.stderr
    said = msgspec.json.decode(done.stdout)
    assert [(one["path"], one["kind"], one["reason"]) for one in said["outcomes"]] == [
        ("cấm.pdf", "waiting", "no-permission"),
        ("H1-1.1-01.pdf", "filed", "code-in-name"),
    ]
    assert "cấp quyền đọc" in next((archive.drop / "_ket-qua").glob("*.txt")).read_text("utf-8-sig")
    (archive.drop / "cấm.pdf").chmod(0o644)
    done = run("ingest", "--home", str(archive.root), "--json", bounded=True)
    assert done.returncode == 0 and look(archive.drop) == ()
    assert tuple(archive.check()) == ()
