"""Assurance: what a reader is told of how sure a reading is, and of how a digital signature stands."""

from typing import Literal

from archive.evidence.documents import Field, Signature

State = Literal["whole", "added_to", "changed", "unchecked"]
"""``added_to``: the signed part is unchanged, but more than signatures stands behind it. ``changed``: what is
signed, or the signature itself, is no longer as it was. ``unchecked``: nothing can be said."""

Note = Literal["from_name", "unsure"]

_UNSURE = 0.6
"""Up to this confidence a field is shown as uncertain."""


def state_of(signature: Signature) -> State:
    """How a signature stands."""
    if signature.whole:
        return "whole" if signature.complete else "added_to"
    return "changed" if signature.signer else "unchecked"


def notes_of(field: Field) -> tuple[Note, ...]:
    """What is to be said beside a field: that the name has it and not the paper, that it is not sure."""
    from_name: tuple[Note, ...] = ("from_name",) if field.source == "name" else ()
    return (*from_name, "unsure") if field.confidence <= _UNSURE else from_name
