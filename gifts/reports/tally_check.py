"""Whether the kept totals are what a recount from the ledger's lines gives; it shares no word with them."""

from dataclasses import dataclass

from django.db import connection

from gifts.models import Gift, Tally, TallyMark
from gifts.reports.fund_moves import FUND_TALLIES, tally_zone
from gifts.reports.tallies import (
    DAY_TALLIES,
    FUND_DAY_TALLIES,
    cohort_tallies,
    donor_tallies,
    donor_years,
    fiscal_month,
    year_starts,
)

SHOWN = 20
PLENTY = 50_000
LINES = """
    net AS MATERIALIZED (
        SELECT gift.id, gift.donor_id, gift.given_on AS day, gift.campaign_id, gift.appeal_id, gift.amount,
            gift.state IN ({arrived}) AS is_gift, coalesce(line.amount, 0) AS stands,
            coalesce(line.fee, 0) AS fees,
            extract(year FROM gift.given_on + make_interval(months => {ahead}))::int AS year
        FROM gifts_gift AS gift
        LEFT JOIN (
            SELECT gift_id, sum(amount) AS amount, sum(fee) AS fee FROM gifts_ledgerline GROUP BY gift_id
        ) AS line ON line.gift_id = gift.id
    ), by_year AS MATERIALIZED (
        SELECT donor_id, year, count(*) FILTER (WHERE is_gift) AS gifts, sum(stands) AS given,
            min(day) FILTER (WHERE is_gift) AS first_on, max(day) FILTER (WHERE is_gift) AS last_on,
            coalesce(max(amount) FILTER (WHERE is_gift), 0) AS largest
        FROM net WHERE donor_id IS NOT NULL AND day IS NOT NULL GROUP BY donor_id, year
        HAVING count(*) FILTER (WHERE is_gift) > 0 OR sum(stands) <> 0
    ), active AS MATERIALIZED (
        SELECT mine.*, (
                SELECT other.given FROM by_year AS other
                WHERE other.donor_id = mine.donor_id AND other.year = mine.year - 1 AND other.gifts > 0
            ) AS before,
            (SELECT min(year) FROM by_year AS other
             WHERE other.donor_id = mine.donor_id AND other.gifts > 0) AS cohort
        FROM by_year AS mine WHERE gifts > 0
    )"""
PART = """round(net.stands * (
        SELECT sum(before.amount) FROM gifts_allocation AS before
        WHERE before.gift_id = share.gift_id AND before.id {upto} share.id
    ) / net.amount, 2)"""
MOVES_KEPT = "SELECT fund_id, moved_on, sum(received), sum(fees) FROM fund_tallies GROUP BY 1, 2"
# all but the first fund's part are rounded, and the first has what they leave
MOVES = """
    SELECT share.fund_id, CASE WHEN line.kind = 'offline' AND sign(line.amount) = 1 THEN gift.given_on
            ELSE date(timezone(%(zone)s, line.occurred_at)) END,
        sum(CASE WHEN rest.is_first THEN line.amount - rest.amount
            ELSE round(line.amount * share.amount / gift.amount, 2) END),
        sum(CASE WHEN line.kind NOT IN ('charge', 'offline') THEN 0 WHEN rest.is_first
            THEN line.fee - rest.fee ELSE round(line.fee * share.amount / gift.amount, 2) END)
    FROM gifts_ledgerline AS line
    JOIN gifts_gift AS gift ON gift.id = line.gift_id
    JOIN gifts_allocation AS share ON share.gift_id = line.gift_id
    CROSS JOIN LATERAL (
        SELECT coalesce(min(other.fund_id), share.fund_id + 1) > share.fund_id AS is_first,
            coalesce(sum(round(line.amount * other.amount / gift.amount, 2)), 0) AS amount,
            coalesce(sum(round(line.fee * other.amount / gift.amount, 2)), 0) AS fee
        FROM gifts_allocation AS other WHERE other.gift_id = line.gift_id AND other.id <> share.id
    ) AS rest
    WHERE gift.kind = ANY ('{money,currency}') GROUP BY 1, 2"""
NOT_GIFTS = ("processing", "failed", "reversed")
KEPT, COUNTED = "kept, but not counted", "counted, but not kept"


@dataclass(frozen=True)
class Departure:
    """A row of a table of totals on which what is kept and a recount disagree; money and ids, no names."""

    table: str
    what: str
    row: tuple[object, ...]


def departures() -> list[Departure]:
    """Compare every kept total, marks taken into account, with a recount; some rows of each table."""
    month = fiscal_month()
    zone = {"zone": tally_zone()}
    found = []
    for table, (kept, counted) in _comparisons(month).items():
        lines = LINES.format(
            arrived=", ".join(f"'{state}'" for state in Gift.State.values if state not in NOT_GIFTS),
            ahead=(13 - month) % 12,
        )
        pieces = f"WITH {_pieces(table, month)}{lines}"
        for what, one, other in ((KEPT, kept, counted), (COUNTED, counted, kept)):
            with connection.cursor() as cursor:
                cursor.execute(f"{pieces} ({one}) EXCEPT ALL ({other}) ORDER BY 1, 2 LIMIT {SHOWN}", zone)
                found += [Departure(table, what, row) for row in cursor.fetchall()]
    return found


def tallies_stand() -> tuple[str, str]:
    """Return how the totals stand, and a remedy where they do not."""
    tally = Tally.objects.filter(pk=1).first()
    if tally and tally.departures:
        says = f"{tally.departures} kept totals were not what the last recount gave."
        return says, "Run `manage.py tallies --rebuild`, then `manage.py tallies` the day after."
    waiting = TallyMark.objects.count()
    if waiting > PLENTY:
        return f"{waiting} changes are counted anew by every report.", "See that `manage.py work` runs."
    return "Reports read totals that are kept up to date.", ""


def _pieces(table: str, month: int) -> str:
    pieces = {
        "gifts": "",
        "donor years": donor_years(month),
        "donors": donor_tallies(month),
        "days": DAY_TALLIES,
        "days of funds": FUND_DAY_TALLIES,
        "movements of funds": FUND_TALLIES,
        "cohorts": cohort_tallies(month),
        "first days": year_starts(month),
    }[table]
    return f"{pieces}, " if pieces else ""


def _comparisons(month: int) -> dict[str, tuple[str, str]]:
    """For each table the query of what is kept and that of what is counted."""
    years = "gifts, given, first_on, last_on, largest"
    return {
        "gifts": ("SELECT id, stands, fees FROM gifts_gift", "SELECT id, stands, fees FROM net"),
        "donor years": (
            f"SELECT donor_id, year, {years} FROM donor_years",  # noqa: S608 - our own words
            f"SELECT donor_id, year, {years} FROM by_year",  # noqa: S608 - our own words
        ),
        "donors": (
            f"SELECT donor_id, {years} FROM donor_tallies",  # noqa: S608 - our own words
            """SELECT donor_id, sum(gifts)::int, sum(given), min(first_on), max(last_on), max(largest)
            FROM by_year GROUP BY donor_id""",
        ),
        "days": (
            "SELECT day, campaign_id, appeal_id, gifts, amount, raised, fees FROM day_tallies",
            """SELECT day, campaign_id, appeal_id, count(*) FILTER (WHERE is_gift),
                coalesce(sum(amount) FILTER (WHERE is_gift), 0), sum(stands), sum(fees)
            FROM net WHERE day IS NOT NULL GROUP BY 1, 2, 3""",
        ),
        "days of funds": (
            "SELECT day, fund_id, campaign_id, gifts, raised FROM fund_day_tallies",
            f"""SELECT day, share.fund_id, campaign_id, count(*) FILTER (WHERE is_gift),
                sum({PART.format(upto="<=")} - coalesce({PART.format(upto="<")}, 0))
            FROM net JOIN gifts_allocation AS share ON share.gift_id = net.id
            WHERE day IS NOT NULL GROUP BY 1, 2, 3""",  # noqa: S608 - our own words
        ),
        "movements of funds": (MOVES_KEPT, MOVES),
        "cohorts": (
            "SELECT cohort, year, move, donors, given, given_before FROM cohort_tallies",
            """SELECT cohort, year, CASE sign(given - before) WHEN 1 THEN 'up' WHEN -1 THEN 'down'
                WHEN 0 THEN 'same' ELSE 'none' END, count(*)::int, sum(given), coalesce(sum(before), 0)
            FROM active GROUP BY 1, 2, 3""",
        ),
        "first days": (
            "SELECT day, donors FROM year_starts",
            "SELECT first_on, count(*)::int FROM active GROUP BY 1",
        ),
    }
