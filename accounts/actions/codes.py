"""Signing in by a code that arrives by mail.

Asking never looks the address up: one row and one job are written for every address, and the worker decides
later whether a letter leaves. So nobody can tell from answer or time whether an address is known. Being in
a shelter's list of donors or volunteers is nobody else's business.
"""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from accounts import known
from accounts.audit import record
from accounts.models import SignInCode, User
from core.encryption import seal, unseal
from jobs.actions import enqueue

LETTER = "letters.sign_in_code"
DIGITS = 8
TRIES = 5
GOOD_FOR = timedelta(minutes=15)
WINDOW = timedelta(hours=1)
PER_MAILBOX = 6
PER_NETWORK = 30
KEPT = timedelta(days=1)
NO_DOTS = frozenset({"gmail.com", "googlemail.com"})


class TooManyCodes(Exception):
    """The mailbox or the network asked too often; the sentence is for the person."""


class CodeRefused(Exception):
    """The code does not open anything; the sentence is for the person."""


def ask_for_code(
    *,
    email: str,
    network: str,
    language: str,
    now: datetime,
    purpose: str = SignInCode.Purpose.SIGN_IN,
    user: User | None = None,
) -> SignInCode:
    """Write a code down and have a letter sent; one that signs in, if the worker finds the address known.

    A code for something else belongs to the user who asked, and is sent to whatever address they named.

    Raises: TooManyCodes, alike for known and unknown addresses.
    """
    address = email.strip().lower()
    mailbox, source = _hashed("mailbox", mailbox_of(address)), _hashed("network", network)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    with transaction.atomic():
        _wait_for_turn(mailbox, source)
        _check_limits(mailbox, source, now)
        row = SignInCode.objects.create(
            purpose=purpose,
            user=user,
            email=address,
            mailbox=mailbox,
            network=source,
            language=language,
            sealed=seal(code, keys=settings.ENCRYPTION_KEYS, bound_to=_bond(mailbox, now)),
            digest=_digest(mailbox, now, code),
            created_at=now,
            expires_at=now + GOOD_FOR,
        )
        enqueue(kind=LETTER, about=str(row.pk), now=now)
    return row


def prove_code(*, code_id: int, code: str, now: datetime) -> User:
    """Return the user whose mailbox the code proves, made now if only a donor or volunteer was on record.

    Raises: CodeRefused for a wrong, used, late or worn-out code, and for an address without a record.
    """
    row = _compared(SignInCode.objects.filter(pk=code_id, purpose=SignInCode.Purpose.SIGN_IN), code, now)
    with transaction.atomic():
        _use_up(row, now)
        if not known.may_sign_in(row.email):
            raise CodeRefused(_("That is not the code we sent. Please look again."))
        return _user_of(row, now)


def prove_purpose(*, user: User, purpose: str, code_id: int, code: str, now: datetime) -> str:
    """Use a code up that this user asked for; return the address that it proves.

    Raises: CodeRefused for a wrong, used, late or worn-out code, and for one of somebody or something else.
    """
    row = _compared(SignInCode.objects.filter(pk=code_id, purpose=purpose, user=user), code, now)
    with transaction.atomic():
        _use_up(row, now)
    return row.email


def code_in_clear(row: SignInCode) -> str:
    """Return the code for its letter. Raises: CannotOpen when the row was changed or the key is gone."""
    return unseal(row.sealed, keys=settings.ENCRYPTION_KEYS, bound_to=_bond(row.mailbox, row.created_at))


def drop_sealed(*, code_id: int) -> None:
    """Forget the code itself once its letter is written or not wanted; the digest still proves it."""
    SignInCode.objects.filter(pk=code_id).update(sealed="")


def drop_old_codes(*, now: datetime) -> int:
    """Delete codes of yesterday: rows of unknown addresses concern people we know nothing of."""
    deleted, _each = SignInCode.objects.filter(created_at__lt=now - KEPT).delete()
    return deleted


def mailbox_of(email: str) -> str:
    """Return the mailbox behind an address: without +tag, and without dots where they are ignored."""
    local, _at, domain = email.strip().lower().rpartition("@")
    local = local.partition("+")[0]
    if domain in NO_DOTS:
        return f"{local.replace('.', '')}@gmail.com"
    return f"{local}@{domain}"


def _compared(rows: "QuerySet[SignInCode]", code: str, now: datetime) -> SignInCode:
    """Return the one row whose code this is. Raises: CodeRefused.

    The try is counted before it is compared, outside the transaction: a refusal must not give it back.
    """
    if not rows.filter(used_at=None, expires_at__gt=now, tries__lt=TRIES).update(tries=F("tries") + 1):
        raise CodeRefused(_("This code is no longer valid. Please ask for a new one."))
    row = rows.get()
    typed = "".join(sign for sign in code if sign.isdecimal() and sign.isascii())
    if not constant_time_compare(_digest(row.mailbox, row.created_at, typed), row.digest):
        raise CodeRefused(_("That is not the code we sent. Please look again."))
    return row


def _use_up(row: SignInCode, now: datetime) -> None:
    if not SignInCode.objects.filter(pk=row.pk, used_at=None).update(used_at=now):
        raise CodeRefused(_("This code is no longer valid. Please ask for a new one."))


def _user_of(row: SignInCode, now: datetime) -> User:
    user, is_new = User.objects.get_or_create(email=row.email, defaults={"language": row.language})
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
        record(actor=user, verb="user.created", about=("user", str(user.pk)), now=now)
    known.join_all(user)
    return user


def _check_limits(mailbox: str, source: str, now: datetime) -> None:
    recent = SignInCode.objects.filter(created_at__gt=now - WINDOW)
    by_mailbox, by_network = recent.filter(mailbox=mailbox).count(), recent.filter(network=source).count()
    if by_mailbox >= PER_MAILBOX or by_network >= PER_NETWORK:
        raise TooManyCodes(
            _("Too many codes were asked for. Please use the newest one, or try again in an hour.")
        )


def _wait_for_turn(*names: str) -> None:
    """Let requests of one mailbox or network pass one by one, so that each counts the one before."""
    with connection.cursor() as cursor:
        for name in sorted(names):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def _hashed(kind: str, value: str) -> str:
    return salted_hmac(f"accounts.{kind}", value, algorithm="sha256").hexdigest()


def _bond(mailbox: str, created_at: datetime) -> str:
    return f"sign-in-code:{mailbox}:{created_at.timestamp():.6f}"


def _digest(mailbox: str, created_at: datetime, code: str) -> str:
    return _hashed("code", f"{mailbox}:{created_at.timestamp():.6f}:{code}")
