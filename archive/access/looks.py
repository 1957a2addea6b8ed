"""Looks (lượt xem): what the portal's own log can say."""

import msgspec


class _Look(msgspec.Struct, frozen=True, tag_field="event", forbid_unknown_fields=True, omit_defaults=True):
    pass


class SignedIn(_Look, tag="signed-in", frozen=True):
    """Somebody signed in; ``invited``: by a link, setting the password. ``address`` is their machine's."""

    account: str
    address: str
    invited: bool = False


class SignedOut(_Look, tag="signed-out", frozen=True):
    """Somebody signed out."""

    account: str
    address: str


class TurnedAway(_Look, tag="turned-away", frozen=True):
    """A try to sign in failed. ``account`` only where the name is one: a password may have been typed.

    ``why`` is "wrong", "expired", "often" or "link".
    """

    address: str
    why: str
    account: str | None = None


class Viewed(_Look, tag="viewed", frozen=True):
    """A page or a picture of a page was shown. ``path`` as asked for.

    ``code`` and ``document`` as the path names them: ``document`` is a digest, or its first digits.
    """

    account: str
    path: str
    code: str | None = None
    document: str | None = None


class Searched(_Look, tag="searched", frozen=True):
    """A search was answered."""

    account: str
    path: str
    question: str


class Downloaded(_Look, tag="downloaded", frozen=True):
    """A file was sent: an original, a list."""

    account: str
    path: str
    code: str | None = None
    document: str | None = None


Look = SignedIn | SignedOut | TurnedAway | Viewed | Searched | Downloaded

LONGEST = 500
"""Characters that are kept of a path or a question."""

_decoder: msgspec.json.Decoder[Look] = msgspec.json.Decoder(Look)


def decode(raw: bytes | msgspec.Raw) -> Look:
    """The inverse of ``msgspec.json.encode``. Raises ``msgspec.DecodeError``."""
    return _decoder.decode(raw)


def is_by(look: Look, account: str) -> bool:
    """Whether it was this account."""
    return look.account == account


def is_at(look: Look, code: str | None, digests: tuple[str, ...]) -> bool:
    """Whether it was at the piece of a code, or at one of these documents."""
    if not isinstance(look, Viewed | Downloaded):
        return False
    if code is not None and look.code == code:
        return True
    shown = look.document
    return shown is not None and any(digest.startswith(shown) for digest in digests)
