"""Signing: self-made certificates, and PDFs signed with them by pyHanko, without any network."""

import io
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

with warnings.catch_warnings():
    # What pyHanko and the packages below it warn of when they are imported is their own.
    warnings.simplefilter("ignore")
    from asn1crypto import keys
    from asn1crypto import x509 as asn1_x509
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers, timestamps
    from pyhanko_certvalidator.registry import SimpleCertificateStore

HEAD = "Nguyễn Văn Hiệu"
CLERK = "Lê Thị Văn Thư"
AUTHORITY = "Tổ chức chứng thực của các phép thử"
STAMPED_AT = datetime(2022, 10, 3, 1, 30, tzinfo=UTC)
_FROM, _UNTIL = datetime(2020, 1, 1), datetime(2040, 1, 1)


@cache
def _authority() -> tuple[Any, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    return key, _certificate(AUTHORITY, key.public_key(), AUTHORITY, key, 1)


def _certificate(
    name: str, public: Any, issuer: str, key: Any, number: int, usage: Any = None
) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(public)
        .serial_number(number)
        .not_valid_before(_FROM)
        .not_valid_after(_UNTIL)
    )
    if usage:
        builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=True)
    return builder.sign(key, hashes.SHA256())


@cache
def _made(name: str, kind: str, usage: Any = None) -> tuple[Any, Any]:
    """Certificate and key of a person, as pyHanko takes them."""
    authority, _ = _authority()
    key: Any = (
        rsa.generate_private_key(public_exponent=65537, key_size=2048)
        if kind == "rsa"
        else ec.generate_private_key(ec.SECP256R1())
    )
    certificate = _certificate(name, key.public_key(), AUTHORITY, authority, 2, usage)
    der = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return (
        asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
        keys.PrivateKeyInfo.load(der),
    )


def signer(name: str = HEAD, kind: str = "ec") -> Any:
    """One who signs; ``kind`` is that of the key, "rsa" or "ec"."""
    certificate, key = _made(name, kind)
    return signers.SimpleSigner(
        signing_cert=certificate, signing_key=key, cert_registry=SimpleCertificateStore()
    )


def stamper() -> Any:
    """A time authority that always says ``STAMPED_AT``."""
    certificate, key = _made("Cơ quan cấp dấu thời gian", "rsa", ExtendedKeyUsageOID.TIME_STAMPING)
    return timestamps.DummyTimeStamper(
        certificate, key, certs_to_embed=SimpleCertificateStore(), fixed_dt=STAMPED_AT
    )


def signed(
    data: bytes,
    field: str = "Ky1",
    who: Any = None,
    stamped: bool = False,
    before: Callable[[Any], None] | None = None,
    **metadata: Any,
) -> bytes:
    """The PDF with one more signature; ``before`` may change the file in the same revision."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data), strict=False)
    if before:
        before(writer)
    target = signers.sign_pdf(
        writer,
        signers.PdfSignatureMetadata(field_name=field, md_algorithm="sha256", **metadata),
        signer=who or signer(),
        timestamper=stamper() if stamped else None,
        new_field_spec=fields.SigFieldSpec(field, box=(300, 60, 500, 120)),
    )
    return target.getvalue()


def time_stamped(data: bytes) -> bytes:
    """The PDF with a document time stamp added."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data), strict=False)
    return signers.PdfTimeStamper(stamper(), field_name="Dau1").timestamp_pdf(writer, "sha256").getvalue()


def added_to(data: bytes, change: Callable[[Any], None]) -> bytes:
    """The PDF with another revision, in which ``change`` was made."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data), strict=False)
    change(writer)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def with_empty_field(data: bytes, field: str = "Trong") -> bytes:
    """The PDF with a place for a signature that nobody has given."""
    return added_to(data, lambda writer: fields.append_signature_field(writer, fields.SigFieldSpec(field)))
