"""The letters with codes. Whether one is written is decided here, where nobody waits for it."""

from datetime import datetime

from django.db import transaction

from accounts import known
from accounts.actions.codes import GOOD_FOR, LETTER, code_in_clear, drop_sealed
from accounts.models import SignInCode
from jobs.registry import handles
from letters.actions.outbox import queue_letter
from letters.kinds import CODE_KINDS, NEUTRAL_CODE, LetterKind
from letters.registry import manner_of


@handles(LETTER)
def write_sign_in_code(about: str, now: datetime) -> None:
    """Write the letter for a code that somebody asked for; none to sign in at an address without a record."""
    row = SignInCode.objects.filter(pk=int(about)).exclude(sealed="").first()
    if row is None:
        return
    with transaction.atomic():
        if row.expires_at > now and (row.user_id or known.may_sign_in(row.email)):
            code = code_in_clear(row)
            queue_letter(
                kind=_kind(row).name,
                key=f"sign_in_code:{row.pk}",
                to_email=row.email,
                language=row.language,
                facts={"code": f"{code[:4]} {code[4:]}", "minutes": str(int(GOOD_FOR.total_seconds() // 60))},
                about=("sign_in_code", str(row.pk)),
                now=now,
            )
        drop_sealed(code_id=row.pk)


def _kind(row: SignInCode) -> LetterKind:
    """A code always leaves, but in the manner of whoever asked, also to an address that is not theirs yet."""
    manner = manner_of(row.user.email if row.user else row.email)
    return NEUTRAL_CODE if manner.is_neutral or manner.is_page_only else CODE_KINDS[row.purpose]
