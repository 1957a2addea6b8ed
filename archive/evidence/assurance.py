"""Assurance: what a reader is told of how sure a reading is, and of how a digital signature stands."""

from datetime import datetime
from typing import Literal

from archive.evidence.documents import Field, Signature

State = Literal["whole", "added_to", "changed", "unchecked"]
"""``added_to``: the signed part is unchanged, but more than signatures stands behind it. ``changed``: what is
signed, or the signature itself, is no longer as it was. ``unchecked``: that cannot be told."""

Note = Literal["from_name", "from_mail", "unsure"]

_NOTES: dict[str, Note] = {"name": "from_name", "mail": "from_mail"}
"""What is said of fields that no paper gave, by their source."""

_UNSURE = 0.6
"""Up to this confidence a field is shown as uncertain."""


def state_of(signature: Signature) -> State:
    """How a signature stands."""
    if signature.whole is None:
        return "unchecked"
    if signature.whole:
        return "whole" if signature.complete else "added_to"
    return "changed"


def moment_of(signature: Signature, here: datetime) -> datetime | None:
    """When it was signed, by the clock of ``here``; a time without a zone stays as it is."""
    if signature.at is None:
        return None
    moment = datetime.fromisoformat(signature.at)
    return moment.astimezone(here.tzinfo) if moment.tzinfo else moment


def notes_of(field: Field) -> tuple[Note, ...]:
    """What is to be said beside a field: that the name, or the mail's head, has it; that it is not sure."""
    elsewhere = _NOTES.get(field.source)
    found = (elsewhere,) if elsewhere else ()
    return (*found, "unsure") if field.confidence <= _UNSURE else found
