"""What a reader is told beside a field, and of a signature."""

import pytest

from archive.evidence.assurance import notes_of, state_of
from archive.evidence.documents import Field, Signature


@pytest.mark.parametrize(
    ("source", "confidence", "notes"),
    [("text", 0.95, ()), ("ocr", 0.61, ()), ("ocr", 0.6, ("unsure",)), ("name", 0.9, ("from_name",)),
     ("name", 0.4, ("from_name", "unsure"))],
)  # fmt: skip
def test_what_the_paper_itself_does_not_say_clearly_is_noted(
    source: str, confidence: float, notes: tuple[str, ...]
) -> None:
    assert notes_of(Field("226/KH-THCSKS", source, confidence)) == notes


@pytest.mark.parametrize(
    ("signer", "whole", "complete", "state"),
    [("A", True, True, "whole"), (None, True, True, "whole"), ("A", True, False, "added_to"),
     ("A", False, False, "changed"), (None, False, False, "unchecked")],
)  # fmt: skip
def test_how_a_signature_stands(signer: str | None, whole: bool, complete: bool, state: str) -> None:
    assert state_of(Signature(signer, None, whole, complete)) == state
