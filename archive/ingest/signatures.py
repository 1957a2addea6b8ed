"""Signatures (chữ ký số): the digital signatures of a PDF, held against its own bytes by pyHanko.

No network is asked, and no certificate is trusted or mistrusted: what is told is what the file bears out by
itself. pyHanko takes most of a second to import, so only a file that seems to be signed loads it.
"""

import hashlib
import os
import re
import signal
import threading
import unicodedata
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn, TypeVar

from archive.evidence.documents import Signature

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.diff_analysis import DiffPolicy
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

UNCHECKED = Signature(None, None, whole=None, complete=False)
"""A signature that is there, of which no more can be said."""

T = TypeVar("T")

_SIGNED = re.compile(rb"/ByteRange\s*\[")
"""What every signature has. It cannot lie in a compressed object, since it counts bytes of the file."""

_CHUNK = 1 << 20
_OVERLAP = 64

_MOST = 64
"""Signatures looked at; a paper that went through many hands has ten."""

_SECONDS = 12.0
"""Seconds for all signatures of a file; well below the grace of the task that they are part of."""

_NAME_CHARACTERS = 200


def signatures_of(path: Path) -> tuple[Signature, ...]:
    """The signatures of a PDF, the earliest first; () without any.

    A field that nobody has signed is no signature. Nothing that a file holds raises; ``OSError`` as files do.
    """
    with path.open("rb") as stream:
        return _checked(stream) if _seems_signed(stream) else ()


def unchecked_signatures_of(path: Path) -> tuple[Signature, ...]:
    """One unchecked signature where there seem to be any: for a file that a reading process died of."""
    with path.open("rb") as stream:
        return (UNCHECKED,) if _seems_signed(stream) else ()


def _seems_signed(stream: BinaryIO) -> bool:
    # In chunks and not mapped: a file may be larger than the memory that a reading process may address.
    before = b""
    while chunk := stream.read(_CHUNK):
        if _SIGNED.search(before + chunk):
            return True
        before = chunk[-_OVERLAP:]
    return False


def _checked(stream: BinaryIO) -> tuple[Signature, ...]:
    signatures: list[Signature] = []
    try:
        with warnings.catch_warnings(), _for_at_most(_SECONDS):
            # Weak keys and odd certificates are warned of; here they are facts like others.
            warnings.simplefilter("ignore")
            found = _found(stream)
            signatures = [UNCHECKED] * len(found)
            policy = _only_signatures()
            for place, one in enumerate(found):
                if one:
                    signatures[place] = _signature(one, policy)
    except (Exception, _TimeIsUp):
        # Whatever a library raises over a file's content is the file's fault.
        return tuple(signatures) or (UNCHECKED,)
    return tuple(signatures)


class _TimeIsUp(BaseException):
    """Not an ``Exception``, so that nobody on the way takes it for a fault of what he was reading."""


@contextmanager
def _for_at_most(seconds: float) -> Iterator[None]:
    """Raise ``_TimeIsUp`` when the time is over. Only in a process's first thread; others are not bounded."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(*_: object) -> NoReturn:
        raise _TimeIsUp

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _found(stream: BinaryIO) -> list["EmbeddedPdfSignature | None"]:
    """The signed fields, the earliest first; None for those whose contents are no signature."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.fields import enumerate_sig_fields

    reader = PdfFileReader(stream, strict=False)
    if reader.encrypted:
        reader.decrypt("")
    fields = islice(enumerate_sig_fields(reader, filled_status=True), _MOST)
    opened = [_opened(reader, name, field) for name, _, field in fields]
    return sorted(opened, key=lambda one: one.signed_revision if one else -1)


def _opened(reader: "PdfFileReader", name: str, field: Any) -> "EmbeddedPdfSignature | None":
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

    try:
        return EmbeddedPdfSignature(reader, field, name)
    except Exception:
        # Its contents are no signature; the other signatures may be good.
        return None


def _only_signatures() -> "DiffPolicy":
    """What may be added behind a signature: further ones and what they need, but no filled-in fields."""
    from pyhanko.sign import diff_analysis as analysis

    creation = analysis.SigFieldCreationRule(allow_new_visible_after_certify=True)  # type: ignore[no-untyped-call]
    form = analysis.FormUpdatingRule(field_rules=[creation, analysis.SigFieldModificationRule()])
    return analysis.StandardDiffPolicy(analysis.DEFAULT_DIFF_POLICY.global_rules, form)


def _signature(one: "EmbeddedPdfSignature", policy: "DiffPolicy") -> Signature:
    signer, authority = _or_none(lambda: _names(one)) or (None, None)
    whole = _or_none(lambda: _is_whole(one))
    # Where what came behind cannot be compared, something came behind: a signature to the file's end can.
    complete = whole is True and _or_none(lambda: _is_complete(one, policy)) is True
    at, stamped = _or_none(lambda: _moment(one)) or (None, False)
    return Signature(
        signer, authority, whole, complete, at.isoformat() if at else None, whole is True and stamped
    )


def _or_none(ask: Callable[[], T]) -> T | None:
    """What ``ask`` gives; None where a signature is so odd that a library raises over it."""
    try:
        return ask()
    except Exception:
        return None


def _is_whole(one: "EmbeddedPdfSignature") -> bool:
    """Whether the signed bytes are those that were signed, by the key of the certificate beside them.

    Raises whatever pyHanko does where that cannot be told: an algorithm it does not know, parts missing.
    """
    if not _lies_in_file(one):
        return False
    if one.signed_data["encap_content_info"]["content_type"].native == "tst_info":
        return _is_good_token(one.signed_data, one.compute_digest)
    content = one.signed_data["encap_content_info"]["content"].native
    if content is None:
        return _is_signed(one.signed_data, "data", one.compute_digest())
    # The older way, adbe.pkcs7.sha1: what is signed is the digest of the bytes, put into the signature.
    good = bytes(content) == one.compute_digest("sha1")
    return good and _is_signed(one.signed_data, "data", hashlib.new(one.md_algorithm, content).digest())


def _lies_in_file(one: "EmbeddedPdfSignature") -> bool:
    """Whether the file has all the signed bytes, two stretches, one behind the other.

    Raises ``ValueError`` where it does not say which they are.
    """
    first, length, second, rest = (int(number) for number in one.byte_range)
    if min(first, length, rest) < 0 or first + length > second:
        raise ValueError("no two stretches of a file")
    end: int = one.reader.stream.seek(0, os.SEEK_END)
    return second + rest <= end


def _is_signed(data: Any, kind: str, digest: bytes) -> bool:
    from pyhanko.sign.validation.generic_cms import extract_certs_for_validation, validate_sig_integrity

    (signer,) = data["signer_infos"]
    certificate = extract_certs_for_validation(data).signer_cert
    return all(validate_sig_integrity(signer, certificate, kind, digest))


def _is_good_token(token: Any, digest_by: Callable[[str], bytes]) -> bool:
    """Whether a time stamp is of what has the digest given by ``digest_by``, and itself unchanged."""
    content = token["encap_content_info"]["content"]
    imprint = content.parsed["message_imprint"]
    if imprint["hashed_message"].native != digest_by(imprint["hash_algorithm"]["algorithm"].native):
        return False
    (signer,) = token["signer_infos"]
    algorithm = signer["digest_algorithm"]["algorithm"].native
    return _is_signed(token, "tst_info", hashlib.new(algorithm, bytes(content)).digest())


def _is_complete(one: "EmbeddedPdfSignature", policy: "DiffPolicy") -> bool:
    """Whether only signatures were added behind this one, and it does not forbid even that."""
    one.compute_integrity_info(policy)  # type: ignore[no-untyped-call]
    return bool(one.summarise_integrity_info()["docmdp_ok"])


def _moment(one: "EmbeddedPdfSignature") -> tuple[datetime | None, bool]:
    """When it was signed, and whether a time stamp in the signature says so."""
    from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

    content = one.signed_data["encap_content_info"]
    if content["content_type"].native == "tst_info":
        return content["content"].parsed["gen_time"].native, True
    signature = one.signer_info["signature"].native
    for token in _or_none(lambda: tuple(extract_tst_data_iter(one.signer_info, signed=False))) or ():
        if _or_none(partial(_is_good_token, token, lambda name: hashlib.new(name, signature).digest())):
            return token["encap_content_info"]["content"].parsed["gen_time"].native, True
    return one.self_reported_timestamp, False


def _names(one: "EmbeddedPdfSignature") -> tuple[str | None, str | None]:
    certificate = one.signer_cert
    return _name(certificate.subject.native), _name(certificate.issuer.native)


def _name(name: Mapping[str, Any]) -> str | None:
    """The common name, or else that of the organization; fit to be shown."""
    given = name.get("common_name") or name.get("organization_name") or ""
    text = unicodedata.normalize("NFC", given if isinstance(given, str) else ", ".join(map(str, given)))
    shown = "".join(one if one.isprintable() else " " for one in text)
    return " ".join(shown.split())[:_NAME_CHARACTERS] or None
