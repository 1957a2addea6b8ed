"""``archive read``: read one file without keeping it."""

from pathlib import Path

import msgspec

from archive.console import Console
from archive.evidence.documents import Reading
from archive.failures import Exit, Failure
from archive.ingest.jobs import Job
from archive.ingest.limits import Limits
from archive.ingest.readers import Readers
from archive.ingest.reading import reader_name
from archive.settings import Settings


def run(console: Console, file: Path) -> None:
    """Print what was read, page by page, and what page 1 says of the paper."""
    if not file.is_file():
        raise Failure(Exit.NOT_FOUND, "no-file", path=file)
    # Whether it may be read is asked here; in the reading process it would look like a damaged file.
    file.open("rb").close()
    settings = Settings()
    with Readers(settings.reading.jobs, settings.reading.memory_mb << 20) as readers:
        job = Job(file, readers, Limits.of(settings))
        job.wait()
        if job.refusal:
            raise Failure(
                Exit.REFUSED, "refused", path=file, why=console.wording.say(f"refusal.{job.refusal}")
            )
        reading = job.reading("", reader_name(settings.reading.languages))
    console.data(as_data(reading))
    for name in ("symbol", "date", "issuer", "type", "subject"):
        field = getattr(reading.letterhead, name)
        console.line(f"{console.wording.say(f'letterhead.{name}')}: {field.value if field else '–'}")
    for page in reading.pages:
        origin = console.wording.say(f"origin.{page.origin}")
        console.line(
            f"\n— {console.wording.say('read.page', number=page.number, origin=origin)} —\n{page.text}"
        )
        if page.fault:
            console.line(console.wording.say(f"refusal.{page.fault}"))


def as_data(reading: Reading) -> dict[str, object]:
    """The reading as the JSON that docs/using.md describes."""
    return {
        "media_type": reading.media_type,
        "pages": [
            {"number": page.number, "text": page.text, "origin": page.origin, "confidence": page.confidence}
            for page in reading.pages
        ],
        "letterhead": msgspec.to_builtins(reading.letterhead),
    }
