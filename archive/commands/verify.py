"""``archive verify``: compare the two truths with what they say of themselves."""

from archive.console import Console
from archive.failures import Exit
from archive.home import Archive


def run(console: Console, archive: Archive) -> Exit:
    """Print every finding; repairs nothing."""
    objects = 0

    def count(_digest: str) -> None:
        nonlocal objects
        objects += 1

    findings = tuple(archive.check(count))
    serious = [finding for finding in findings if not finding.harmless]
    head = archive.ledger.end().head if not any(f.kind == "chain-broken" for f in findings) else None
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
    console.say("verify.bad" if serious else "verify.good", objects=objects, count=len(serious))
    return Exit.FINDINGS if serious else Exit.DONE
