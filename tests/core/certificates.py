"""A certificate authority of our own, and certificates it gives."""

from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    pkcs12,
)
from cryptography.x509.oid import NameOID

PASSWORD = "not a secret"
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
ENDS = datetime(2046, 1, 1, tzinfo=UTC)


def named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


class Authority:
    """Makes certificates in a folder; `root` is what a reader of papers must trust."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.root = self._certify(named("Test authority"), self.key.public_key(), ends_at=ENDS, is_root=True)

    def root_bytes(self) -> bytes:
        return self.root.public_bytes(Encoding.DER)

    def write(
        self,
        file: Path,
        *,
        starts_at: datetime = BEGAN,
        ends_at: datetime = ENDS,
        password: str = PASSWORD,
        has_key: bool = True,
    ) -> Path:
        """A PKCS#12 file for the organisation."""
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        mine = self._certify(
            named("Safe Harbor, Inc."), key.public_key(), starts_at=starts_at, ends_at=ends_at, is_root=False
        )
        sealed: KeySerializationEncryption = (
            BestAvailableEncryption(password.encode()) if password else NoEncryption()
        )
        file.write_bytes(
            pkcs12.serialize_key_and_certificates(
                b"seal",
                key if has_key else None,
                mine if has_key else None,
                [self.root],
                sealed,
            )
        )
        return file

    def _certify(
        self,
        subject: x509.Name,
        key: rsa.RSAPublicKey,
        *,
        is_root: bool,
        starts_at: datetime = BEGAN,
        ends_at: datetime,
    ) -> x509.Certificate:
        usage = x509.KeyUsage(
            digital_signature=True,
            content_commitment=not is_root,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            key_cert_sign=is_root,
            crl_sign=is_root,
            encipher_only=False,
            decipher_only=False,
        )
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(named("Test authority"))
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(starts_at)
            .not_valid_after(ends_at)
            .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .sign(self.key, hashes.SHA256())
        )
