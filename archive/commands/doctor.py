"""``archive doctor``: say what this machine has, what it lacks, and how to get it."""

from archive.console import Console
from archive.doctor import examine
from archive.failures import Exit
from archive.home import Archive


def run(console: Console, archive: Archive | None) -> Exit:
    """Print each thing looked at, with its remedy where it is not good."""
    found = tuple(examine(archive.settings.reading.languages if archive else "vie", archive))
    console.data(found)
    for one in found:
        console.line(f"{'✓' if one.good else '✗' if one.needed else '–'}  {one.name}  {one.detail}")
        if not one.good:
            console.line("   " + console.wording.say(f"doctor.{one.remedy}", detail=one.detail))
    return Exit.LACKING if any(one.needed and not one.good for one in found) else Exit.DONE
