"""Console: how commands speak. Sentences in the reader's language, or one JSON document, never both."""

import getpass
import io
import os
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import typer

from archive.evidence.letters import shown
from archive.failures import Exit, Failure, failure_of
from archive.home import Archive, NotAHome
from archive.settings import NAME, SettingsFault, load_settings
from archive.wording import LANGUAGES, Wording, load_wording

if TYPE_CHECKING:
    from typer.core import TyperGroup


_WIDEST = 60
"""Characters of a table's cell; what is longer is cut, and whole in the JSON."""

_INTERRUPTED = 130
"""What a shell gives for a program that Ctrl-C ended."""


class Console:
    """Speaks to one person, or with ``json`` to one program."""

    def __init__(self, wording: Wording, json: bool) -> None:
        self.wording = wording
        self.json = json

    def say(self, key: str, **values: object) -> None:
        """Print a sentence; nothing where JSON was asked for."""
        if not self.json:
            print(self.wording.say(key, **_shown(values)), flush=True)

    def warn(self, key: str, **values: object) -> None:
        """Print a sentence where failures go, beside whatever the answer is."""
        print(self.wording.say(key, **_shown(values)), file=sys.stderr)

    def line(self, text: str = "") -> None:
        """Print text, safe for a terminal; nothing where JSON was asked for."""
        self.marked(((text, False),))

    def marked(self, pieces: Iterable[tuple[str, bool]]) -> None:
        """Print pieces of text as one line, the marked ones bold where a person looks on."""
        bold, plain = ("\x1b[1m", "\x1b[0m") if sys.stdout.isatty() else ("", "")
        if not self.json:
            safe = (("\n".join(map(shown, text.split("\n"))), mark) for text, mark in pieces)
            print("".join(f"{bold}{text}{plain}" if mark else text for text, mark in safe), flush=True)

    def data(self, value: object) -> None:
        """Print the one JSON document, where it was asked for."""
        if self.json:
            raw = msgspec.json.format(msgspec.json.encode(value, enc_hook=str), indent=2)
            sys.stdout.write(raw.decode() + "\n")
            sys.stdout.flush()

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Print rows in columns under the headings of the wording's ``column.`` keys."""
        if self.json:
            return
        texts = [[self.wording.say(f"column.{head}") for head in heads]]
        texts += [["" if cell is None else shown(str(cell)) for cell in row] for row in rows]
        texts = [
            [text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…" for text in row] for row in texts
        ]
        widths = [max(len(row[column]) for row in texts) for column in range(len(heads))]
        for row in texts:
            print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def now() -> datetime:
    """The time, with this machine's offset."""
    return datetime.now().astimezone()


def user() -> str:
    """Who works here, as the system knows them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"


def plain_text(text: str) -> str:
    """Text that a person typed, if a record can hold it. ``Failure`` for control and broken characters."""
    if shown(text) != text:
        raise Failure(Exit.USAGE, "bad-text", text=shown(text))
    return text


def _shown(values: dict[str, object]) -> dict[str, object]:
    return {
        name: shown(str(value)) if isinstance(value, str | Path) else value for name, value in values.items()
    }


def chosen_home(home: Path | None) -> Path:
    """``--home``, else the nearest archive upwards, else ``$ARCHIVE_HOME``. Raises ``NotAHome``."""
    found = home or find_home(Path.cwd()) or os.environ.get("ARCHIVE_HOME")
    if not found:
        raise NotAHome(str(Path.cwd()))
    return Path(found)


def find_home(start: Path) -> Path | None:
    """The nearest directory from ``start`` upwards that holds an archive."""
    for directory in (start, *start.parents):
        if os.path.isfile(directory / NAME):  # noqa: PTH113 - False, not an error, where reading is forbidden
            return directory
    return None


def open_archive(home: Path | None) -> Archive:
    """The archive that a command is for. A faulty edition file is a ``Failure`` that names each fault."""
    root = chosen_home(home)
    try:
        return Archive.open(root)
    except ValueError as fault:
        raise Failure(Exit.SETTINGS, "edition", why=fault) from fault


def language(arguments: Sequence[str]) -> str:
    """The language of this call: ``--lang``, else the archive's own, else Vietnamese."""
    for place, argument in enumerate(arguments):
        given = argument.partition("=")[2] if argument.startswith("--lang=") else ""
        if argument == "--lang" and place + 1 < len(arguments):
            given = arguments[place + 1]
        if given in LANGUAGES:
            return given
    try:
        return load_settings(chosen_home(_home_in(arguments)) / "archive.toml").language
    except (NotAHome, SettingsFault, OSError):
        return "vi"


def _home_in(arguments: Sequence[str]) -> Path | None:
    for place, argument in enumerate(arguments):
        if argument.startswith("--home="):
            return Path(argument.partition("=")[2])
        if argument == "--home" and place + 1 < len(arguments):
            return Path(arguments[place + 1])
    return None


def put_texts(group: "TyperGroup", wording: Wording) -> None:
    """Give every command, argument and option its text in the reader's language."""
    group.help = wording.say("help.archive")
    for name, command in group.commands.items():
        command.help = f"{wording.say(f'help.{name}')}\n\n{_exit_status(name, wording)}"
        command.short_help = wording.say(f"help.{name}").partition("\n")[0]
        if shown := command.get_help_option(typer.Context(command)):
            shown.help = wording.say("option.help")
        for parameter in command.params:
            key = f"option.{name}_{parameter.name}"
            shared = f"option.{parameter.name}"
            text = wording.sentences.get(key) or wording.sentences.get(shared)
            if text and hasattr(parameter, "help"):
                parameter.help = text


_OPENS = (Exit.NO_ARCHIVE, Exit.IN_USE, Exit.CHAIN_BROKEN, Exit.TOO_NEW)
_WRITES = (*_OPENS, Exit.DISK_FULL)

STATUSES: dict[str, tuple[Exit, ...]] = {
    "init": (Exit.DISK_FULL,),
    "doctor": (Exit.LACKING,),
    "read": (Exit.NOT_FOUND, Exit.REFUSED),
    "ingest": (*_WRITES, Exit.WAITING),
    "search": _OPENS,
    "show": (*_OPENS, Exit.NOT_FOUND),
    "file": (*_WRITES, Exit.NOT_FOUND),
    "unfile": (*_WRITES, Exit.NOT_FOUND),
    "link": (*_WRITES, Exit.NOT_FOUND),
    "replace": (*_WRITES, Exit.NOT_FOUND),
    "register": (*_WRITES, Exit.NOT_FOUND, Exit.REFUSED),
    "tray": (*_OPENS, Exit.NOT_FOUND, Exit.DISK_FULL),
    "citations": (*_OPENS, Exit.NOT_FOUND, Exit.REFUSED, Exit.FINDINGS, Exit.DISK_FULL),
    "box": (*_WRITES, Exit.NOT_FOUND),
    "labels": (*_OPENS, Exit.NOT_FOUND, Exit.LACKING, Exit.DISK_FULL),
    "gaps": (*_OPENS, Exit.NOT_FOUND, Exit.DISK_FULL),
    "access": (*_OPENS, Exit.NOT_FOUND, Exit.DISK_FULL),
    "sensitive": (*_WRITES, Exit.NOT_FOUND),
    "serve": (*_OPENS, Exit.LACKING),
    "verify": (Exit.NO_ARCHIVE, Exit.FINDINGS, Exit.TOO_NEW),
    "rebuild": _WRITES,
    "year-end": (*_WRITES, Exit.NOT_FOUND, Exit.FINDINGS),
}
"""The exit statuses of each command besides 0, 1, 2 and 4, which every one of them has."""


def _exit_status(name: str, wording: Wording) -> str:
    statuses = sorted({Exit.DONE, Exit.FAULT, Exit.USAGE, Exit.SETTINGS, *STATUSES[name]})
    lines = [f"{status.value}: {wording.say(f'status.{status.name.lower()}')}" for status in statuses]
    return wording.say("help.exit_status") + "\n\n\b\n" + "\n".join(lines)


def run(group: "TyperGroup", arguments: Sequence[str]) -> int:
    """Run one command and give its exit status; each failure is one sentence and the next thing to do."""
    # A terminal that knows no Vietnamese gets escapes, not a crash.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    wording = load_wording(language(arguments))
    put_texts(group, wording)
    try:
        status: Any = group.main(list(arguments) or ["--help"], prog_name="archive", standalone_mode=False)
        if status == _INTERRUPTED:
            raise KeyboardInterrupt
        return int(status or 0)
    except SystemExit as ended:
        # Typer ends so when whoever read the output has enough of it.
        return int(ended.code or 0) and Exit.DONE
    except typer.TyperException as wrong:
        _complain(wording.say("failure.usage", why=_why(wrong, group, arguments, wording)))
        return Exit.USAGE
    except (KeyboardInterrupt, typer.Abort):
        _complain(wording.say("failure.interrupted"))
        return _INTERRUPTED
    except Exception as error:
        failure = failure_of(error)
        if failure is None:
            raise
        _complain(wording.say(f"failure.{failure.key}", **_shown(failure.values)))
        return failure.status


def _why(wrong: typer.TyperException, group: "TyperGroup", arguments: Sequence[str], wording: Wording) -> str:
    """What is wrong with a call, in the reader's language, and where its use is told."""
    command = arguments[0] if arguments and arguments[0] in group.commands else None
    parameter = getattr(wrong, "param", None)
    name = parameter.human_readable_name if parameter else ""
    if command is None and arguments and arguments[0].startswith("-"):
        why = wording.say("usage.option-first", given=shown(arguments[0]))
    elif command is None:
        why = wording.say("usage.no-command", given=shown(arguments[0]) if arguments else "")
    elif option := getattr(wrong, "option_name", None):
        why = wording.say("usage.no-option", given=option)
    elif parameter and not getattr(wrong, "message", ""):
        why = wording.say("usage.missing", name=name)
    elif parameter:
        why = wording.say("usage.bad-value", name=name)
    else:
        why = wording.say("usage.other", why=wrong)
    return f"{why}\n{wording.say('usage.help', command=f'archive {command}' if command else 'archive')}"


def _complain(sentence: str) -> None:
    print(sentence, file=sys.stderr)
