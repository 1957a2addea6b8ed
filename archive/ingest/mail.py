"""Mail: an e-mail's own text, and the files that came with it, each to be a document of its own."""

import email
import re
from collections.abc import Iterator
from email.header import decode_header, make_header
from email.message import EmailMessage, MIMEPart
from email.policy import default
from html.parser import HTMLParser
from pathlib import Path

from archive.evidence.refusals import Reason
from archive.ingest.limits import Limits, ReadFault
from archive.ingest.office import Part, paged
from archive.ingest.unpack import Member, harmless, told_apart

_PARTS = 500
"""Parts of one mail at most, those in others counted in."""

_LOGO = 100 << 10
"""Bytes under which a picture shown within the text is a logo or a signature's ornament, not a paper."""

_BYTES = 256 << 20
"""A mail is held in memory while it is looked at; servers take no larger ones."""

_FIELDS = ("From", "To", "Cc", "Date", "Subject")
_SIGNATURES = ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature")
_CODE_PAGES = ("utf-8", "cp1258")
_FAULTS = (ValueError, LookupError, TypeError, AttributeError, RecursionError, IndexError, AssertionError)
"""What the standard library's parser raises over headers and parts that are not what they say."""


def mail_pages(path: Path, limits: Limits) -> tuple[Part, ...]:
    """Sender, receivers, date, subject and text, cut as a Word file is. Raises ``ReadFault``."""
    mail = _opened(path, limits)
    try:
        lines = [f"{name}: {value}" for name in _FIELDS if (value := _field(mail, name))]
        return paged((*lines, "", *_body(mail).splitlines()), limits)
    except _FAULTS as fault:
        raise ReadFault(Reason.BROKEN) from fault


def detach(path: Path, folder: Path, limits: Limits) -> tuple[Member, ...]:
    """Write attachments into ``folder`` under names of ours. Raises ``ReadFault``; ``OSError``: the disk."""
    mail = _opened(path, limits)
    try:
        found = [
            (harmless(_name(part, number)), _content(part)) for number, part in enumerate(_attached(mail), 1)
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
    try:
        mail = email.message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=default)
        for count, _ in enumerate(mail.walk(), 1):
            if count > _PARTS:
                raise ReadFault(Reason.TOO_MANY_FILES)
    except _FAULTS as fault:
        raise ReadFault(Reason.BROKEN) from fault
    return mail


def _body(mail: EmailMessage) -> str:
    """The plain text; the HTML's where there is none."""
    part = mail.get_body(("plain",))
    if part and (text := _text(part)).strip():
        return text
    part = mail.get_body(("html",))
    return _text_of_html(_text(part)) if part else ""


def _attached(mail: EmailMessage) -> Iterator[MIMEPart]:
    """The parts that are files of their own, in their order."""
    body = {id(part) for kind in ("plain", "html") if (part := mail.get_body((kind,)))}
    shown = mail.get_body(("html",))
    html = _text(shown) if shown else ""
    waiting: list[MIMEPart] = [mail]
    while waiting:
        part = waiting.pop()
        if part.get_content_maintype() == "multipart":
            waiting += reversed(_parts(part))
        elif id(part) not in body and not _is_ornament(part, html):
            yield part


def _parts(part: MIMEPart) -> list[MIMEPart]:
    return [one for one in part.iter_parts() if isinstance(one, MIMEPart)]


def _is_ornament(part: MIMEPart, html: str) -> bool:
    """Whether a part belongs to the mail's look: another form of its text, a signature, a small picture."""
    if part.get_content_type() in _SIGNATURES:
        return True
    if part.get_content_maintype() == "text":
        return part.get_filename() is None and not part.is_attachment()
    identity = str(part.get("Content-ID", "")).strip().strip("<>")
    if not identity or part.get_content_maintype() != "image" or f"cid:{identity}" not in html:
        return False
    return len(_content(part)) < _LOGO


def _content(part: MIMEPart) -> bytes:
    if part.get_content_type() == "message/rfc822":
        return _parts(part)[0].as_bytes()
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _name(part: MIMEPart, number: int) -> str:
    name = part.get_filename() or ""
    if "=?" in name:
        # Outlook writes names as header words, where the standard has parameters of another form.
        name = str(make_header(decode_header(name)))
    if not name and part.get_content_type() == "message/rfc822":
        name = f"{_field(_parts(part)[0], 'Subject') or number}.eml"
    return name or f"{number}"


def _field(mail: MIMEPart, name: str) -> str:
    return " ".join(str(mail.get(name, "")).split())


def _text(part: MIMEPart) -> str:
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
