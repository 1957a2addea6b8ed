"""The bag (gói lưu trữ BagIt, RFC 8493): a folder that any BagIt tool can verify without this program.

`write_bag` copies files whose digests are already known; either a whole, checked bag appears or nothing does.
"""

import errno
import hashlib
import os
import re
import shutil
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import bagit
import msgspec

from retention.names import safe_name, safe_paths

__all__ = ["Bag", "BagFile", "FixityError", "safe_name", "safe_paths", "write_bag"]

_BLOCK = 1024 * 1024
_DISK_BLOCK = 4096
_OWN_FILES = re.compile(r"(data|bagit\.txt|bag-info\.txt|fetch\.txt|(tag)?manifest-[^/]*\.txt)(/.*)?")


class FixityError(Exception):
    """A file's bytes are not those its digest names: damaged, or changed since. Nothing was written."""

    def __init__(self, path: str, expected: str, found: str) -> None:
        super().__init__(f"{path}: SHA-256 is {found}, expected {expected}")
        self.path = path
        self.expected = expected
        self.found = found


class BagFile(msgspec.Struct, frozen=True):
    """One payload file: `path` is relative to the bag's data folder, `sha256` is 64 lower-case hex digits."""

    path: str
    source: Path
    sha256: str


class Bag(msgspec.Struct, frozen=True):
    """A bag as written: its files under the names they got, the payload's bytes, the tag manifest's SHA-256.

    The tag manifest covers the manifest, which covers every file: its digest stands for the whole bag.
    """

    path: Path
    files: tuple[BagFile, ...]
    octets: int
    tagmanifest: str


def write_bag(
    to: Path,
    payload: Iterable[BagFile],
    info: Mapping[str, str],
    tags: Iterable[tuple[str, bytes]] = (),
) -> Bag:
    """Write a bag to the new folder `to`, whose parent exists, under safe and distinct file names.

    `info` goes to bag-info.txt (Bagging-Date as an ISO date; Payload-Oxum is added), `tags` are further files
    beside the payload, as (relative path, content). Paths that `safe_paths` has made come through unchanged.
    Raises ValueError (bad path, digest, label or date), FileExistsError (`to` is there), FixityError, and
    OSError, with errno ENOSPC when the disk is too small. After any error neither `to` nor anything partial
    remains; what a killed run left under the partial name is removed by the next.
    """
    files = _named(tuple(payload))
    tag_files = dict(_checked_tags(tuple(tags)))
    lines = _info_lines(info)
    if os.path.lexists(to):
        raise FileExistsError(errno.EEXIST, "a bag is never written over something else", str(to))
    for file in files:
        if not file.source.is_file():
            raise FixityError(file.path, file.sha256, "")
    _require_space(to.parent, files, tag_files)
    partial = to.with_name(f".{to.name}.partial")
    if partial.exists():
        shutil.rmtree(partial)
    try:
        (partial / "data").mkdir(parents=True)
        octets = sum(_copy(file, partial / "data" / file.path) for file in files)
        lines.append(f"Payload-Oxum: {octets}.{len(files)}")
        tagmanifest = _write_tags(partial, files, lines, tag_files)
        # The reference reader looks before anyone relies on the bag: names and counts, no second hashing.
        bagit.Bag(str(partial)).validate(completeness_only=True)
        _sync_folders(partial)
        partial.rename(to)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    _sync_folder(to.parent)
    return Bag(to, files, octets, tagmanifest)


def _named(asked: tuple[BagFile, ...]) -> tuple[BagFile, ...]:
    for file in asked:
        if not re.fullmatch(r"[0-9a-f]{64}", file.sha256):
            raise ValueError(f"{file.path}: not a SHA-256 in lower-case hex: {file.sha256!r}")
    paths = safe_paths(file.path for file in asked)
    return tuple(BagFile(path, file.source, file.sha256) for path, file in zip(paths, asked, strict=True))


def _checked_tags(tags: tuple[tuple[str, bytes], ...]) -> tuple[tuple[str, bytes], ...]:
    """Tag files are named by this program's own code, so a bad name is refused rather than mended."""
    paths = tuple(path for path, _ in tags)
    for path, safe in zip(paths, safe_paths(paths), strict=True):
        if path != safe or _OWN_FILES.fullmatch(path.lower()):
            raise ValueError(f"not a name for a tag file: {path!r}")
    return tags


def _info_lines(info: Mapping[str, str]) -> list[str]:
    """Lines of bag-info.txt; a value is put on one line, since readers disagree on folded ones."""
    lines = []
    for label, value in info.items():
        if not re.fullmatch(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*", label) or label.lower() == "payload-oxum":
            raise ValueError(f"not a label for bag-info.txt: {label!r}")
        if label.lower() == "bagging-date":
            date.fromisoformat(value)
        lines.append(f"{label}: {' '.join(value.split())}".rstrip())
    return lines


def _require_space(parent: Path, files: tuple[BagFile, ...], tags: Mapping[str, bytes]) -> None:
    sizes = [file.source.stat().st_size for file in files] + [len(content) for content in tags.values()]
    # One block more a file for its entry and its manifest line, and some for the bag's own files and folders.
    needed = sum(sizes) + _DISK_BLOCK * (len(sizes) + len(files) + 16)
    free = shutil.disk_usage(parent).free
    if needed > free:
        message = f"the bag needs {needed} bytes and {free} are free"
        raise OSError(errno.ENOSPC, message, str(parent))


def _copy(file: BagFile, target: Path) -> int:
    """Copy one file, hashing the bytes on their way; the number of bytes."""
    # bagit.make_bag would read all of it a second time to hash it, in place, changing the process's working
    # folder, dating the bag today; so the manifests, which are a few lines each, are written here.
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    octets = 0
    with file.source.open("rb") as source, target.open("xb") as copy:
        while block := source.read(_BLOCK):
            digest.update(block)
            copy.write(block)
            octets += len(block)
        copy.flush()
        os.fsync(copy.fileno())
    if digest.hexdigest() != file.sha256:
        raise FixityError(file.path, file.sha256, digest.hexdigest())
    return octets


def _write_tags(bag: Path, files: tuple[BagFile, ...], info: list[str], tags: Mapping[str, bytes]) -> str:
    """Write everything beside the payload; the SHA-256 of the tag manifest, which is the last."""
    content = {
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": "".join(f"{line}\n" for line in info).encode(),
        "manifest-sha256.txt": _manifest((f"data/{file.path}", file.sha256) for file in files),
        **tags,
    }
    listing = _manifest((path, hashlib.sha256(data).hexdigest()) for path, data in content.items())
    for path, data in (*content.items(), ("tagmanifest-sha256.txt", listing)):
        target = bag / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
    return hashlib.sha256(listing).hexdigest()


def _manifest(entries: Iterable[tuple[str, str]]) -> bytes:
    """Sorted, so that the same files make the same bytes. Safe names hold nothing that must be encoded."""
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(entries)).encode()


def _sync_folders(top: Path) -> None:
    for folder, _, _ in os.walk(top, topdown=False):
        _sync_folder(Path(folder))


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":  # elsewhere a folder cannot be opened, and the rename is durable by itself
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
