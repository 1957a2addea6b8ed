"""``archive read``: read one file without keeping it."""

from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from archive.commands.papers import (
    letterhead_data,
    letterhead_lines,
    part_lines,
    parts_data,
    signature_lines,
    signatures_data,
)
from archive.console import Console, now
from archive.evidence.documents import Page, Reading
from archive.evidence.letterhead.file_name import with_name
from archive.evidence.refusals import Reason
from archive.failures import Exit, Failure
from archive.ingest.fingerprint import reader_name
from archive.ingest.limits import GRACE, Limits, ReadFault
from archive.ingest.opening import Opening, Places
from archive.ingest.packages import open_package
from archive.ingest.readers import Readers, result_of
from archive.ingest.sniff import ZIP, sniff
from archive.settings import Settings


def run(console: Console, file: Path) -> None:
    """Print what was read, page by page, and what page 1 says of the paper."""
    reading = read_file(console, file, Settings())
    # A reading depends on the bytes alone; what the file's name adds is put in by whoever knows the name.
    reading = msgspec.structs.replace(reading, letterhead=with_name(reading.letterhead, file.name))
    console.data(as_data(reading))
    for line in letterhead_lines(console, reading.letterhead):
        console.line(line)
    for line in (*part_lines(console, reading), *signature_lines(console, reading, now())):
        console.line(line)
    for page in reading.pages:
        console.line(f"\n— {_heading(console, page)} —\n{page.text}")
        if page.fault:
            console.line(console.wording.say(f"refusal.{page.fault}"))


def read_file(console: Console, file: Path, settings: Settings) -> Reading:
    """The reading of a file that is not kept. Raises ``Failure``: missing, or refused."""
    if not file.is_file():
        raise Failure(Exit.NOT_FOUND, "no-file", path=file)
    # Whether it may be read is asked here; in the reading process it would look like a damaged file.
    file.open("rb").close()
    with (
        Readers(settings.reading.jobs, settings.reading.memory_mb << 20) as readers,
        TemporaryDirectory(prefix="archive-read-") as folder,
    ):
        places = Places(Path(folder) / "converted.pdf")
        opening = Opening(file, places, readers, Limits.of(settings), file.name)
        opening.wait()
        if opening.disk_fault:
            raise opening.disk_fault
        if opening.refusal:
            raise _refused(console, file, opening.refusal, readers)
        return opening.reading("", reader_name(settings.reading.languages))


def _refused(console: Console, file: Path, reason: Reason, readers: Readers) -> Failure:
    if reason is Reason.PACKED:
        future = readers.submit(GRACE, _is_zip, file)
        readers.wait((future,))
        try:
            if result_of(future):
                return Failure(Exit.REFUSED, "several-files", path=file)
        except ReadFault as fault:
            reason = fault.reason
    return Failure(Exit.REFUSED, "refused", path=file, why=console.wording.say(f"refusal.{reason}"))


def _is_zip(file: Path) -> bool:
    """Whether ``archive ingest`` would open it. Runs in a reading process. Raises ``ReadFault``: broken."""
    if sniff(file) != ZIP:
        return False
    with open_package(file):
        return True


def _heading(console: Console, page: Page) -> str:
    say = console.wording.say
    heading = say("read.page", number=page.number, origin=say(f"origin.{page.origin}"))
    turned = ", " + say("read.turned", degrees=page.turned) if page.turned else ""
    return heading + turned + (f" ({page.why})" if page.why else "")


def as_data(reading: Reading) -> dict[str, object]:
    """The reading as the JSON that docs/using.md describes."""
    return {
        "media_type": reading.media_type,
        "pages": [
            {
                "number": page.number,
                "text": page.text,
                "origin": page.origin,
                "confidence": page.confidence,
                "turned": page.turned,
                "why": page.why,
            }
            for page in reading.pages
        ],
        "letterhead": letterhead_data(reading.letterhead),
        "parts": parts_data(reading),
        "signatures": signatures_data(reading),
    }
