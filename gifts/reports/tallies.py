"""Kept totals as of this moment, as SQL for reports: what is kept, and what is marked counted anew.

Each name below is a piece of a WITH clause. The first month of the fiscal year is our own number and stands
in the text.
"""

from collections.abc import Sequence
from datetime import date

from gifts.models import Tally
from gifts.models.tallies import NOT_ARRIVED

ARRIVED = "state NOT IN ({})".format(", ".join(f"'{state}'" for state in NOT_ARRIVED))
# what a donor's gifts come to; every kept row and every marked one is counted by these words
COUNTED = f"""count(*) FILTER (WHERE {ARRIVED}) AS gifts, coalesce(sum(stands), 0) AS given,
    min(given_on) FILTER (WHERE {ARRIVED}) AS first_on, max(given_on) FILTER (WHERE {ARRIVED}) AS last_on,
    coalesce(max(amount) FILTER (WHERE {ARRIVED}), 0) AS largest"""
# over a donor's years in their order: what was given the year before, if anything was
BEFORE = "CASE WHEN lag(year) OVER donors = year - 1 THEN lag(given) OVER donors END"
MOVE = """CASE WHEN given_before IS NULL THEN 'none' WHEN given > given_before THEN 'up'
    WHEN given < given_before THEN 'down' ELSE 'same' END"""
OF_DAY = f"""count(*) FILTER (WHERE {ARRIVED}) AS gifts,
    coalesce(sum(amount) FILTER (WHERE {ARRIVED}), 0) AS amount, coalesce(sum(stands), 0) AS raised,
    coalesce(sum(fees), 0) AS fees"""


def fiscal_month() -> int:
    """Return the first month of the fiscal year by which the kept totals were counted."""
    return Tally.objects.values_list("fiscal_month", flat=True).filter(pk=1).first() or 1


def fiscal_year(day: date, month: int) -> int:
    """Return the fiscal year of a day, named by the calendar year in which it ends."""
    return day.year + (month > 1 and day.month >= month)


def fiscal_span(year: int, month: int) -> tuple[date, date]:
    """Return the first and the last day of a fiscal year."""
    first = date(year - (month > 1), month, 1)
    return first, date.fromordinal(date(first.year + 1, month, 1).toordinal() - 1)


def year_sql(day: str, month: int) -> str:
    """`fiscal_year` of a column, in SQL."""
    if month == 1:
        return f"extract(year FROM {day})::int"
    return f"(extract(year FROM {day})::int + (extract(month FROM {day}) >= {int(month)})::int)"


def start_sql(year: str, month: int) -> str:
    """The first day of a fiscal year in SQL."""
    return f"make_date({year} - {int(month > 1)}, {int(month)}, 1)"


def in_year_sql(day: str, year: str, month: int) -> str:
    """That a day lies in a fiscal year, in SQL, by bounds that an index on days serves."""
    return f"{day} >= {start_sql(year, month)} AND {day} < {start_sql(f'{year} + 1', month)}"


def donor_years(month: int, *, donors: Sequence[int] | None = None) -> str:
    """Pieces up to `donor_years` (donor_id, year, gifts, given, first_on, last_on, largest)."""
    numbers = ", ".join(f"{donor:d}" for donor in donors or [])
    is_donor = "donor_id IS NOT NULL" if donors is None else f"donor_id IN ({numbers or 'NULL'})"
    return f"""
    stale AS MATERIALIZED (
        SELECT DISTINCT donor_id, {year_sql("day", month)} AS year FROM gifts_tallymark WHERE {is_donor}
    ), fresh AS MATERIALIZED (
        SELECT stale.donor_id, stale.year, counted.* FROM stale CROSS JOIN LATERAL (
            SELECT {COUNTED} FROM gifts_gift AS gift
            WHERE gift.donor_id = stale.donor_id AND {in_year_sql("given_on", "stale.year", month)}
        ) AS counted WHERE counted.gifts > 0 OR counted.given <> 0
    ), donor_years AS NOT MATERIALIZED (
        SELECT donor_id, year, gifts, given, first_on, last_on, largest FROM gifts_donoryear AS kept
        WHERE {is_donor} AND NOT EXISTS (
            SELECT FROM stale WHERE stale.donor_id = kept.donor_id AND stale.year = kept.year
        )
        UNION ALL SELECT donor_id, year, gifts, given, first_on, last_on, largest FROM fresh
    )"""  # noqa: S608 - our own words and numbers


def donor_tallies(month: int) -> str:
    """Pieces up to `donor_tallies` (donor_id, gifts, given, first_on, last_on, largest)."""
    return f"""{donor_years(month)}, moved AS MATERIALIZED (
        SELECT DISTINCT donor_id FROM stale
    ), donor_tallies AS NOT MATERIALIZED (
        SELECT donor_id, gifts, given, first_on, last_on, largest FROM gifts_donortally AS kept
        WHERE NOT EXISTS (SELECT FROM moved WHERE moved.donor_id = kept.donor_id)
        UNION ALL
        SELECT moved.donor_id, summed.* FROM moved CROSS JOIN LATERAL (
            SELECT sum(gifts)::int AS gifts, sum(given) AS given, min(first_on) AS first_on,
                max(last_on) AS last_on, max(largest) AS largest
            FROM (
                SELECT gifts, given, first_on, last_on, largest FROM gifts_donoryear AS kept
                WHERE kept.donor_id = moved.donor_id AND NOT EXISTS (
                    SELECT FROM stale WHERE stale.donor_id = kept.donor_id AND stale.year = kept.year
                )
                UNION ALL
                SELECT gifts, given, first_on, last_on, largest FROM fresh
                WHERE fresh.donor_id = moved.donor_id
            ) AS years
        ) AS summed WHERE summed.gifts IS NOT NULL
    )"""  # noqa: S608 - our own words


# of the donors of an array, `%(donors)s`: whatever is marked of one is counted from their gifts
TALLIES_OF_SOME = f"""
    moved AS MATERIALIZED (
        SELECT DISTINCT donor_id FROM gifts_tallymark WHERE donor_id = ANY(%(donors)s)
    ), tallies_of_some AS (
        SELECT donor_id, gifts, given, first_on, last_on, largest FROM gifts_donortally AS kept
        WHERE donor_id = ANY(%(donors)s)
            AND NOT EXISTS (SELECT FROM moved WHERE moved.donor_id = kept.donor_id)
        UNION ALL
        SELECT moved.donor_id, counted.* FROM moved CROSS JOIN LATERAL (
            SELECT {COUNTED} FROM gifts_gift AS gift WHERE gift.donor_id = moved.donor_id
        ) AS counted
    )"""  # noqa: S608 - our own words


def class_years(month: int) -> str:
    """Pieces up to `moved_years`: the years with gifts of marked donors, as kept (-1) and as they are (1).

    Columns: donor_id, year, given, first_on, cohort, given_before, sign.
    """
    return f"""{donor_years(month)}, moved AS MATERIALIZED (
        SELECT DISTINCT donor_id FROM stale
    ), now_years AS MATERIALIZED (
        SELECT kept.donor_id, kept.year, kept.gifts, kept.given, kept.first_on FROM moved
        JOIN gifts_donoryear AS kept ON kept.donor_id = moved.donor_id
        WHERE kept.gifts > 0 AND NOT EXISTS (
            SELECT FROM stale WHERE stale.donor_id = kept.donor_id AND stale.year = kept.year
        )
        UNION ALL
        SELECT donor_id, year, gifts, given, first_on FROM fresh WHERE gifts > 0
    ), moved_years AS (
        SELECT donor_id, year, given, first_on, min(year) OVER donors AS cohort,
            {BEFORE} AS given_before, 1 AS sign
        FROM now_years WINDOW donors AS (PARTITION BY donor_id ORDER BY year)
        UNION ALL
        SELECT kept.donor_id, kept.year, kept.given, kept.first_on, kept.cohort, kept.given_before, -1
        FROM moved JOIN gifts_donoryear AS kept ON kept.donor_id = moved.donor_id WHERE kept.gifts > 0
    )"""  # noqa: S608 - our own words


def cohort_tallies(month: int) -> str:
    """Pieces up to `cohort_tallies` (cohort, year, move, donors, given, given_before)."""
    return f"""{class_years(month)}, cohort_tallies AS (
        SELECT cohort, year, move, sum(donors)::int AS donors, sum(given) AS given,
            sum(given_before) AS given_before
        FROM (
            SELECT cohort, year, move, donors, given, given_before FROM gifts_cohorttally
            UNION ALL
            SELECT cohort, year, {MOVE}, sum(sign), sum(sign * given), sum(sign * coalesce(given_before, 0))
            FROM moved_years GROUP BY 1, 2, 3
        ) AS parts GROUP BY 1, 2, 3 HAVING sum(donors) <> 0
    )"""  # noqa: S608 - our own words


def year_starts(month: int) -> str:
    """Pieces up to `year_starts` (day, donors): who gave for the first time in a fiscal year on each day."""
    return f"""{class_years(month)}, year_starts AS (
        SELECT day, sum(donors)::int AS donors FROM (
            SELECT day, donors FROM gifts_yearstart
            UNION ALL SELECT first_on, sum(sign) FROM moved_years GROUP BY 1
        ) AS parts GROUP BY 1 HAVING sum(donors) <> 0
    )"""  # noqa: S608 - our own words


DAY_TALLIES = f"""
    stale_days AS MATERIALIZED (SELECT DISTINCT day FROM gifts_tallymark),
    day_tallies AS (
        SELECT day, campaign_id, appeal_id, gifts, amount, raised, fees FROM gifts_daytally AS kept
        WHERE NOT EXISTS (SELECT FROM stale_days WHERE stale_days.day = kept.day)
        UNION ALL
        SELECT stale_days.day, counted.* FROM stale_days CROSS JOIN LATERAL (
            SELECT campaign_id, appeal_id, {OF_DAY} FROM gifts_gift AS gift
            WHERE gift.given_on = stale_days.day GROUP BY campaign_id, appeal_id
        ) AS counted
    )"""  # noqa: S608 - our own words
# a fund's share of what stands of a gift: shares in the order they were written, rounded along their running
# sum, so that they add up to the cent whatever was refunded
SHARES = """
    SELECT share.gift_id, share.fund_id, round(gift.stands * share.upto / gift.amount, 2)
        - round(gift.stands * (share.upto - share.amount) / gift.amount, 2) AS part
    FROM (
        SELECT gift_id, fund_id, amount, sum(amount) OVER (PARTITION BY gift_id ORDER BY id) AS upto
        FROM gifts_allocation WHERE gift_id = gift.id
    ) AS share"""
FUND_PARTS = f"gifts_gift AS gift CROSS JOIN LATERAL ({SHARES}) AS share"
OF_FUND = f"share.fund_id, count(*) FILTER (WHERE {ARRIVED}) AS gifts, sum(share.part) AS raised"
FUND_DAY_TALLIES = f"""
    stale_days AS MATERIALIZED (SELECT DISTINCT day FROM gifts_tallymark),
    fund_day_tallies AS (
        SELECT day, campaign_id, fund_id, gifts, raised FROM gifts_funddaytally AS kept
        WHERE NOT EXISTS (SELECT FROM stale_days WHERE stale_days.day = kept.day)
        UNION ALL
        SELECT stale_days.day, counted.* FROM stale_days CROSS JOIN LATERAL (
            SELECT campaign_id, {OF_FUND} FROM {FUND_PARTS}
            WHERE gift.given_on = stale_days.day GROUP BY campaign_id, share.fund_id
        ) AS counted
    )"""  # noqa: S608 - our own words
