"""``archive verify``: compare the two truths with what they say of themselves."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from archive.access.log import log_of
from archive.console import Console, now, user
from archive.failures import Exit
from archive.fixity import Amiss, Checked, record_check
from archive.home import Archive
from storage.check import Finding, check_chain
from storage.ledger import BrokenChain, Head
from storage.lock import Locked


def run(console: Console, archive: Archive) -> Exit:
    """Print every finding, and log that the check was made; repairs nothing."""
    objects = 0

    def count(_digest: str) -> None:
        nonlocal objects
        objects += 1

    log = log_of(archive.access)
    looked_at = (replace(one, where=f"access/log, {one.where}") for one in check_chain(log))
    own = tuple(archive.check(count))
    findings = (*own, *looked_at)
    serious = [finding for finding in findings if not finding.harmless]
    head = archive.ledger.end().head if not any(f.kind == "chain-broken" for f in own) else None
    console.data(
        {
            "objects": objects,
            "lines": head.sequence if head else None,
            "head": str(head.digest) if head else None,
            "findings": [
                {"kind": f.kind, "where": f.where, "detail": f.detail, "harmless": f.harmless}
                for f in findings
            ],
        }
    )
    for finding in findings:
        console.say(f"finding.{finding.kind}", where=finding.where, detail=finding.detail)
    if head:
        console.say("verify.head", lines=head.sequence, head=head.digest)
    _remember(console, archive, objects, head, findings)
    console.say("verify.bad" if serious else "verify.good", objects=objects, count=len(serious))
    return Exit.FINDINGS if serious else Exit.DONE


def _remember(
    console: Console, archive: Archive, objects: int, head: Head | None, findings: Sequence[Finding]
) -> None:
    """Log the check. Where that cannot be written, the check counts all the same."""
    kinds = Counter(finding.kind for finding in findings)
    checked = Checked(
        objects,
        head.sequence if head else None,
        str(head.digest) if head else None,
        sum(not finding.harmless for finding in findings),
        tuple(Amiss(kind, count) for kind, count in sorted(kinds.items())),
    )
    try:
        record_check(archive.root, now(), user(), checked, archive.settings.year_starts)
    except (Locked, BrokenChain, OSError) as fault:
        console.warn("verify.not_logged", why=fault)
