"""Convert: a PDF made of an office file by LibreOffice, without macros, without network, within bounds."""

import errno
import os
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from archive.evidence.refusals import Reason
from archive.ingest import confined, sniff
from archive.ingest.compound import root_streams
from archive.ingest.limits import Limits, ReadFault
from archive.ingest.packages import FAULTS, open_package
from storage.files import make_directory

PACKAGES = "libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui fonts-croscore"
"""Debian's packages that are needed, and no more than those; the fonts are as wide as Windows' are."""

_PAGES = 4
"""A conversion may take the time of so many pages: two minutes as usually set; most take two seconds."""

_ROOM = 64 << 20
"""Bytes of disk that a conversion needs for its profile and what it makes."""

_STARTED_AGAIN = 81
"""LibreOffice's exit status when it has made a new profile and wants to be started once more."""

_LOOKED_AT = 1 << 16
"""Bytes at the start of a stream in which it says that it is encrypted."""

_FILEPASS = 0x2F

_FILTERS = {
    "writer": (sniff.DOC, sniff.DOCM, sniff.ODT, sniff.RTF),
    "calc": (sniff.XLS, sniff.XLSB, sniff.ODS),
}
_SETTINGS = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
{items}
</oor:items>
"""
_FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
<include>/etc/fonts/fonts.conf</include>
<selectfont><rejectfont>
{globs}
</rejectfont></selectfont>
</fontconfig>
"""
_ITEM = (
    '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>"
)
_FORBIDDEN = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "DisablePythonRuntime", "true"),
    ("Office.Common/Misc", "UseLocking", "false"),
    ("Office.Common/Misc", "UseDocumentSystemFileLocking", "false"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Calc/Content/Update", "Link", "2"),
    # A proxy that nothing listens at: what wants to be fetched cannot be.
    ("Inet/Settings", "ooInetProxyType", "1"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
"""What a document could make the program do besides drawing it: path, name and value of each setting."""


def converter() -> Path | None:
    """LibreOffice's program, where it is installed."""
    found = shutil.which("soffice")
    if found is None:
        return None
    program = Path(found).resolve()
    # What is on the path is a script around the program; the program alone is one process, easy to end.
    inner = program.with_name("soffice.bin")
    return inner if inner.is_file() else program


@cache
def version() -> str:
    """Name and version of the converter, such as ``libreoffice-7.4.7.2``; ``no-libreoffice`` without one."""
    program = converter()
    if program is None:
        return "no-libreoffice"
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False, timeout=60)
    found = re.search(r"\d+(\.\d+)+", done.stdout)
    return f"libreoffice-{found[0] if found else '?'}"


def seconds_for(limits: Limits) -> float:
    """Seconds that one conversion may take."""
    return _PAGES * limits.seconds_per_page


def convert(path: Path, media_type: str, target: Path, limits: Limits) -> None:
    """Make ``target``, a PDF, of an office file. Runs in a reading process.

    Raises ``ReadFault``: no converter, a password, broken, or too slow. ``OSError``: the disk.
    """
    program = converter()
    if program is None:
        raise ReadFault(Reason.NO_CONVERTER)
    with tempfile.TemporaryDirectory(prefix="archive-convert-", ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        source = work / f"source.{sniff.CONVERTED[media_type]}"
        # Its suffix tells the program what it is; in its own folder nothing can be written beside the file.
        source.symlink_to(path.resolve())
        _run(program, source, media_type, limits)
        made = source.with_suffix(".pdf")
        if not made.is_file():
            if shutil.disk_usage(work).free < _ROOM:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(work))
            raise ReadFault(Reason.PASSWORD if _is_locked(path, media_type) else Reason.BROKEN)
        _put(made, target)


def _run(program: Path, source: Path, media_type: str, limits: Limits) -> None:
    work = source.parent
    settings = work / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    items = (_ITEM.format(path=path, name=name, value=value) for path, name, value in _FORBIDDEN)
    settings.write_text(_SETTINGS.format(items="\n".join(items)), "utf-8")
    kind = next((name for name, types in _FILTERS.items() if media_type in types), "impress")
    command = [
        sys.executable, "-I", confined.__file__, str(program),
        f"-env:UserInstallation={(work / 'profile').as_uri()}",
        "--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck",
        "--convert-to", f"pdf:{kind}_pdf_Export", "--outdir", str(work), str(source),
    ]  # fmt: skip
    fonts = work / "fonts.conf"
    fonts.write_text(_fonts(), "utf-8")
    environment = {
        "HOME": str(work),
        "TMPDIR": str(work),
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
        "FONTCONFIG_FILE": str(fonts),
    }
    for _ in range(2):
        if _ended(command, environment, seconds_for(limits)) != _STARTED_AGAIN:
            return


@cache
def _fonts() -> str:
    """A configuration without the fonts that have the Latin letters and lack the Vietnamese ones.

    Such a font's missing letters are taken from another, and end up behind their words in the text layer.
    """
    lacking = sorted(_fonts_for("en") - _fonts_for("vi"))
    return _FONTS.format(globs="\n".join(f"<glob>{escape(path)}</glob>" for path in lacking))


def _fonts_for(language: str) -> frozenset[str]:
    program = shutil.which("fc-list")
    if program is None:
        return frozenset()
    command = [program, f":lang={language}", "file"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return frozenset(line.rstrip().rstrip(":") for line in done.stdout.splitlines())


def _ended(command: list[str], environment: dict[str, str], seconds: float) -> int:
    """Run a program to its end, or to ours; it and all that it started."""
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    ) as process:
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired as fault:
            raise ReadFault(Reason.READER_SLOW) from fault
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def _is_locked(path: Path, media_type: str) -> bool:
    """Whether a file that could not be opened says of itself that it wants a password."""
    if media_type in (sniff.ODT, sniff.ODS, sniff.ODP):
        with open_package(path) as package:
            try:
                return b"encryption-data" in package.open("META-INF/manifest.xml").read(_LOOKED_AT)
            except FAULTS:
                return False
    streams = root_streams(path)
    start = next((streams[name] for name in ("WordDocument", "Workbook", "Book") if name in streams), None)
    if start is None:
        return "EncryptedSummary" in streams
    with path.open("rb") as stream:
        stream.seek(start)
        head = stream.read(_LOOKED_AT)
    if media_type == sniff.DOC:
        # [MS-DOC] FibBase: fEncrypted is the ninth bit of the flags at 10.
        return len(head) > 12 and bool(head[11] & 1)
    return _has_password_record(head)


def _has_password_record(head: bytes) -> bool:
    """Whether FILEPASS is among the first records of a workbook, as [MS-XLS] puts it."""
    place = 0
    while place + 4 <= len(head):
        kind, length = struct.unpack_from("<HH", head, place)
        if kind == _FILEPASS:
            return True
        place += 4 + length
    return False


def _put(made: Path, target: Path) -> None:
    """Copy the PDF to its place, whole or not at all."""
    make_directory(target.parent)
    descriptor, name = tempfile.mkstemp(prefix=".partial-", dir=target.parent)
    partial = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as copy, made.open("rb") as stream:
            shutil.copyfileobj(stream, copy)
            os.fchmod(descriptor, 0o644)
        partial.replace(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
