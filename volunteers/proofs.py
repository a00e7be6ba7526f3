"""Secrets that can be made again from a row: of links in letters to people who have no sign-in, of the door.

A link opens one thing for one person. Only its hash is kept; the reminder makes the same one again. At the
door of a place a code stands for a shift while a kiosk is open there, and a number for one volunteer on it.
"""

from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from hashlib import sha256

from django.utils.crypto import salted_hmac

from volunteers.models import Shift, ShiftKiosk, SignUp
from volunteers.models.shifts import CODE_SIGNS

REFERENCE, GUARDIAN = "reference", "guardian"
GOOD_FOR = timedelta(days=30)
# a code of the door changes so often, and the one before still opens: good for five to ten minutes
CODE_STEP = timedelta(minutes=5)
CODE_LENGTH, NUMBER_LENGTH = 8, 6


def token_for(purpose: str, row_id: int, asked_at: datetime) -> str:
    """Return the secret of a row that was asked at a moment; asking anew makes another one."""
    made = salted_hmac(f"volunteers.{purpose}", f"{row_id}:{asked_at.isoformat()}", algorithm="sha256")
    return urlsafe_b64encode(made.digest()).decode().rstrip("=")


def hash_of(token: str) -> str:
    """Return what is kept of a secret."""
    return sha256(token.encode()).hexdigest()


def door_codes(kiosk: ShiftKiosk, shift: Shift, now: datetime) -> tuple[str, str]:
    """Return the code that this kiosk shows for a shift, and the one before it. Both die with the kiosk.

    The shift's own code never changes, so whoever has once seen it could check in from home.
    """
    step = int(now.timestamp() // CODE_STEP.total_seconds())
    return _door_code(kiosk, shift, step), _door_code(kiosk, shift, step - 1)


def _door_code(kiosk: ShiftKiosk, shift: Shift, step: int) -> str:
    words = f"{kiosk.token_hash}:{shift.code}:{step}"
    rest = int.from_bytes(salted_hmac("volunteers.door_code", words, algorithm="sha256").digest())
    signs = []
    for _position in range(CODE_LENGTH):
        rest, place = divmod(rest, len(CODE_SIGNS))
        signs.append(CODE_SIGNS[place])
    return "".join(signs)


def door_number(sign_up: SignUp) -> str:
    """Return what a volunteer types at the door: for this sign-up on this shift, and no other."""
    words = f"{sign_up.uid}:{sign_up.shift_id}"
    made = salted_hmac("volunteers.door_number", words, algorithm="sha256").digest()
    return f"{int.from_bytes(made) % 10**NUMBER_LENGTH:0{NUMBER_LENGTH}d}"
