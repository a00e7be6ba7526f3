"""The rows behind each figure, counted from the gifts themselves: key, day, part (money), counts (0 or 1).

The sum of `counts` and that of `part` are the figure, whatever was read to show it.
"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from gifts.reports.figures.scope import Scope, donors_of, gifts_of
from gifts.reports.tallies import ARRIVED, fiscal_span

ONE_DAY = timedelta(days=1)
# what a gift was, by steps that people think in; the last has no end
SIZES = tuple(map(Decimal, ("0", "25", "50", "100", "250", "500", "1000", "5000")))
DONOR_COLUMNS = "donor_id AS key, day, part, 1 AS counts"

# how lately, how often and how much: 3 is the best, by rules that a person can say
CLASS_OF = """CASE
    WHEN recency = 3 AND frequency = 3 AND money = 3 THEN 'champions'
    WHEN recency = 3 AND frequency >= 2 THEN 'loyal'
    WHEN recency = 3 AND money >= 2 THEN 'generous_new'
    WHEN recency = 3 THEN 'new'
    WHEN recency = 2 AND (frequency = 3 OR money = 3) THEN 'slipping'
    WHEN recency = 2 THEN 'cooling'
    WHEN frequency = 3 OR money = 3 THEN 'missed'
    ELSE 'gone' END"""
CLASSES = ("champions", "loyal", "generous_new", "new", "slipping", "cooling", "missed", "gone")


def scored(table: str, today: date) -> str:
    """Donors of a table (gifts, given, last_on) with their class; `key`, day, part."""
    return f"""
        SELECT key, day, part, {CLASS_OF} AS kind FROM (
            SELECT donor_id AS key, last_on AS day, given AS part,
                CASE WHEN last_on > DATE '{today}' - 365 THEN 3
                    WHEN last_on > DATE '{today}' - 730 THEN 2 ELSE 1 END AS recency,
                CASE WHEN gifts >= 5 THEN 3 WHEN gifts >= 2 THEN 2 ELSE 1 END AS frequency,
                CASE WHEN given >= 1000 THEN 3 WHEN given >= 100 THEN 2 ELSE 1 END AS money
            FROM {table} WHERE gifts > 0
        ) AS scores"""  # noqa: S608 - our own words


def gifts(scope: Scope) -> str:
    """Every gift of the days; one that did not arrive counts none, and its money as it stands."""
    sized = ""
    if scope.size is not None:
        least, *above = SIZES[scope.size : scope.size + 2]
        upper = f" AND amount < {above[0]}" if above else ""
        sized = f" AND {ARRIVED} AND amount >= {least}{upper}"
    return f"""SELECT id AS key, given_on AS day, stands AS part, ({ARRIVED})::int AS counts
        FROM {gifts_of(scope, scope.since, scope.until)}
        WHERE ({ARRIVED} OR stands <> 0){sized}"""  # noqa: S608 - our own words


def donors(scope: Scope) -> str:
    """Everyone with a gift of the days that arrived."""
    return f"SELECT {DONOR_COLUMNS} FROM {donors_of(scope, scope.since, scope.until)} AS gave"  # noqa: S608 - our own words


def lasting(scope: Scope) -> str:
    """Who gave in the fiscal year and in the one before."""
    return f"""SELECT now.donor_id AS key, now.day, now.part, 1 AS counts
        FROM {_of_year(scope, scope.year)} AS now
        JOIN {_of_year(scope, scope.year - 1)} AS before ON before.donor_id = now.donor_id"""  # noqa: S608 - our own words


def newcomers(scope: Scope) -> str:
    """Who gave in the fiscal year and never before it."""
    return f"""SELECT {DONOR_COLUMNS} FROM {_of_year(scope, scope.year)} AS now
        WHERE NOT EXISTS ({_earlier(scope, scope.year, "now")})"""  # noqa: S608 - our own words


def recaptured(scope: Scope) -> str:
    """Who gave in the fiscal year, not in the one before, but earlier."""
    return f"""SELECT {DONOR_COLUMNS} FROM {_of_year(scope, scope.year)} AS now
        WHERE NOT EXISTS (SELECT FROM {_of_year(scope, scope.year - 1)} AS before
            WHERE before.donor_id = now.donor_id)
        AND EXISTS ({_earlier(scope, scope.year - 1, "now")})"""  # noqa: S608 - our own words


def lybunt(scope: Scope) -> str:
    """Who gave in the fiscal year before and not in this one; the money is what they gave then."""
    return f"""SELECT {DONOR_COLUMNS} FROM {_of_year(scope, scope.year - 1)} AS before
        WHERE NOT EXISTS (SELECT FROM {_of_year(scope, scope.year)} AS now
            WHERE now.donor_id = before.donor_id)"""  # noqa: S608 - our own words


def sybunt(scope: Scope) -> str:
    """Who gave in some year before the last and not since; the money is all they ever gave."""
    since = fiscal_span(scope.year - 1, scope.month)[0]
    return f"""SELECT {DONOR_COLUMNS} FROM {donors_of(scope, None, date(9999, 12, 31))} AS ever
        WHERE day < DATE '{since}'"""  # noqa: S608 - our own words


def changed(scope: Scope, sign: str) -> str:
    """Who gave in both years, and more (`>`), less (`<`) or the same (`=`); the money is the difference."""
    return f"""SELECT now.donor_id AS key, now.day, now.part - before.part AS part, 1 AS counts
        FROM {_of_year(scope, scope.year)} AS now
        JOIN {_of_year(scope, scope.year - 1)} AS before ON before.donor_id = now.donor_id
        WHERE now.part {sign} before.part"""  # noqa: S608 - our own words


def cohort(scope: Scope) -> str:
    """Who first gave in the cohort's year and gave in this one."""
    first = scope.year if scope.cohort is None else scope.cohort
    return f"""SELECT {DONOR_COLUMNS} FROM {_of_year(scope, scope.year)} AS now
        WHERE EXISTS (SELECT FROM {_of_year(scope, first)} AS began WHERE began.donor_id = now.donor_id)
        AND NOT EXISTS ({_earlier(scope, first, "now")})"""  # noqa: S608 - our own words


def of_class(scope: Scope) -> str:
    """Donors of a class by all they ever gave."""
    ever = f"""(
        SELECT donor_id, count(*) FILTER (WHERE {ARRIVED}) AS gifts, sum(stands) AS given,
            max(given_on) FILTER (WHERE {ARRIVED}) AS last_on
        FROM {gifts_of(_everything(scope), None, date(9999, 12, 31))} WHERE donor_id IS NOT NULL
        GROUP BY donor_id
    ) AS ever"""  # noqa: S608 - our own words
    kind = scope.kind if scope.kind in CLASSES else CLASSES[0]
    known = scored(ever, scope.today)
    return f"SELECT key, day, part, 1 AS counts FROM ({known}) AS known WHERE kind = '{kind}'"  # noqa: S608 - our own words


def _everything(scope: Scope) -> Scope:
    return replace(scope, size=None)


def _of_year(scope: Scope, year: int) -> str:
    return donors_of(scope, *fiscal_span(year, scope.month))


def _earlier(scope: Scope, year: int, table: str) -> str:
    """A gift of the donor that arrived before a fiscal year."""
    until = fiscal_span(year, scope.month)[0] - ONE_DAY
    return f"""SELECT FROM {gifts_of(scope, None, until)}
        WHERE gift.donor_id = {table}.donor_id AND {ARRIVED}"""
