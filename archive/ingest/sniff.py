"""Sniff: what a file is, by its content and never by its suffix."""

import re
import zipfile
from pathlib import Path

from archive.evidence.refusals import Reason
from archive.ingest.compound import root_streams
from archive.ingest.limits import ReadFault
from archive.ingest.packages import open_package

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
TIFF = "image/tiff"
HEIC = "image/heic"
WEBP = "image/webp"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
DOCM = "application/vnd.ms-word.document.macroenabled.12"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
PPT = "application/vnd.ms-powerpoint"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ODP = "application/vnd.oasis.opendocument.presentation"
RTF = "application/rtf"
EML = "message/rfc822"
TEXT = "text/plain"
ZIP = "application/zip"

IMAGES = (JPEG, PNG, TIFF, HEIC, WEBP)
CONVERTED = {
    DOC: "doc", XLS: "xls", PPT: "ppt", PPTX: "pptx", DOCM: "docm", XLSB: "xlsb", ODT: "odt", ODS: "ods",
    ODP: "odp", RTF: "rtf",
}  # fmt: skip
"""Media types that are read from a PDF made of them, each with the suffix by which the converter knows it."""

TAKEN = (PDF, *IMAGES, DOCX, XLSX, *CONVERTED, EML, TEXT)
"""The media types that can be documents."""

WITHOUT_LETTERHEAD = (XLSX, XLS, XLSB, ODS)
"""Tables, whose first lines are no paper's head."""

MESSAGE = "application/vnd.ms-outlook"
SEALED = "application/pkcs7-mime"
LOCKED = "application/x-encrypted-office"
"""A Word, Excel or PowerPoint file of today's formats that was given a password."""

_SIGNATURES = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"II+\x00", TIFF),
    (b"MM\x00+", TIFF),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (
    (b"{\\rtf", RTF),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"-----BEGIN PKCS7", SEALED),
    (b"-----BEGIN CMS", SEALED),
)
_CONTAINERS = (*_ZIP, _OLE, *(start for start, _ in _OTHERS))
_STREAMS = (
    ("EncryptedPackage", LOCKED),
    ("WordDocument", DOC),
    ("Workbook", XLS),
    ("Book", XLS),
    ("PowerPoint Document", PPT),
    ("__properties_version1.0", MESSAGE),
)
_PARTS = (
    ("word/vbaProject.bin", DOCM),
    ("xl/workbook.bin", XLSB),
    ("ppt/presentation.xml", PPTX),
    ("word/document.xml", DOCX),
    ("word/document2.xml", DOCX),
    ("xl/workbook.xml", XLSX),
)
_NOT_TO_UNPACK = (
    "[Content_Types].xml",
    "mimetype",
    "META-INF/MANIFEST.MF",
    "Index/Document.iwa",
    "Index.zip",
)
"""Parts of formats that are ZIP files inside, but no ZIP of somebody's papers."""

_PACKED = re.compile(
    r"application/(vnd\.rar|x-rar.*|x-7z-compressed|gzip|x-gzip|x-tar|x-bzip2?|x-xz|zstd|x-zstd|x-lzma|x-lha"
    r"|x-lzh-compressed|x-arj|x-compress|vnd\.ms-cab-compressed|x-iso9660-image|zip)"
)
_HEIC_BRANDS = frozenset(
    (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1")
)
_PKCS7 = b"\x2a\x86\x48\x86\xf7\x0d\x01\x07"
"""The object identifier with which a signed or enveloped message begins (RFC 5652)."""

_FIELD = re.compile(rb"([!-9;-~]+):")
_MAIL_FIELDS = frozenset(
    (b"from", b"to", b"subject", b"date", b"message-id", b"received", b"return-path", b"mime-version")
)
_HEAD = 1024
_MAIL_HEAD = 1 << 16


def sniff(path: Path) -> str:
    """The media type; for what cannot be read, libmagic's name of it, or ``application/octet-stream``."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if known := _by_its_start(head):
        return known
    if head.startswith(_ZIP):
        return _package(path)
    if head.startswith(_OLE):
        streams = root_streams(path)
        return next(
            (media_type for name, media_type in _STREAMS if name in streams), "application/x-ole-storage"
        )
    for start, media_type in _OTHERS:
        if head.startswith(start):
            return media_type
    if head.startswith(b"\x30") and _PKCS7 in head[:40]:
        return SEALED
    return EML if _is_mail(path) else _named_by_libmagic(path)


def is_known_by_its_start(path: Path) -> bool:
    """Whether the first bytes say enough: a PDF or a picture, to be read as it lies."""
    with path.open("rb") as stream:
        return _by_its_start(stream.read(_HEAD)) is not None


def refusal_of(media_type: str) -> Reason:
    """Why a file of a media type that is not taken is not, so that its sentence names the way out."""
    if media_type == LOCKED:
        return Reason.PASSWORD
    if media_type == MESSAGE:
        return Reason.MESSAGE
    if media_type == SEALED:
        return Reason.SEALED
    if media_type.startswith(("video/", "audio/")):
        return Reason.RECORDING
    return Reason.PACKED if _PACKED.fullmatch(media_type) else Reason.UNSUPPORTED


def libmagic() -> str:
    """The version of libmagic, such as ``544`` for 5.44; ``–`` without it."""
    try:
        import magic
    except ImportError:
        return "–"
    return str(magic.version())  # type: ignore[no-untyped-call]


def _by_its_start(head: bytes) -> str | None:
    for start, media_type in _SIGNATURES:
        if head.startswith(start):
            return media_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS and b"avif" not in head[8:40]:
        return HEIC
    # Copiers and mail programs put bytes before the header; readers look for it in the first 1,024 bytes. In
    # what begins as a container, a PDF within it may begin there.
    return PDF if b"%PDF-" in head and not head.startswith(_CONTAINERS) else None


def _package(path: Path) -> str:
    try:
        with open_package(path) as package:
            names = frozenset(package.namelist())
            if "mimetype" in names:
                return _open_document(package)
    except ReadFault:
        return ZIP
    found = next((media_type for part, media_type in _PARTS if part in names), None)
    if found or not any(part in names for part in _NOT_TO_UNPACK):
        return found or ZIP
    return "application/octet-stream"


def _open_document(package: zipfile.ZipFile) -> str:
    """The media type that an OpenDocument file carries as its first member, templates being no other kind."""
    try:
        with package.open("mimetype") as member:
            said = member.read(100).decode("ascii", "replace").strip().removesuffix("-template")
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError):
        return "application/octet-stream"
    return said if said in CONVERTED else "application/octet-stream"


def _is_mail(path: Path) -> bool:
    """Whether the file begins with header fields, as RFC 5322 has them, of which some are a mail's."""
    with path.open("rb") as stream:
        lines = stream.read(_MAIL_HEAD).splitlines()
    if lines and lines[0].startswith(b"From "):
        # The line that Unix mailboxes put before a mail.
        del lines[0]
    found: set[bytes] = set()
    for line in lines:
        if not line:
            break
        if line[:1] in (b" ", b"\t") and found:
            continue
        field = _FIELD.match(line)
        if field is None:
            return False
        found.add(field[1].lower())
    # Browsers keep a web page in the form of a mail.
    web_page = b"snapshot-content-location" in found or any(
        line.startswith(b"From: <Saved by") for line in lines
    )
    return b"from" in found and len(found & _MAIL_FIELDS) >= 3 and not web_page


def _named_by_libmagic(path: Path) -> str:
    try:
        import magic
    except ImportError:
        # Without libmagic the file is refused all the same, only with less said about it.
        return "application/octet-stream"
    name = str(magic.from_file(str(path), mime=True))
    if name == EML:
        # One field is enough for libmagic; to us it is a text that begins so.
        return TEXT
    # What we can read has been looked for by then.
    return name if name == TEXT or name not in (*TAKEN, ZIP) else "application/octet-stream"
