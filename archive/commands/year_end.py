"""``archive year-end``: verdicts on a school year, and a bag of what is kept."""

from collections import Counter
from pathlib import Path

from archive import yearend
from archive.console import Console, now, plain_text, user
from archive.evidence.years import SchoolYear
from archive.failures import Exit, Failure
from archive.home import Archive
from retention.export import Bag, FixityError


def run(console: Console, archive: Archive, text: str, to: Path | None) -> None:
    """Judge the filed documents of the year and write the bag."""
    try:
        year = SchoolYear.parse(text)
    except ValueError as fault:
        raise Failure(Exit.USAGE, "no-year", text=text) from fault
    try:
        schedule = yearend.school_schedule(archive)
    except ValueError as fault:
        raise Failure(Exit.SETTINGS, "schedule", why=fault) from fault
    target = to or archive.exports / f"nam-hoc-{year}"
    plain_text(target.name)
    if not target.absolute().parent.is_dir():
        raise Failure(Exit.NOT_FOUND, "no-folder", path=target.absolute().parent)
    on = now().date()
    with archive.writing(now, user()) as registrar:
        found = yearend.judge_year(registrar.catalogue, year, on, schedule)
        try:
            bag = yearend.export(archive, registrar, found, target, on, console.wording)
        except yearend.NothingToExport:
            raise Failure(Exit.NOT_FOUND, "nothing-to-export", year=year) from None
        except FileExistsError:
            raise Failure(Exit.USAGE, "bag-exists", path=target) from None
        except FixityError as fault:
            raise Failure(Exit.FINDINGS, "fixity", path=fault.path) from fault
    _tell(console, found, bag)


def _tell(console: Console, found: yearend.YearEnd, bag: Bag) -> None:
    outcomes = Counter(verdict.outcome for _, verdict in found.judged)
    console.data(
        {
            "school_year": str(found.school_year),
            "bag": str(bag.path),
            "files": len(bag.files),
            "octets": bag.octets,
            "tagmanifest": bag.tagmanifest,
            "verdicts": dict(outcomes),
            "without_year": found.without_year,
            "in_tray": found.in_tray,
        }
    )
    console.say("yearend.done", path=bag.path, kept=len(found.kept), year=found.school_year)
    for outcome, count in sorted(outcomes.items()):
        console.line(f"  {console.wording.say(f'verdict.{outcome}')}: {count}")
    if found.without_year:
        console.say("yearend.without_year", count=found.without_year)
    if found.in_tray:
        console.say("yearend.in_tray", count=found.in_tray)
    console.say("yearend.check", path=bag.path)
