"""Which gifts a sponsor's pot owes something, or gets something back from."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import connection
from django.db.models import Sum

from core.money import ZERO
from gifts.models import ChallengeMatch, Gift

# `wanted`: what the gift is matched by where the pot suffices, cut to the cent; `has`: what it was matched by
DUE = """
    WITH RECURSIVE promise AS (
        SELECT * FROM campaigns_challenge
        WHERE state <> 'draft' AND (%(challenge)s::bigint IS NULL OR id = %(challenge)s)
    ), tree (challenge_id, campaign_id) AS (
        SELECT id, campaign_id FROM promise
        UNION
        SELECT tree.challenge_id, child.id FROM campaigns_campaign AS child
        JOIN tree ON child.parent_id = tree.campaign_id
    ), seen AS MATERIALIZED (
        SELECT id, donor_id FROM gifts_gift WHERE changed_at >= %(since)s::timestamptz
    ), pair (challenge_id, gift_id) AS (
        SELECT promise.id, gift.id
        FROM promise
        JOIN tree ON tree.challenge_id = promise.id
        JOIN gifts_gift AS gift ON gift.campaign_id = tree.campaign_id
            AND gift.given_on BETWEEN promise.starts_on AND promise.ends_on
        WHERE %(since)s::timestamptz IS NULL OR gift.id IN (SELECT id FROM seen)
            -- whether a gift is somebody's first may hang on another gift of theirs
            OR (promise.matches_for = 'first' AND gift.donor_id IN (SELECT donor_id FROM seen))
        UNION
        SELECT match.challenge_id, match.gift_id
        FROM gifts_challengematch AS match JOIN promise ON promise.id = match.challenge_id
        WHERE %(since)s::timestamptz IS NULL OR match.gift_id IN (SELECT id FROM seen)
    ), due AS (
        SELECT promise.id AS challenge_id, gift.id AS gift_id, gift.given_at,
            promise.pot - promise.used AS room,
            CASE WHEN EXISTS (
                    SELECT FROM tree WHERE challenge_id = promise.id AND campaign_id = gift.campaign_id
                )
                AND gift.kind = 'money'
                AND gift.given_on BETWEEN promise.starts_on AND promise.ends_on
                AND (promise.ended_at IS NULL OR gift.given_at <= promise.ended_at)
                AND gift.donor_id <> promise.sponsor_id
                AND (promise.matches_for <> 'monthly' OR gift.recurring_id IS NOT NULL)
                AND (promise.matches_for <> 'first' OR NOT EXISTS (
                    SELECT FROM gifts_gift AS earlier WHERE earlier.donor_id = gift.donor_id
                        AND (earlier.given_at, earlier.id) < (gift.given_at, gift.id)
                        AND earlier.state NOT IN ('processing', 'failed', 'reversed')
                ))
                THEN LEAST(TRUNC(GREATEST((
                    SELECT SUM(amount) FROM gifts_ledgerline WHERE gift_id = gift.id
                ), 0) * promise.rate, 2), promise.cap)
                ELSE 0
            END AS wanted,
            COALESCE((
                SELECT SUM(amount) FROM gifts_challengematch
                WHERE challenge_id = promise.id AND gift_id = gift.id
            ), 0) AS has
        FROM pair
        JOIN promise ON promise.id = pair.challenge_id
        JOIN gifts_gift AS gift ON gift.id = pair.gift_id
    )
    SELECT challenge_id, gift_id, wanted, has FROM due
    WHERE wanted < has OR (wanted > has AND (room > 0 OR NOT %(with_room)s))
    ORDER BY challenge_id, given_at, gift_id
"""


def matched(gift: Gift) -> Decimal:
    """Return what sponsors added to a gift, as far as it stands."""
    return ChallengeMatch.objects.filter(gift=gift).aggregate(sum=Sum("amount"))["sum"] or ZERO


@dataclass(frozen=True)
class Due:
    """A gift whose match is not what it should be."""

    challenge_id: int
    gift_id: UUID
    wanted: Decimal
    has: Decimal


def due_matches(
    *, challenge_id: int | None = None, since: datetime | None = None, with_room: bool = True
) -> list[Due]:
    """Return what is to be settled, for each challenge in the order in which the gifts came.

    `since`: only of gifts that changed since then; None: of all. `with_room`: gifts that got less than they
    should only while the pot has something left.
    """
    with connection.cursor() as cursor:
        cursor.execute(DUE, {"challenge": challenge_id, "since": since, "with_room": with_room})
        return [Due(*row) for row in cursor.fetchall()]
