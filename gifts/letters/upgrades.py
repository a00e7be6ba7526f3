"""The letter that asks whether a donor would give a little more, by a link that can do nothing else."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from django.utils.translation import gettext_lazy as _

from core.money import format_money
from gifts.letters.words import ABOUT, amount_words, in_their_language, name_of
from gifts.models import RecurringGift
from gifts.proofs import mark_of_raise
from gifts.reports.raising import UPGRADE_ASKED, steps
from gifts.reports.recurring_words import each
from letters.actions import Wanted, queue_letters
from letters.kinds import Leaving, LetterKind, NoLongerTrue, register

CHUNK = 500


def _leaves_at(leaving: Leaving) -> datetime:
    """Now. Raises: NoLongerTrue when the gift is not what the letter says any more."""
    row = RecurringGift.objects.filter(pk=leaving.about_id, state=RecurringGift.State.ACTIVE).first()
    if row is None:
        raise NoLongerTrue
    with in_their_language(row):
        if amount_words(row) != leaving.facts["amount"]:
            raise NoLongerTrue
    return leaving.now


ASKED = register(
    LetterKind(
        name=UPGRADE_ASKED,
        title=_("Would you give a little more?"),
        facts={
            "name": "Maria Lopez",
            "amount": "$20.00",
            "rhythm": _("each month"),
            "more": "$25.00",
            "token": "a-signed-mark",
        },
        is_transactional=False,
        topic="more",
        leaves_at=_leaves_at,
    )
)


def write_asks(rows: Iterable[RecurringGift], *, now: datetime) -> int:
    """Write the letters; return how many. The same donor on the same day is one letter."""
    written, rest = 0, iter(rows)
    while chunk := list(islice(rest, CHUNK)):
        wanted = [_wanted(row, now) for row in chunk]
        queue_letters(kind=ASKED.name, wanted=wanted, now=now)
        written += len(wanted)
    return written


def _wanted(row: RecurringGift, now: datetime) -> Wanted:
    donor = row.donor
    email = donor.email if donor else ""
    with in_their_language(row):
        facts = {
            "name": name_of(row),
            "amount": amount_words(row),
            "rhythm": each(row.frequency),
            "more": format_money(steps(row)[0] + row.fee_cover, row.currency),
            "token": mark_of_raise(row.pk, email=email, now=now),
        }
    return Wanted(
        key=f"{ASKED.name}:{row.donor_id}:{now.date()}",
        to_email=email,
        language=donor.language if donor else "en",
        facts=facts,
        about=(ABOUT, str(row.pk)),
        enclosed=None,
    )
