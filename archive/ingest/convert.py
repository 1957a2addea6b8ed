"""Convert: a PDF made of an office file by LibreOffice, without macros, without network, within bounds."""

import errno
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from functools import cache
from math import ceil
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape

from archive.evidence.refusals import Reason
from archive.ingest import clock, confined, sniff
from archive.ingest.limits import Limits, ReadFault
from archive.ingest.passwords import is_locked
from storage.files import make_directory

PACKAGES = (
    "libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui fonts-croscore libfaketime"
)
"""Debian's packages that are needed, and no more than those; the fonts are as wide as Windows' are."""

_PAGES = 4
"""A conversion may take a processor for the time of so many pages: two minutes as usually set; most take two
seconds."""

_WAITING = 2
"""It may take so many times that on a machine that is busy with other things."""

ASKING = 30.0
"""Seconds for a program to say its version, or which fonts there are."""

_ROOM = 64 << 20
"""Bytes of disk that a conversion needs for its profile and what it makes."""

_STARTED_AGAIN = 81
"""LibreOffice's exit status when it has looked after a new profile and wants to be started once more."""

_GAVE_UP = (0, 1)
"""Its exit statuses when a file cannot be opened: it says no more of that than that there is no PDF."""

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


def version() -> str:
    """Name and version of the converter; nothing without one, or where it does not say its own.

    ``libreoffice-7.4.7.2 libfaketime`` where it works under a clock that stands still, which makes what it
    gives a pure function of the bytes; ``libreoffice-7.4.7.2`` where fields show the day of conversion.
    """
    program = converter()
    number, stopping = _asked(program) if program else ("", None)
    if not number:
        return ""
    return f"libreoffice-{number} libfaketime" if stopping else f"libreoffice-{number}"


@cache
def _asked(program: Path) -> tuple[str, Path | None]:
    """The program's version, and the library under which it was able to say it."""
    library = clock.library()
    environment = {"PATH": os.defpath, "LANG": "C.UTF-8", **clock.standing_at(clock.UNSAID)}
    for stopping in (library, None) if library else (None,):
        command = [*_confined(ASKING, stopping), str(program), "--version"]
        with suppress(ReadFault):
            if found := re.search(r"\d+(\.\d+)+", _said(command, environment)):
                return found[0], stopping
    return "", None


def _said(command: list[str], environment: dict[str, str] | None = None) -> str:
    """What a program prints. Raises ``ReadFault`` when it cannot be asked."""
    with tempfile.TemporaryFile() as answer:
        _ended(command, environment, ASKING, answer)
        answer.seek(0)
        return answer.read().decode("utf-8", "replace")


def convert(path: Path, media_type: str, target: Path, limits: Limits) -> None:
    """Make ``target``, a PDF, of an office file. Runs in a reading process.

    Raises ``ReadFault``: no converter, a password, broken; and ``READER_SLOW`` or ``READER_DIED``, which are
    worth another try. ``OSError``: the disk.
    """
    program = converter()
    if program is None:
        raise ReadFault(Reason.NO_CONVERTER)
    with tempfile.TemporaryDirectory(prefix="archive-convert-", ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        source = work / f"source.{sniff.CONVERTED[media_type]}"
        # Its suffix tells the program what it is; in its own folder nothing can be written beside the file.
        source.symlink_to(path.resolve())
        status = _run(program, source, media_type, limits)
        made = source.with_suffix(".pdf")
        if not made.is_file():
            if shutil.disk_usage(work).free < _ROOM:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(work))
            if is_locked(path, media_type):
                raise ReadFault(Reason.PASSWORD)
            raise ReadFault(Reason.BROKEN if status in _GAVE_UP else Reason.READER_DIED)
        _put(made, target)


def _run(program: Path, source: Path, media_type: str, limits: Limits) -> int:
    """Have the program convert ``source`` in its folder; the status with which it ended."""
    work = source.parent
    _write_profile(work / "profile" / "user", program)
    kind = next((name for name, types in _FILTERS.items() if media_type in types), "impress")
    seconds = _PAGES * limits.seconds_per_page
    command = [
        *_confined(seconds, _asked(program)[1]), str(program),
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
        "SAL_RAND_REPEATABLE": "1",
        "FONTCONFIG_FILE": str(fonts),
        **clock.standing_at(clock.saved_at(source, media_type)),
    }
    status = _ended(command, environment, _WAITING * seconds)
    return _ended(command, environment, _WAITING * seconds) if status == _STARTED_AGAIN else status


def _write_profile(user: Path, program: Path) -> None:
    """The settings, and the build that made them, without which it starts once more to look after them."""
    (user / "extensions").mkdir(parents=True)
    items = (_ITEM.format(path=path, name=name, value=value) for path, name, value in _FORBIDDEN)
    (user / "registrymodifications.xcu").write_text(_SETTINGS.format(items="\n".join(items)), "utf-8")
    with suppress(OSError):
        if found := re.search(rb"(?m)^buildid=(.+)$", program.with_name("versionrc").read_bytes()):
            (user / "extensions" / "buildid").write_bytes(found[1])


def _confined(seconds: float, stopping: Path | None) -> list[str]:
    """The beginning of a command that may use so many seconds of a processor, with or without its clock."""
    return [sys.executable, "-I", confined.__file__, str(ceil(seconds)), str(stopping or "")]


@cache
def _fonts() -> str:
    """A configuration without the fonts that have the Latin letters and lack the Vietnamese ones.

    Such a font's missing letters are taken from another, and end up behind their words in the text layer.
    """
    lacking = sorted(_fonts_for("en") - _fonts_for("vi"))
    return _FONTS.format(globs="\n".join(f"<glob>{escape(path)}</glob>" for path in lacking))


def _fonts_for(language: str) -> frozenset[str]:
    program = shutil.which("fc-list")
    listed = _said([program, f":lang={language}", "file"]) if program else ""
    return frozenset(line.rstrip().rstrip(":") for line in listed.splitlines())


def _ended(
    command: list[str], environment: dict[str, str] | None, seconds: float, answer: IO[bytes] | None = None
) -> int:
    """Run a program to its end, or to ours; it and all that it started. What it prints goes to ``answer``."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=answer or subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
        )
    except OSError as fault:
        # The machine has no room for one more process.
        raise ReadFault(Reason.READER_DIED) from fault
    with process:
        try:
            status = process.wait(seconds)
        except subprocess.TimeoutExpired as fault:
            raise ReadFault(Reason.READER_SLOW) from fault
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            clock.clear_away(process.pid)
    if status == -signal.SIGKILL:
        # That is how the system ends what has used up its seconds of a processor.
        raise ReadFault(Reason.READER_SLOW)
    return status


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
