"""What moved for funds, as SQL: each fund's share of each line of a gift of money, and the kept sums of them.

A share is the gift's proportion, to the cent; what rounding leaves is the first fund's, as in the journal. A
gift by hand counts on its own day, whatever moved at Stripe or went back on the day when it did.
"""

from accounts.organisation import the_zone
from gifts.models import Tally

# a line of a gift by hand that brings money counts on the gift's day
BY_HAND = "line.kind = 'offline' AND line.amount > 0"
OF_LINE = "line.id, line.gift_id, line.kind, line.amount, line.fee, line.occurred_at"
OF_MOVES = "count(*)::int AS lines, sum(part) AS received, sum(fee_part) AS fees"


def tally_zone() -> str:
    """Return the zone by which the kept sums were counted; the organisation's where none were yet."""
    return Tally.objects.values_list("zone", flat=True).filter(pk=1).first() or the_zone()


def lines_of_gifts(which: str) -> str:
    """Lines of the gifts (alias gift) that a condition of ours names, as a table for `shared`."""
    return f"""SELECT {OF_LINE} FROM gifts_gift AS gift
        JOIN gifts_ledgerline AS line ON line.gift_id = gift.id WHERE {which}"""  # noqa: S608 - our own words


def shared(lines: str) -> str:
    """Pieces up to `shared` (line_id, gift_id, fund_id, kind, day, gift_day, part, fee_part) of some lines.

    Needs `%(zone)s`. Of a gift for one fund nothing is to be reckoned; only the others are split.
    """
    return f"""
    moved AS (
        SELECT line.id AS line_id, gift.id AS gift_id, share.fund_id, line.kind, line.amount,
            gift.given_on AS gift_day, share.amount = gift.amount AS is_whole,
            CASE WHEN {BY_HAND} THEN gift.given_on
                ELSE (line.occurred_at AT TIME ZONE %(zone)s)::date END AS day,
            CASE WHEN share.amount = gift.amount THEN line.amount
                ELSE round(line.amount * share.amount / gift.amount, 2) END AS part,
            CASE WHEN line.kind IN ('charge', 'offline') THEN line.fee ELSE 0 END AS fee,
            CASE WHEN line.kind NOT IN ('charge', 'offline') THEN 0
                WHEN share.amount = gift.amount THEN line.fee
                ELSE round(line.fee * share.amount / gift.amount, 2) END AS fee_part
        FROM ({lines}) AS line
        JOIN gifts_gift AS gift ON gift.id = line.gift_id AND gift.kind IN ('money', 'currency')
        JOIN gifts_allocation AS share ON share.gift_id = gift.id
    ), shared AS (
        SELECT line_id, gift_id, fund_id, kind, day, gift_day, part, fee_part FROM moved WHERE is_whole
        UNION ALL
        SELECT line_id, gift_id, fund_id, kind, day, gift_day,
            part + CASE WHEN row_number() OVER one = 1 THEN amount - sum(part) OVER every ELSE 0 END,
            fee_part + CASE WHEN row_number() OVER one = 1 THEN fee - sum(fee_part) OVER every ELSE 0 END
        FROM moved WHERE NOT is_whole
        WINDOW one AS (PARTITION BY line_id ORDER BY fund_id), every AS (PARTITION BY line_id)
    )"""  # noqa: S608 - our own words


# gifts of marked days are counted anew; those without a day, which a bank still confirms, always
_FRESH = lines_of_gifts(
    """gift.id IN (
        SELECT id FROM gifts_gift WHERE given_on = ANY (ARRAY(SELECT day FROM stale_days))
        UNION ALL SELECT id FROM gifts_gift WHERE given_on IS NULL
    )"""
)
FUND_TALLIES = f"""
    stale_days AS MATERIALIZED (SELECT DISTINCT day FROM gifts_tallymark),
    {shared(_FRESH)}, fund_tallies AS (
        SELECT fund_id, moved_on, lines, received, fees FROM gifts_fundtally AS kept
        WHERE NOT EXISTS (SELECT FROM stale_days WHERE stale_days.day = kept.day)
        UNION ALL SELECT fund_id, day, 1, part, fee_part FROM shared
    )"""  # noqa: S608 - our own words
