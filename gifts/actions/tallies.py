"""Bringing the kept totals up to date, and counting all of them anew."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from accounts.organisation import the_zone
from gifts.models import Tally
from gifts.reports.fund_moves import OF_MOVES, lines_of_gifts, shared
from gifts.reports.tallies import (
    ARRIVED,
    BEFORE,
    COUNTED,
    FUND_PARTS,
    MOVE,
    OF_DAY,
    OF_FUND,
    in_year_sql,
    year_sql,
)
from gifts.reports.tally_check import Departure, departures
from jobs.actions import enqueue

REBUILD = "gifts.tallies.rebuild"
MARKS_AT_ONCE = 20_000
TABLES = ("donoryear", "donortally", "daytally", "funddaytally", "fundtally", "cohorttally", "yearstart")
DAY_COLUMNS = "day, campaign_id, appeal_id, gifts, amount, raised, fees"
FUND_COLUMNS = "day, campaign_id, fund_id, gifts, raised"
MOVE_COLUMNS = "day, moved_on, fund_id, lines, received, fees"
YEAR_COLUMNS = "donor_id, year, gifts, given, first_on, last_on, largest"

TAKE = """DELETE FROM gifts_tallymark WHERE id IN (SELECT id FROM gifts_tallymark ORDER BY id LIMIT %s)
    RETURNING donor_id, day"""
CLASSES = """
    INSERT INTO gifts_cohorttally AS kept (cohort, year, move, donors, given, given_before)
    SELECT cohort, year, {move}, {sign} * count(*), {sign} * sum(given),
        {sign} * sum(coalesce(given_before, 0))
    FROM gifts_donoryear WHERE gifts > 0 {of} GROUP BY 1, 2, 3
    ON CONFLICT (cohort, year, move) DO UPDATE
    SET donors = kept.donors + excluded.donors, given = kept.given + excluded.given,
        given_before = kept.given_before + excluded.given_before"""
STARTS = """
    INSERT INTO gifts_yearstart (day, donors)
    SELECT first_on, {sign} * count(*) FROM gifts_donoryear WHERE gifts > 0 {of} GROUP BY first_on
    ON CONFLICT (day) DO UPDATE SET donors = gifts_yearstart.donors + excluded.donors"""
JUDGE = """
    UPDATE gifts_donoryear AS row SET cohort = judged.cohort, given_before = judged.given_before FROM (
        SELECT id, min(year) OVER donors AS cohort, {before} AS given_before
        FROM gifts_donoryear WHERE gifts > 0 {of} WINDOW donors AS (PARTITION BY donor_id ORDER BY year)
    ) AS judged
    WHERE row.id = judged.id
        AND (row.cohort, row.given_before) IS DISTINCT FROM (judged.cohort, judged.given_before)"""
TALLY = """
    INSERT INTO gifts_donortally (donor_id, gifts, given, first_on, last_on, largest)
    SELECT donor_id, sum(gifts), sum(given), min(first_on), max(last_on), max(largest) FROM gifts_donoryear
    WHERE TRUE {of} GROUP BY donor_id"""
WORDS = {"sign": "1", "move": MOVE, "before": BEFORE}
OF_DONORS = "AND donor_id = ANY(%(donors)s)"
EMPTY = (
    "DELETE FROM gifts_cohorttally WHERE donors = 0",
    "DELETE FROM gifts_yearstart WHERE donors = 0",
)


def keep_tallies(*, now: datetime) -> int:
    """Bring what is marked up to date; return how many marks were taken.

    What is committed after the marks were taken leaves marks of its own. Where another round is at work, it
    is left to it.
    """
    taken, some = 0, MARKS_AT_ONCE
    while some == MARKS_AT_ONCE:
        some = _keep_some(now)
        taken += some
    return taken


def rebuild_tallies(*, month: int, now: datetime) -> None:
    """Count everything anew, by fiscal years that begin in this month and days of the organisation's zone.

    Until then the old totals are read.
    """
    with transaction.atomic():
        Tally.objects.get_or_create(pk=1)
        tally = Tally.objects.select_for_update().get(pk=1)
        _run("DELETE FROM gifts_tallymark")
        for table in TABLES:
            _run(f"DELETE FROM gifts_{table}")  # noqa: S608 - our own names
        _run(
            f"""INSERT INTO gifts_donoryear ({YEAR_COLUMNS})
            SELECT donor_id, {year_sql("given_on", month)}, {COUNTED} FROM gifts_gift
            WHERE donor_id IS NOT NULL AND given_on IS NOT NULL
            GROUP BY 1, 2
            HAVING count(*) FILTER (WHERE {ARRIVED}) > 0 OR sum(stands) <> 0"""  # noqa: S608 - our own words
        )
        for statement in (JUDGE, CLASSES, STARTS, TALLY):
            _run(statement.format(of="", **WORDS))
        tally.fiscal_month, tally.rebuilt_at, tally.kept_at, tally.departures = month, now, now, 0
        tally.zone = the_zone()
        _count_days("given_on IS NOT NULL", {"zone": tally.zone})
        tally.save()


def check_tallies(*, now: datetime) -> list[Departure]:
    """Count all anew and compare; note how many rows depart, for the doctor, and return some of them."""
    found = departures()
    Tally.objects.update_or_create(pk=1, defaults={"checked_at": now, "departures": len(found)})
    return found


def ask_for_rebuild(*, month: int, now: datetime) -> None:
    """Have everything counted anew by a worker, by fiscal years that begin in this month."""
    enqueue(kind=REBUILD, about=str(month), key=f"{REBUILD}:{month}:{now.isoformat()}", now=now)


def _keep_some(now: datetime) -> int:
    with transaction.atomic():
        Tally.objects.get_or_create(pk=1)
        tally = Tally.objects.select_for_update(skip_locked=True).filter(pk=1).first()
        if tally is None:
            return 0
        with connection.cursor() as cursor:
            cursor.execute(TAKE, [MARKS_AT_ONCE])
            marks: list[tuple[int | None, date]] = cursor.fetchall()
        # each statement from here on sees at least what left the marks
        zone = tally.zone or the_zone()
        if marks:
            month = tally.fiscal_month
            _keep_donors([(donor, day) for donor, day in marks if donor is not None], month)
            _keep_days(sorted({day for _donor, day in marks}), zone)
        Tally.objects.filter(pk=1).update(kept_at=now, zone=zone)
    return len(marks)


def _keep_donors(marks: Sequence[tuple[int, date]], month: int) -> None:
    of = {
        "donors": sorted({donor for donor, _day in marks}),
        "marked": [donor for donor, _day in marks],
        "days": [day for _donor, day in marks],
    }
    stale = f"""(SELECT DISTINCT donor_id, {year_sql("day", month)} AS year
        FROM unnest(%(marked)s::bigint[], %(days)s::date[]) AS mark (donor_id, day)) AS stale"""  # noqa: S608 - our own words
    for statement in (CLASSES, STARTS):
        _run(statement.format(of=OF_DONORS, **{**WORDS, "sign": "-1"}), of)
    _run(
        f"""DELETE FROM gifts_donoryear AS kept USING {stale}
        WHERE kept.donor_id = stale.donor_id AND kept.year = stale.year""",  # noqa: S608 - our own words
        of,
    )
    _run(
        f"""INSERT INTO gifts_donoryear ({YEAR_COLUMNS})
        SELECT stale.donor_id, stale.year, counted.* FROM {stale} CROSS JOIN LATERAL (
            SELECT {COUNTED} FROM gifts_gift AS gift
            WHERE gift.donor_id = stale.donor_id AND {in_year_sql("given_on", "stale.year", month)}
        ) AS counted WHERE counted.gifts > 0 OR counted.given <> 0""",  # noqa: S608 - our own words
        of,
    )
    for statement in (JUDGE, CLASSES, STARTS):
        _run(statement.format(of=OF_DONORS, **WORDS), of)
    _run("DELETE FROM gifts_donortally WHERE donor_id = ANY(%(donors)s)", of)
    _run(TALLY.format(of=OF_DONORS), of)
    for statement in EMPTY:
        _run(statement)


def _keep_days(days: Sequence[date], zone: str) -> None:
    for table in ("daytally", "funddaytally", "fundtally"):
        _run(f"DELETE FROM gifts_{table} WHERE day = ANY(%(days)s)", {"days": days})  # noqa: S608 - our own names
    _count_days("given_on = ANY(%(days)s)", {"days": days, "zone": zone})


def _count_days(which: str, values: Mapping[str, Any]) -> None:
    _run(
        f"""INSERT INTO gifts_daytally ({DAY_COLUMNS})
        SELECT given_on, campaign_id, appeal_id, {OF_DAY} FROM gifts_gift WHERE {which} GROUP BY 1, 2, 3""",  # noqa: S608 - our own words
        values,
    )
    _run(
        f"""INSERT INTO gifts_funddaytally ({FUND_COLUMNS})
        SELECT given_on, campaign_id, {OF_FUND} FROM {FUND_PARTS} WHERE {which}
        GROUP BY given_on, campaign_id, share.fund_id""",  # noqa: S608 - our own words
        values,
    )
    _run(
        f"""INSERT INTO gifts_fundtally ({MOVE_COLUMNS}) WITH {shared(lines_of_gifts(f"gift.{which}"))}
        SELECT gift_day, day, fund_id, {OF_MOVES} FROM shared GROUP BY 1, 2, 3""",  # noqa: S608 - our own words
        values,
    )


def _run(statement: str, values: Mapping[str, Any] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
