"""What a reader is told beside a field, and of a signature."""

from datetime import datetime, timedelta, timezone

import pytest

from archive.evidence.assurance import moment_of, notes_of, state_of
from archive.evidence.documents import Field, Signature


@pytest.mark.parametrize(
    ("source", "confidence", "notes"),
    [("text", 0.95, ()), ("ocr", 0.61, ()), ("ocr", 0.6, ("unsure",)), ("name", 0.9, ("from_name",)),
     ("name", 0.4, ("from_name", "unsure")), ("mail", 0.9, ("from_mail",))],
)  # fmt: skip
def test_what_the_paper_itself_does_not_say_clearly_is_noted(
    source: str, confidence: float, notes: tuple[str, ...]
) -> None:
    assert notes_of(Field("226/KH-THCSKS", source, confidence)) == notes


@pytest.mark.parametrize(
    ("signer", "whole", "complete", "state"),
    [("A", True, True, "whole"), (None, True, True, "whole"), ("A", True, False, "added_to"),
     ("A", False, False, "changed"), (None, False, False, "changed"), ("A", None, False, "unchecked"),
     (None, None, False, "unchecked")],
)  # fmt: skip
def test_how_a_signature_stands(signer: str | None, whole: bool | None, complete: bool, state: str) -> None:
    assert state_of(Signature(signer, None, whole, complete)) == state


@pytest.mark.parametrize(
    ("at", "told"),
    [("2022-10-03T01:30:00+00:00", "2022-10-03T08:30:00+07:00"), (None, None),
     ("2022-10-03T01:30:00", "2022-10-03T01:30:00")],
)  # fmt: skip
def test_a_signature_s_time_is_told_by_the_clock_here(at: str | None, told: str | None) -> None:
    here = datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=7)))
    moment = moment_of(Signature("A", None, True, True, at), here)
    assert (moment.isoformat() if moment else None) == told
