"""The files in a ZIP come in as if they had been dropped as a folder; none is lost, or comes in twice."""

import io
import json
import os
import random
import signal
import struct
import subprocess
import threading
import time
import unicodedata
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.evidence import events
from archive.home import Archive
from archive.ingest.answers import sentence
from archive.ingest.arrivals import look
from archive.ingest.limits import Limits, ReadFault
from archive.ingest.packages import MEMBERS
from archive.ingest.readers import Readers, result_of
from archive.ingest.unpack import harmless, told_apart, unpack
from archive.settings import Settings
from archive.wording import load_wording
from storage.digest import Digest
from tests.builders import FAST, command, drop, ingest, make_home, pdf, run

LIMITS = Limits.of(Settings())


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as package:
        for name, data in members.items():
            package.writestr(zipfile.ZipInfo(name), data, method)
    return stream.getvalue()


def renamed(data: bytes, old: bytes, new: bytes, flags: int = 0) -> bytes:
    """The ZIP with another name of the same length, as a program writes it that does not say UTF-8."""
    assert len(old) == len(new)
    changed = bytearray(data.replace(old, new))
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        struct.pack_into("<H", changed, changed.index(sign) + place, flags)
    return bytes(changed)


def taken_out(folder: Path, data: bytes, limits: Limits = LIMITS) -> dict[str, bytes]:
    path = folder / "a.zip"
    path.write_bytes(data)
    target = folder / "unpacked"
    target.mkdir()
    members = unpack(path, target, limits)
    assert sorted(target.iterdir()) == sorted(member.path for member in members)
    return {member.label: member.path.read_bytes() for member in members}


def history(archive: Archive) -> list[events.Event]:
    return [events.decode(line.event) for line, _ in archive.ledger.read()]


PLAN = pdf("Kế hoạch năm học của nhà trường đã được phê duyệt trong tháng chín")
MINUTES = pdf("Biên bản họp hội đồng sư phạm nhà trường tháng mười đã được thông qua")


def test_members_are_filed_as_in_a_folder(archive: Archive, readers: Readers) -> None:
    members = {"Kế hoạch.pdf": PLAN, "2021-2022/H1-1.2-03 Biên bản.pdf": MINUTES, "đọc tôi.bin": b"???"}
    drop(archive, "2022-2023/TC 1.1.zip", zipped({**members, "trống/": b""}))
    outcomes = {one.path.removeprefix("2022-2023/TC 1.1.zip/"): one for one in ingest(archive, readers)}
    assert {name: (one.kind, one.reason, one.code) for name, one in outcomes.items()} == {
        "Kế hoạch.pdf": ("filed", "criterion-in-folder", "H1-1.1-01"),
        "2021-2022/H1-1.2-03 Biên bản.pdf": ("filed", "code-in-name", "H1-1.2-03"),
        "đọc tôi.bin": ("refused", "unsupported", None),
    }
    assert [one.path for one in history(archive) if isinstance(one, events.Received)] == [
        "2022-2023/TC 1.1.zip/2021-2022/H1-1.2-03 Biên bản.pdf",
        "2022-2023/TC 1.1.zip/Kế hoạch.pdf",
    ]
    years = [one.school_year for one in history(archive) if isinstance(one, events.Filed)]
    assert years == ["2021-2022", "2022-2023"]
    assert (archive.refused / "2022-10-03" / "đọc tôi.bin").read_bytes() == b"???"
    assert look(archive.drop) == () and not any(archive.unpacked.rglob("*"))
    assert tuple(archive.check()) == ()


def test_members_are_numbered_as_the_files_of_a_folder_are(tmp_path: Path, readers: Readers) -> None:
    members = {
        name: pdf(f"Biên bản họp {name} của hội đồng sư phạm nhà trường")
        for name in ("Biên bản 10.pdf", "Biên bản 2.pdf", "b/Tháng 1.pdf", "Biên bản 1.pdf", "A.pdf")
    }
    given = []
    for kind in ("zip", "folder"):
        archive = make_home(tmp_path / kind)
        if kind == "zip":
            drop(archive, "TC 1.1.zip", zipped(members))
        else:
            for name, data in members.items():
                drop(archive, f"TC 1.1/{name}", data)
        found = ingest(archive, readers)
        given.append([(one.path.partition("/")[2], one.code) for one in found])
    assert given[0] == given[1]
    assert [name for name, _ in given[0]] == [
        "A.pdf",
        "b/Tháng 1.pdf",
        "Biên bản 1.pdf",
        "Biên bản 2.pdf",
        "Biên bản 10.pdf",
    ]


def test_every_member_has_its_line_in_the_answers(archive: Archive) -> None:
    drop(archive, "H1-1.4-01.zip", zipped({"a.pdf": PLAN, "b.bin": b"???"}))
    assert run("ingest", "--home", str(archive.root)).returncode == 0
    (answer,) = (archive.drop / "_ket-qua").glob("*.txt")
    first, second = answer.read_text("utf-8-sig").splitlines()
    assert "H1-1.4-01.zip/a.pdf → [H1-1.4-01]" in first
    assert "H1-1.4-01.zip/b.bin → KHÔNG NHẬN" in second


def test_the_same_zip_again_says_so_and_adds_nothing(archive: Archive, readers: Readers) -> None:
    for number in range(3):
        drop(archive, "a.zip", zipped({"a.pdf": PLAN, "b.bin": b"???", "c.pdf": PLAN}))
        outcomes = ingest(archive, readers)
        assert [one.kind for one in outcomes] == (["again" if number else "tray", "refused", "again"])
    kinds = [type(one).__name__ for one in history(archive)]
    assert kinds == ["Opened", "Received", "Refused", "ReceivedAgain"]
    assert len(tuple(archive.refused.glob("*/*"))) == 2


def test_junk_is_passed_over(tmp_path: Path) -> None:
    junk = (
        "__MACOSX/._a.pdf",
        ".DS_Store",
        "x/.DS_Store",
        "x/Thumbs.db",
        "desktop.ini",
        "x/._a.pdf",
        "~$b.docx",
    )
    assert taken_out(tmp_path, zipped({**dict.fromkeys(junk, b"?"), "x/a.pdf": b"1"})) == {"x/a.pdf": b"1"}


def test_nothing_but_junk_is_empty(tmp_path: Path) -> None:
    for number, data in enumerate((zipped({}), zipped({"__MACOSX/._a": b"?", "x/": b""}))):
        folder = tmp_path / str(number)
        folder.mkdir()
        with pytest.raises(ReadFault, match="empty"):
            taken_out(folder, data)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\Users\\Lan\\H1-1.1-01.pdf", "Users/Lan/H1-1.1-01.pdf"),
        ("C:a.pdf", "a.pdf"),
        ("\\\\may-chu\\chung\\a.pdf", "may-chu/chung/a.pdf"),
        ("a/./b//c.pdf", "a/b/c.pdf"),
        ("..", "_"),
        ("", "_"),
        (unicodedata.normalize("NFD", "Kế hoạch.pdf"), "Kế hoạch.pdf"),
        ("a/" * 500 + "b.pdf", "a/" * 19 + "b.pdf"),
        ("x" * 70_000, "x" * 200),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        ("x" * 195 + " " * 9 + "y.pdf", "x" * 195 + ".pdf"),
        ("x." + "y" * 300, "x." + "y" * 198),
    ],
)
def test_names_are_made_harmless(name: str, label: str) -> None:
    assert harmless(name) == label


@given(st.text(alphabet=st.sampled_from("ab.~/\\:C \0é\n")))
def test_no_name_leads_anywhere(name: str) -> None:
    label = harmless(name)
    path = PurePosixPath(label)
    assert label and not path.is_absolute() and ".." not in path.parts
    assert path.as_posix() == label or label == "."
    assert harmless(label) == label


@given(st.lists(st.sampled_from(("a.pdf", "a (2).pdf", "b", "x.y/b", "x.y/a.pdf")), max_size=12))
def test_labels_are_told_apart(labels: list[str]) -> None:
    found = told_apart(labels)
    assert len(set(found)) == len(labels)
    assert all(
        old == new or new.startswith(old.split(".pdf")[0]) for old, new in zip(labels, found, strict=True)
    )


def test_members_of_one_name_are_both_kept(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as package:
            package.writestr("a.pdf", b"1")
            package.writestr("a.pdf", b"2")
    assert taken_out(tmp_path, stream.getvalue()) == {"a.pdf": b"1", "a (2).pdf": b"2"}


@pytest.mark.parametrize(
    ("raw", "label"),
    [
        (unicodedata.normalize("NFD", "Quyết định.pdf").encode(), "Quyết định.pdf"),
        ("Quyết định.pdf".encode(), "Quyết định.pdf"),
        (unicodedata.normalize("NFD", "Báo cáo").encode("cp1258", "ignore"), None),
    ],
    ids=["macOS", "UTF-8 without saying so", "Windows"],
)
def test_names_in_other_encodings(tmp_path: Path, raw: bytes, label: str | None) -> None:
    data = renamed(zipped({"n" * len(raw): b"1"}), b"n" * len(raw), raw)
    (found,) = taken_out(tmp_path, data)
    assert found == (label or unicodedata.normalize("NFC", raw.decode("cp1258")))


def test_the_name_in_utf8_beside_the_other_one_is_believed(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("Bien ban.pdf")
    name = "Biên bản.pdf".encode()
    info.extra = struct.pack("<HHBI", 0x7075, 5 + len(name), 1, zlib.crc32(b"Bien ban.pdf")) + name
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr(info, b"1")
    assert taken_out(tmp_path, stream.getvalue()) == {"Biên bản.pdf": b"1"}


def locked() -> bytes:
    data = bytearray(zipped({"a.pdf": PLAN, "b.pdf": MINUTES}))
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.rindex(sign) + place] |= 1
    return bytes(data)


def damaged() -> bytes:
    data = bytearray(zipped({"a.pdf": PLAN, "b.pdf": MINUTES}, zipfile.ZIP_STORED))
    data[data.index(MINUTES[:50]) + 20] ^= 0xFF
    return bytes(data)


def of_a_new_method() -> bytes:
    data = bytearray(zipped({"a.pdf": PLAN}))
    for sign, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        struct.pack_into("<H", data, data.index(sign) + place, 9)
    return bytes(data)


def all_locked() -> bytes:
    data = zipped({"a.pdf": PLAN})
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(sign) + place
        data = data[:at] + b"\x01" + data[at + 1 :]
    return data


def bomb() -> bytes:
    return zipped({f"{number}.pdf": bytes(30 << 20) for number in range(4)})


def many(count: int) -> bytes:
    return zipped({f"{number}.pdf": b"" for number in range(count)}, zipfile.ZIP_STORED)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (locked, "password"),
        (all_locked, "password"),
        (lambda: zipped({"~$kế hoạch.docx": b"?" * 162}), "empty"),
        (lambda: zipped({"a.pdf": bytes(50 << 20)}, zipfile.ZIP_BZIP2), "packed"),
        (lambda: zipped({"a.pdf": bytes(50 << 20)}, zipfile.ZIP_LZMA), "packed"),
        (damaged, "broken"),
        (lambda: zipped({"a.pdf": PLAN})[:-30], "broken"),
        (lambda: zipped({"a.pdf": PLAN})[:200], "broken"),
        (of_a_new_method, "packed"),
        (bomb, "too-large"),
        (lambda: many(100_000), "too-many-files"),
        (lambda: many(MEMBERS + 1), "too-many-files"),
        (lambda: zipped({}), "empty"),
    ],
    ids=[
        "locked",
        "all locked",
        "locks only",
        "bzip2",
        "LZMA",
        "damaged",
        "cut",
        "without a list",
        "Deflate64",
        "bomb",
        "100,000",
        "5,001",
        "empty",
    ],
)
def test_a_zip_is_refused_as_a_whole(make: object, reason: str, archive: Archive, readers: Readers) -> None:
    assert callable(make)
    data = make()
    drop(archive, "H1-1.1-01.zip", data)
    began = time.monotonic()
    (outcome,) = ingest(archive, readers)
    assert time.monotonic() - began < 20
    assert (outcome.kind, outcome.reason, outcome.path) == ("refused", reason, "H1-1.1-01.zip")
    assert (archive.refused / "2022-10-03" / "H1-1.1-01.zip").read_bytes() == data
    assert tuple(archive.objects) == () and look(archive.drop) == ()
    assert not any(archive.unpacked.rglob("*"))


@pytest.mark.parametrize(("make", "way_out"), [(all_locked, "giải nén"), (lambda: zipped({}), "nén lại")])
def test_the_way_out_is_one_for_a_zip(make: object, way_out: str, archive: Archive, readers: Readers) -> None:
    assert callable(make)
    drop(archive, "chỉ khóa.zip", make())
    (outcome,) = ingest(archive, readers)
    assert way_out in sentence(outcome, load_wording("vi"))


def test_a_reader_that_dies_while_it_unpacks_leaves_nothing_behind(archive: Archive) -> None:
    drop(archive, "a.zip", zipped({"a.pdf": PLAN, "b.bin": bytes(60 << 20)}))
    killed: list[Path] = []
    done = threading.Event()

    def kill(pid: int) -> None:
        while not killed and not done.is_set():
            if any(archive.unpacked.glob("*/*/*")):
                os.kill(pid, signal.SIGKILL)
                killed.extend(archive.unpacked.glob("*/*"))

    with Readers(1, 2 << 30) as readers:
        killer = threading.Thread(target=kill, args=(result_of(readers.submit(60, os.getpid)),))
        killer.start()
        outcomes = ingest(archive, readers)
        done.set()
        killer.join()
    assert [(one.path, one.kind) for one in outcomes] == [("a.zip/a.pdf", "tray"), ("a.zip/b.bin", "refused")]
    assert killed and not any(archive.unpacked.rglob("*"))


def test_what_a_zip_says_of_its_sizes_is_not_believed(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.pdf": bytes(80 << 20)}))
    place = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, place + 24, 1000)
    with pytest.raises(ReadFault) as fault:
        taken_out(tmp_path, bytes(data))
    assert fault.value.reason in ("broken", "too-large")
    assert sum(path.stat().st_size for path in (tmp_path / "unpacked").iterdir()) < 1 << 20


def test_files_in_files(archive: Archive, readers: Readers) -> None:
    letter = (Path(__file__).parent.parent.parent / "samples/formats/Thư Ban đại diện.eml").read_bytes()
    drop(archive, "a.zip", zipped({"b.zip": zipped({"c.pdf": PLAN}), "thư.eml": letter, "d.pdf": MINUTES}))
    attached = "H4-4.1-01 Biên bản họp cha mẹ học sinh.rtf"
    assert [(one.path, one.kind, one.reason) for one in ingest(archive, readers)] == [
        ("a.zip/b.zip", "refused", "packed"),
        ("a.zip/d.pdf", "tray", "no-code"),
        (f"a.zip/thư.eml/{attached}", "filed", "code-in-name"),
        ("a.zip/thư.eml", "tray", "no-code"),
    ]


def test_a_zip_over_the_limit_for_files_is_refused(tmp_path: Path, readers: Readers) -> None:
    archive = make_home(tmp_path / "kho", FAST + "[reading]\nmax_file_mb = 1\n")
    chance = random.Random(1)
    drop(archive, "a.zip", zipped({f"{n}.bin": chance.randbytes(400_000) for n in range(2)}))
    drop(archive, "b.zip", zipped({f"{n}.bin": bytes(600_000) for n in range(2)}))
    outcomes = {one.path: one.reason for one in ingest(archive, readers)}
    assert outcomes == {"a.zip/0.bin": "unsupported", "a.zip/1.bin": "unsupported", "b.zip": "too-large"}


def done_so_far(archive: Archive) -> tuple[int, frozenset[Path]] | None:
    """What tells that something was done since; None while a folder goes that is being looked into."""
    with suppress(FileNotFoundError):
        return archive.ledger.size(), frozenset(archive.unpacked.rglob("*"))
    return None


def test_killed_anywhere_each_member_comes_in_once(archive: Archive) -> None:
    members = {
        f"TC 2.{number % 3 + 1}/{number}.pdf": pdf(
            f"Báo cáo số {number} của nhà trường về công tác kiểm tra nội bộ"
        )
        for number in range(12)
    }
    members |= {f"{number}.bin": f"???{number}".encode() for number in range(6)}
    path = drop(archive, "Hồ sơ.zip", zipped(members))
    chance = random.Random(20221003)
    there = 0
    for _ in range(6):
        before = done_so_far(archive)
        process = subprocess.Popen(
            command("ingest", "--home", str(archive.root), "--json"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 30
        while process.poll() is None and done_so_far(archive) == before and time.monotonic() < deadline:
            time.sleep(0.01)
        try:
            process.wait(chance.uniform(0.0, 0.4))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        there += path.exists()
        held = [one for one in history(archive) if isinstance(one, events.Received)]
        assert path.exists() or len(held) == 12
    assert there, "the moments are of use only when they fall into the work"
    done = run("ingest", "--home", str(archive.root), "--json")
    assert done.returncode == 0 and not path.exists()
    found = history(archive)
    received = [one.document for one in found if isinstance(one, events.Received)]
    refused = [one for one in found if isinstance(one, events.Refused)]
    assert sorted([*received, *(str(one.document) for one in refused)]) == sorted(
        map(Digest.of, members.values())
    )
    assert len([one for one in found if isinstance(one, events.Filed)]) == 12
    for one in refused:
        assert Digest.of((archive.refused / one.kept).read_bytes()) == one.document
    assert len(tuple(archive.refused.glob("*/*"))) == 12
    assert not any(archive.unpacked.rglob("*")) and look(archive.drop) == ()
    assert json.loads(run("verify", "--home", str(archive.root), "--json").stdout)["findings"] == []
