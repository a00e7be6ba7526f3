"""Signatures that anybody can check: Ed25519 over bytes. Knows no Django and no row.

A key is the 32 bytes of its seed, in base64, as `core.encryption.new_key` makes them.
"""

import base64
import binascii

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from core.encryption import read_keys


def sign(message: bytes, *, key: str) -> tuple[str, str]:
    """Return the signature of a message and the public key that checks it, both in base64. Raises: BadKey."""
    private = Ed25519PrivateKey.from_private_bytes(read_keys([key])[0])
    public = private.public_key().public_bytes_raw()
    return base64.b64encode(private.sign(message)).decode(), base64.b64encode(public).decode()


def is_signed(message: bytes, *, signature: str, public_key: str) -> bool:
    """Whether the holder of a key signed exactly these bytes."""
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
        public.verify(base64.b64decode(signature, validate=True), message)
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True
