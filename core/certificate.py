"""The organisation's certificate, which signs papers in the file itself: read, and what is wrong with it."""

import importlib.util
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.serialization import pkcs12

EXTRA = "pyhanko"  # what signs; installed with requirements/seal.txt


class BadCertificate(ValueError):
    """A sentence for whoever runs the house: what is wrong, and what to do."""


@dataclass(frozen=True)
class Certificate:
    """A file of PKCS#12, its password, and until when what is in it may sign."""

    content: bytes
    password: str
    starts_at: datetime
    ends_at: datetime


def read_certificate(path: str, password: str, *, now: datetime) -> Certificate:
    """Return the certificate, which may sign now. Raises: BadCertificate."""
    if importlib.util.find_spec(EXTRA) is None:
        raise BadCertificate(
            "RECEIPT_CERTIFICATE is set, and pyHanko, which signs, is missing. Install requirements/seal.txt."
        )
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise BadCertificate(
            f"RECEIPT_CERTIFICATE cannot be read ({error.strerror}). Set it to the path of a PKCS#12 file."
        ) from error
    starts_at, ends_at = _times(content, password)
    if now > ends_at:
        raise BadCertificate(
            f"RECEIPT_CERTIFICATE expired on {ends_at:%Y-%m-%d}. Set a new one. What it signed stays signed."
        )
    if now < starts_at:
        raise BadCertificate(
            f"RECEIPT_CERTIFICATE is valid from {starts_at:%Y-%m-%d} only. Unset it till then."
        )
    return Certificate(content, password, starts_at, ends_at)


@lru_cache(maxsize=2)
def _times(content: bytes, password: str) -> tuple[datetime, datetime]:
    """From when until when it may sign; read once, for opening it is slow. Raises: BadCertificate."""
    try:
        key, certificate, _others = pkcs12.load_key_and_certificates(content, password.encode() or None)
    except ValueError as error:
        raise BadCertificate(
            "RECEIPT_CERTIFICATE does not open: it is no PKCS#12 file, or RECEIPT_CERTIFICATE_PASSWORD is"
            " wrong."
        ) from error
    if key is None or certificate is None:
        raise BadCertificate("RECEIPT_CERTIFICATE lacks a key or its certificate. Export both in one file.")
    return certificate.not_valid_before_utc, certificate.not_valid_after_utc


def fault(path: str, password: str, *, now: datetime) -> str:
    """Return what is wrong with the certificate in a sentence; nothing where none is set or all is well."""
    if not path:
        return ""
    try:
        read_certificate(path, password, now=now)
    except BadCertificate as wrong:
        return str(wrong)
    return ""
