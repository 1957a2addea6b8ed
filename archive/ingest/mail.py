"""Mail: an e-mail's own text, and the files that came with it, each to be a document of its own."""

import email
import re
from collections.abc import Iterator
from email import errors
from email.header import decode_header, make_header
from email.message import EmailMessage, Message, MIMEPart
from email.parser import BytesHeaderParser
from email.policy import default
from html.parser import HTMLParser
from pathlib import Path

from archive.evidence.refusals import Reason
from archive.ingest.images import size_in_pixels
from archive.ingest.limits import Limits, ReadFault
from archive.ingest.office import Part, paged
from archive.ingest.unpack import Member, harmless, told_apart

_PARTS = 500
"""Parts of one mail at most."""

_LOGO_BYTES, _LOGO_PIXELS = 100 << 10, 400
"""A picture shown within the text that has fewer bytes, and fewer pixels one way, is a logo or a signature's
ornament. No print can be read in a page of so few pixels: of A4 they are 48 an inch."""

_BYTES = 256 << 20
"""A mail is held in memory while it is looked at; servers take no larger ones."""

_FIELDS = ("From", "Date", "Subject", "To", "Cc")
_MAILS = ("message/rfc822", "message/global")
_FOR_MACHINES = (
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/pgp-signature",
    "message/disposition-notification",
)
_HEAD_END = re.compile(rb"\n\r?\n|\r\r")
_ENDLESS = (
    errors.CloseBoundaryNotFoundDefect,
    errors.StartBoundaryNotFoundDefect,
    errors.NoBoundaryInMultipartDefect,
)
_CUT_OFF = (errors.InvalidBase64PaddingDefect, errors.InvalidBase64LengthDefect)
_CODE_PAGES = ("utf-8", "cp1258")
_FAULTS = (ValueError, LookupError, TypeError, AttributeError, RecursionError, IndexError, AssertionError)
"""What the standard library's parser raises over headers and parts that are not what they say."""


class _Mail(EmailMessage):
    """A mail, or a part of one. A mail attached to it is not taken apart: its bytes stay as they lie."""

    def get_content_maintype(self) -> str:
        kind = super().get_content_maintype()
        # By this the parser asks whether to go on within.
        return "application" if kind == "message" else kind


def mail_pages(path: Path, limits: Limits) -> tuple[Part, ...]:
    """Sender, date, subject, receivers and text, cut as a Word file is. Raises ``ReadFault``."""
    mail = _opened(path, limits)
    try:
        lines = [f"{name}: {value}" for name in _FIELDS if (value := _field(mail, name))]
        return paged((*lines, "", *_text(mail).splitlines()), limits)
    except _FAULTS as fault:
        raise ReadFault(Reason.BROKEN) from fault


def detach(path: Path, folder: Path, limits: Limits) -> tuple[Member, ...]:
    """Write attachments into ``folder`` under names of ours. Raises ``ReadFault``; ``OSError``: the disk."""
    mail = _opened(path, limits)
    try:
        found = [
            (harmless(_name(part, number)), _content(part))
            for number, part in enumerate(_attached(mail, folder), 1)
        ]
    except _FAULTS as fault:
        raise ReadFault(Reason.BROKEN) from fault
    labels = told_apart(name.replace("/", "_") for name, _ in found)
    members = tuple(Member(folder / f"{number:05}", label) for number, label in enumerate(labels, 1))
    for member, (_, content) in zip(members, found, strict=True):
        member.path.write_bytes(content)
    return members


def _opened(path: Path, limits: Limits) -> EmailMessage:
    if path.stat().st_size > min(_BYTES, limits.bytes):
        raise ReadFault(Reason.TOO_LARGE)
    data = path.read_bytes()
    try:
        mail = email.message_from_bytes(data, _class=_Mail, policy=default)
        for count, _ in enumerate(mail.walk(), 1):
            if count > _PARTS:
                raise ReadFault(Reason.TOO_MANY_FILES)
    except _FAULTS as fault:
        raise ReadFault(Reason.BROKEN) from fault
    # Cut off, while it was copied perhaps: what is behind its last whole part nobody knows.
    if not _HEAD_END.search(data) or any(isinstance(one, _ENDLESS) for one in mail.defects):
        raise ReadFault(Reason.BROKEN)
    return mail


def _text(part: MIMEPart) -> str:
    """All text that is shown, in its order; of forms of one text the first that has any, the plainest."""
    if part.is_multipart():
        texts = (text for one in _parts(part) if (text := _text(one)).strip())
        return next(texts, "") if part.get_content_type() == "multipart/alternative" else "\n".join(texts)
    if not _is_shown(part):
        return ""
    text = _decoded(part)
    return _text_of_html(text) if part.get_content_subtype().endswith("html") else text


def _is_shown(part: MIMEPart) -> bool:
    """Whether a part is text of the mail's own. What says that it has parts and has none is its lines."""
    text = part.get_content_maintype() in ("text", "multipart")
    return text and part.get_filename() is None and not part.is_attachment()


def _attached(mail: EmailMessage, folder: Path) -> Iterator[MIMEPart]:
    """The parts that are files of their own, in their order."""
    leaves = tuple(part for part in mail.walk() if isinstance(part, MIMEPart) and not part.is_multipart())
    html = "".join(
        _decoded(part) for part in leaves if _is_shown(part) and part.get_content_subtype() == "html"
    )
    for part in leaves:
        if not _is_shown(part) and not _is_ornament(part, html, folder):
            yield part


def _parts(part: MIMEPart) -> Iterator[MIMEPart]:
    return (one for one in part.iter_parts() if isinstance(one, MIMEPart))


def _is_ornament(part: MIMEPart, html: str, folder: Path) -> bool:
    """Whether a part belongs to the mail's look: a signature, a receipt, a small picture."""
    if part.get_content_type() in _FOR_MACHINES:
        return True
    identity = str(part.get("Content-ID", "")).strip().strip("<>")
    if not identity or part.get_content_maintype() != "image" or f"cid:{identity}" not in html:
        return False
    content = _content(part)
    return len(content) < _LOGO_BYTES and _is_small(content, folder / "shown")


def _is_small(content: bytes, path: Path) -> bool:
    """Whether a picture has few pixels one way, or is of a kind without any."""
    path.write_bytes(content)
    try:
        return min(size_in_pixels(path)) < _LOGO_PIXELS
    except ReadFault:
        return True
    finally:
        path.unlink()


def _content(part: MIMEPart) -> bytes:
    content = part.get_payload(decode=True)
    if any(isinstance(one, _CUT_OFF) for one in part.defects):
        raise ReadFault(Reason.BROKEN)
    return content if isinstance(content, bytes) else b""


def _name(part: MIMEPart, number: int) -> str:
    name = part.get_filename() or ""
    if "=?" in name:
        # Outlook writes names as header words, where the standard has parameters of another form.
        name = str(make_header(decode_header(name)))
    if not name and part.get_content_type() in _MAILS:
        head = BytesHeaderParser(policy=default).parsebytes(_content(part))
        name = f"{_field(head, 'Subject') or number}.eml"
    return name or f"{number}"


def _field(mail: Message, name: str) -> str:
    return " ".join(str(mail.get(name, "")).split())


def _decoded(part: MIMEPart) -> str:
    content = _content(part)
    for code_page in (part.get_content_charset() or "utf-8", *_CODE_PAGES):
        try:
            return content.decode(code_page)
        except (LookupError, UnicodeDecodeError):
            continue
    return content.decode("latin-1")


class _HtmlText(HTMLParser):
    """The text of HTML, a line for each block."""

    _BLOCKS = frozenset(
        "address article blockquote br dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre table tr ul".split()
    )
    # "head" itself may never be closed; what in it is no text is named here.
    _UNSEEN = frozenset("script style template title".split())

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        if tag in self._UNSEEN:
            self._unseen += 1
        self.parts.append("\n" if tag in self._BLOCKS else " " if tag in ("td", "th") else "")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        self.parts.append("\n" if tag in self._BLOCKS else "")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(re.sub(r"\s+", " ", data))


def _text_of_html(html: str) -> str:
    reader = _HtmlText()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line)
