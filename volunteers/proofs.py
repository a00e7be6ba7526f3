"""The secret part of links in letters to people who have no sign-in: references and guardians.

A link opens one thing for one person. Only its hash is kept; the reminder makes the same one again.
"""

from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from hashlib import sha256

from django.utils.crypto import salted_hmac

REFERENCE, GUARDIAN = "reference", "guardian"
GOOD_FOR = timedelta(days=30)


def token_for(purpose: str, row_id: int, asked_at: datetime) -> str:
    """Return the secret of a row that was asked at a moment; asking anew makes another one."""
    made = salted_hmac(f"volunteers.{purpose}", f"{row_id}:{asked_at.isoformat()}", algorithm="sha256")
    return urlsafe_b64encode(made.digest()).decode().rstrip("=")


def hash_of(token: str) -> str:
    """Return what is kept of a secret."""
    return sha256(token.encode()).hexdigest()
