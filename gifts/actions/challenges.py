"""A sponsor's pot follows the gifts: it matches what came, and gets back what went."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from campaigns.models import Challenge
from core.money import ZERO
from gifts.letters.thanks import tell_of_match
from gifts.models import ChallengeMatch, Gift, Payer
from gifts.reports.matching import Due, due_matches, matched

LOOK_BACK = timedelta(minutes=15)  # longer than any transaction that changes a gift


def settle_recent(*, now: datetime) -> int:
    """Settle the challenges of gifts that changed lately; return how many challenges moved."""
    return _settle(now=now, since=now - LOOK_BACK)


def settle_all(*, now: datetime) -> int:
    """Settle every challenge over all its gifts; return how many moved."""
    return _settle(now=now, since=None)


def settle_challenge(*, challenge_id: int, now: datetime, since: datetime | None = None) -> int:
    """Make the matches of one challenge what they should be; return how many rows that took. Twice is once.

    First what goes back into the pot, then what is given, in the order in which the gifts came, as long as
    there is something; the last one gets what is left. What a gift was matched by is taken from it only
    when its own money went back, or when it turns out that it was none of the gifts that are matched.

    The challenge's row is locked first, so of several at once each sees what those before it gave. Locks no
    gift: a payment under way commits when it likes, and is found after.
    """
    with transaction.atomic():
        challenge = Challenge.objects.select_for_update(of=("self",)).get(pk=challenge_id)
        due = due_matches(challenge_id=challenge_id, since=since)
        back = [each for each in due if each.wanted < each.has]
        left = challenge.left + sum((each.has - each.wanted for each in back), ZERO)
        if back and since is not None and left:
            # what came back goes to those who got less than they should, and they may be older
            due = due_matches(challenge_id=challenge_id, with_room=False)
        rows = [(each, each.wanted - each.has) for each in back]
        rows += _given((each for each in due if each.wanted > each.has), left)
        for each, amount in rows:
            ChallengeMatch.objects.create(
                challenge=challenge, gift_id=each.gift_id, amount=amount, created_at=now
            )
        _tell({each.gift_id for each, _amount in rows})
    return len(rows)


def _tell(gift_ids: Iterable[UUID]) -> None:
    """Thanks that still wait for their receipt say what was added. Few gifts move at a time."""
    for gift in Gift.objects.filter(pk__in=list(gift_ids), kind="money").select_related("donor"):
        if gift.payer == Payer.DONOR:
            tell_of_match(gift=gift, amount=matched(gift))


def _given(short: Iterable[Due], left: Decimal) -> list[tuple[Due, Decimal]]:
    """What each gets, until nothing is left."""
    rows = []
    for each in short:
        amount = min(each.wanted - each.has, left)
        if amount:
            rows.append((each, amount))
            left -= amount
    return rows


def _settle(*, now: datetime, since: datetime | None) -> int:
    """Look without a lock first: usually nothing is to be done."""
    waiting = sorted({each.challenge_id for each in due_matches(since=since)})
    return sum(settle_challenge(challenge_id=each, now=now, since=since) > 0 for each in waiting)
