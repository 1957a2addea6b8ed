"""Objects are named by what is in them, written once, and a fault leaves nothing half done."""

import ctypes
import errno
import hashlib
import io
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.digest import ZERO, Digest
from storage.objects import ObjectStore
from tests.builders import tree


class Slow(io.RawIOBase):
    """A stream that gives little at a time and can fail after some bytes."""

    def __init__(self, data: bytes, step: int, fails: bool = False) -> None:
        self._data, self._step, self._fails = io.BytesIO(data), step, fails

    def read(self, size: int = -1) -> bytes:
        part = self._data.read(min(self._step, size))
        if not part and self._fails:
            raise OSError(errno.EIO, "the scanner's disk is gone")
        return part


@given(st.binary())
def test_a_digest_is_sha_256(data: bytes) -> None:
    assert Digest.of(data) == hashlib.sha256(data).hexdigest()
    assert Digest(str(Digest.of(data))).short == hashlib.sha256(data).hexdigest()[:12]


@given(st.text(max_size=70))
def test_nothing_else_is_a_digest(text: str) -> None:
    right = re.fullmatch("[0-9a-f]{64}", text) is not None
    try:
        assert Digest(text) == text and right
    except ValueError:
        assert not right


@pytest.mark.parametrize("text", ["A" * 64, ZERO + "\n", "0" * 63, "٠" * 64, f" {ZERO[:63]}"])
def test_what_only_looks_like_a_digest_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        Digest(text)


@pytest.fixture
def store(tmp_path: Path) -> ObjectStore:
    return ObjectStore(tmp_path / "objects")


@pytest.mark.parametrize("data", [b"", b"x", os.urandom(3 << 20)], ids=["empty", "small", "3 MiB"])
def test_bytes_come_back_as_they_went_in(store: ObjectStore, data: bytes) -> None:
    digest = store.put(io.BytesIO(data))
    assert digest == hashlib.sha256(data).hexdigest()
    assert digest in store and tuple(store) == (digest,) and store.intact(digest)
    with store.open(digest) as stream:
        assert stream.read() == data
    assert tuple(store.strays()) == ()


def test_staged_bytes_are_no_object_yet(store: ObjectStore) -> None:
    staged = store.stage(Slow(b"minutes", 3))  # type: ignore[arg-type]
    assert (staged.size, staged.digest) == (7, Digest.of(b"minutes"))
    assert staged.digest not in store and tuple(store) == ()
    assert staged.path.read_bytes() == b"minutes"
    store.discard(staged)
    store.discard(staged)
    assert not staged.path.exists()


def test_the_same_bytes_twice_are_one_object(store: ObjectStore) -> None:
    first, second = store.stage(io.BytesIO(b"plan")), store.stage(io.BytesIO(b"plan"))
    assert store.commit(first) is True
    before = store.path(first.digest).stat()
    assert store.commit(second) is False
    after = store.path(first.digest).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert tuple(store.strays()) == ()


def test_a_damaged_object_is_seen_and_made_whole_by_the_same_bytes(store: ObjectStore) -> None:
    digest = store.put(io.BytesIO(b"decision"))
    path = store.path(digest)
    path.chmod(0o644)
    path.write_bytes(b"decisi0n")
    assert not store.intact(digest)
    assert store.put(io.BytesIO(b"another")) != digest
    assert not store.intact(digest)
    assert store.put(io.BytesIO(b"decision")) == digest
    assert store.intact(digest) and tuple(store.strays()) == ()


def test_object_files_are_read_only(store: ObjectStore) -> None:
    digest = store.put(io.BytesIO(b"report"))
    mode = stat.S_IMODE(store.path(digest).stat().st_mode)
    assert mode == 0o444


def test_a_stream_that_fails_leaves_nothing(store: ObjectStore) -> None:
    with pytest.raises(OSError, match="the scanner's disk is gone"):
        store.put(Slow(b"half a scan", 4, fails=True))  # type: ignore[arg-type]
    assert tree(store.root) == {}


def test_sweeping_clears_staging_only(store: ObjectStore) -> None:
    digest = store.put(io.BytesIO(b"kept"))
    store.stage(io.BytesIO(b"left by a killed writer"))
    (store.root / ".staging" / "@eaDir").mkdir()
    assert len(tuple(store.strays())) == 2
    assert store.sweep() == 1
    assert store.sweep() == 0
    assert tuple(store) == (digest,)


def test_strays_are_named(store: ObjectStore) -> None:
    digest = store.put(io.BytesIO(b"kept"))
    wrong_folder = store.root / "zz" / digest
    wrong_folder.parent.mkdir()
    wrong_folder.write_bytes(b"kept")
    (store.path(digest).parent / "Thumbs.db").write_bytes(b"")
    (store.root / "ghi chú.txt").write_bytes(b"")
    names = {path.name for path in store.strays()}
    assert names == {"Thumbs.db", "ghi chú.txt", str(digest)}
    assert tuple(store) == (digest,)
    assert wrong_folder in set(store.strays()) and store.path(digest) not in set(store.strays())


def test_a_store_that_is_not_there_is_empty(store: ObjectStore) -> None:
    assert tuple(store) == () and tuple(store.strays()) == () and store.sweep() == 0
    assert ZERO not in store
    with pytest.raises(FileNotFoundError):
        store.open(ZERO)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"tmpfs", os.fsencode(folder), b"tmpfs", 0, b"size=2m"):
        pytest.skip("mounting a small disk needs root")
    yield folder
    # 2: MNT_DETACH
    libc.umount2(os.fsencode(folder), 2)


def test_a_full_disk_takes_nothing_and_loses_nothing(small_disk: Path) -> None:
    store = ObjectStore(small_disk / "objects")
    kept = store.put(io.BytesIO(b"kept"))
    with pytest.raises(OSError, match="No space") as fault:
        store.put(io.BytesIO(bytes(4 << 20)))
    assert fault.value.errno == errno.ENOSPC
    assert tuple(store) == (kept,) and store.intact(kept) and tuple(store.strays()) == ()
    assert shutil.disk_usage(small_disk).free > 1 << 20
    assert store.put(io.BytesIO(b"room again")) in store


_BOUNDED = """
import io, resource, signal, sys
from pathlib import Path
from storage.objects import ObjectStore
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))
store = ObjectStore(Path(sys.argv[1]))
store.put(io.BytesIO(bytes(65536)))
try:
    store.put(io.BytesIO(bytes(65537)))
except OSError as fault:
    print(fault.errno, len(list(store)), len(list(store.strays())))
"""


def test_a_write_that_stops_halfway_leaves_nothing(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", _BOUNDED, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == [str(errno.EFBIG), "1", "0"]
