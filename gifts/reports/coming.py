"""What all recurring gifts are to bring in each month, also where there are very many of them.

`reports.forecast.coming` is what each donor is promised, one by one; this is the same, counted by the
database. Gifts whose charges cannot leave their month, by no chosen day, no end, no pause and no hour near
midnight, are summed first and their months counted after; of the others every charge is made.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from django.db import connection

from accounts.organisation import the_zone
from core.clock import legal_day
from core.money import ZERO
from gifts.models import Frequency
from gifts.schedule import COLLECTED_AFTER, HOUR, MONTHS, REST

# Every expression below says in SQL what a function of `gifts.schedule` says of one gift; a test holds both
# against each other on random gifts.
SPANS = " ".join(f"WHEN '{Frequency(name)}' THEN {months}" for name, months in MONTHS.items())

GIFT = """id, amount, is_paused, paused_until, ends_at, end_on, instalments, instalments_from,
        failed_attempts, open_amount, period_began_at"""


def _in_month(month: str) -> str:
    """The gift's chosen day in the month of a day, or that month's last one: `day_in_month`."""
    first = f"date_trunc('month', ({month})::timestamp)"
    last = f"extract(day FROM {first} + interval '1 month -1 day')"
    return f"({first} + make_interval(days => least(day, {last})::int - 1))::date"


def _follow(last: str, name: str) -> str:
    """The day of the charge after one, as `<name>.follows`: `follow`. By OFFSET 0 each step is made once."""
    return f"""
        CROSS JOIN LATERAL (SELECT {_in_month(last)} AS due OFFSET 0) {name}_same
        CROSS JOIN LATERAL (
            SELECT CASE WHEN {name}_same.due <= {last} THEN {name}_same.due
                ELSE {_in_month(f"{name}_same.due - interval '1 month'")} END AS due OFFSET 0
        ) {name}_due
        CROSS JOIN LATERAL (
            SELECT {_in_month(f"{name}_due.due + make_interval(months => span)")} AS due OFFSET 0
        ) {name}_after
        CROSS JOIN LATERAL (
            SELECT CASE WHEN {name}_after.due - {last} >= %(rest)s::int THEN {name}_after.due
                ELSE {_in_month(f"{name}_after.due + interval '1 month'")} END AS follows OFFSET 0
        ) {name}"""


CHARGES = f"""
WITH active AS (
    SELECT *, CASE frequency {SPANS} END AS span,
        anchor_at AT TIME ZONE 'UTC' AS anchor,
        next_charge_at AT TIME ZONE 'UTC' AS next,
        (anchor_at + %(late)s::interval) AT TIME ZONE %(zone)s AS here
    FROM gifts_recurringgift WHERE state = 'active' AND next_charge_at IS NOT NULL
), judged AS (
    SELECT *, day IS NULL AND end_on IS NULL AND instalments IS NULL AND ends_at IS NULL
        AND NOT is_paused AND open_invoice_id = ''
        -- the next charge lies where the grid says
        AND extract(day FROM next) = extract(day FROM anchor)
        AND extract(hour FROM next) = extract(hour FROM anchor)
        -- an hour until it is collected, and one by which the clocks may change, lead to no other month
        AND (
            extract(day FROM anchor) BETWEEN 2 AND 27
            OR extract(day FROM here) = extract(day FROM anchor) AND extract(hour FROM here) BETWEEN 1 AND 22
        ) AS is_plain,
        ((extract(year FROM %(until)s::date) - extract(year FROM next)) * 12
            + extract(month FROM %(until)s::date) - extract(month FROM next))::int / span + 2 AS steps
    FROM active
), plain AS (
    SELECT date_trunc('month', next) AS first, span, sum(amount) AS amount, count(*) AS count
    FROM judged WHERE is_plain GROUP BY 1, 2
), on_grid AS (
    SELECT gift.*, (anchor + make_interval(months => span * step)) AT TIME ZONE 'UTC' AS moment
    FROM judged AS gift
    CROSS JOIN LATERAL (
        SELECT ((extract(year FROM next) - extract(year FROM anchor)) * 12
            + extract(month FROM next) - extract(month FROM anchor))::int / span AS ahead
    ) AS passed
    CROSS JOIN LATERAL generate_series(greatest(ahead - 1, 0), greatest(ahead, 0) + steps) AS step
    WHERE NOT is_plain AND day IS NULL
), chosen AS (
    SELECT gift.*,
        ((next_charge_at + %(late)s::interval) AT TIME ZONE %(zone)s)::date AS next_on,
        ((period_began_at + %(late)s::interval) AT TIME ZONE %(zone)s)::date AS began_on,
        coalesce(next_charge_at IN (anchor_at, period_began_at), TRUE) AS is_ours
    FROM judged AS gift WHERE day IS NOT NULL
), begun AS (
    SELECT chosen.*, CASE WHEN is_ours THEN next_on ELSE moved.follows END AS first_on
    FROM chosen {_follow("began_on", "moved")}
), on_day AS (
    SELECT begun.*, step,
        {_in_month("second.follows + make_interval(months => span * (step - 1))")} AS later_on
    FROM begun {_follow("first_on", "second")}
    CROSS JOIN generate_series(0, steps + 1) AS step
), moments AS (
    SELECT {GIFT}, moment, ((moment + %(late)s::interval) AT TIME ZONE %(zone)s)::date AS day
    FROM on_grid WHERE moment >= next_charge_at
    UNION ALL
    SELECT {GIFT}, moment, ((moment + %(late)s::interval) AT TIME ZONE %(zone)s)::date
    FROM on_day
    CROSS JOIN LATERAL (
        SELECT CASE WHEN step = 0 AND first_on = next_on THEN next_charge_at
            ELSE (CASE WHEN step = 0 THEN first_on ELSE later_on END + %(noon)s::time) AT TIME ZONE %(zone)s
            END AS moment
    ) AS falls
), kept AS (
    SELECT *, row_number() OVER (PARTITION BY id ORDER BY moment) AS nth,
        CASE WHEN moment = period_began_at THEN open_amount END AS collected
    FROM moments
    WHERE day <= %(until)s::date AND (ends_at IS NULL OR moment < ends_at)
        AND (end_on IS NULL OR day <= end_on)
        AND (
            NOT is_paused OR moment >= paused_until
            OR moment = period_began_at AND open_amount IS NOT NULL
        )
), charges AS (
    SELECT date_trunc('month', kept.day::timestamp) AS first,
        coalesce(nullif(collected, 0), amount) AS amount, 1 AS count
    FROM kept
    WHERE instalments IS NULL OR nth <= instalments - (failed_attempts > 0)::int - (
        SELECT count(*) FROM gifts_gift AS paid
        WHERE paid.recurring_id = kept.id AND paid.state <> 'failed' AND (
            paid.given_at > instalments_from
            OR paid.given_at IS NULL AND paid.state = 'processing' AND paid.created_at > instalments_from
        )
    )
)
SELECT month::date, sum(amount), sum(count)::int FROM (
    SELECT month, amount, count FROM plain
    CROSS JOIN LATERAL generate_series(first, %(until)s::timestamp, make_interval(months => span)) AS month
    UNION ALL SELECT first, amount, count FROM charges
) AS found GROUP BY 1
"""  # noqa: S608 - our own words and columns


@dataclass(frozen=True)
class ComingMonth:
    """What is to come in a month: the sum, and how many charges."""

    first: date
    amount: Decimal
    count: int


def coming_by_month(*, now: datetime) -> list[ComingMonth]:
    """Return each month from this one to the end of next year; what is past due is left out. One query."""
    zone = the_zone()
    this = legal_day(now, zone).replace(day=1)
    rules = {"late": f"{COLLECTED_AFTER}", "noon": f"{HOUR}", "rest": f"{REST.days}"}
    with connection.cursor() as cursor:
        cursor.execute(CHARGES, {"zone": zone, "until": f"{this.year + 1}-12-31", **rules})
        found = {month: ComingMonth(month, amount, count) for month, amount, count in cursor.fetchall()}
    months = {this + relativedelta(months=step) for step in range(25 - this.month)}
    return [found.get(month) or ComingMonth(month, ZERO, 0) for month in sorted(months | found.keys())]
