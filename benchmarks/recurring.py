"""Recurring gifts on the desk at two sizes: 10,000 gifts with their history, then ten times as many.

    python -m benchmarks.recurring

The list, first page and a hundred pages on, one standing view, one gift's page, the monthly sum and its
moves over twelve months, cohorts, and what is to come. Beside them the one query that reads a page of the
list, and the one that sums all changes. Fills databases of its own first.
"""

import json
from base64 import urlsafe_b64encode
from functools import partial
from urllib.parse import urlencode
from uuid import uuid4

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks import ground
from benchmarks.data import call_truncate, insert, make_campaigns, make_donors
from benchmarks.ground import Times, times_of
from campaigns.models import Campaign, Fund
from gifts.models import RecurringChange, RecurringGift
from gifts.models.gift import SEES_ALL_GIFTS
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_organisation

GIFTS, ROUNDS = 10_000, 20
PAGE = "SELECT * FROM gifts_recurringgift ORDER BY started_at DESC, id DESC LIMIT 51"
SUM = "SELECT sum(monthly_after - monthly_before) FROM gifts_recurringchange"
KEY, AMOUNT = "md5('recurring' || n)::uuid", "(10 + n % 90)::numeric(12, 2)"
# of ten gifts one was cancelled, one lost to failure; of fifty one is past due and one paused
OVER, PAST_DUE, PAUSED = "n % 10 IN (3, 7)", "n % 50 = 1", "n % 50 = 2"


def main() -> None:
    """Print a line for each page and size."""
    small: dict[str, Times] = {}
    for size in (ground.SMALL, ground.LARGE):
        fill(size)
        browser = browser_of(make_staff(*SEES_ALL_GIFTS, email=f"bench-{uuid4()}@example.org"))
        gifts, changes = RecurringGift.objects.count(), RecurringChange.objects.count()
        print(f"\nsize {size}: {gifts:,} recurring gifts, {changes:,} changes")
        for name, path in pages().items():
            work = partial(get, browser, path)
            found = times_of(work, ROUNDS)
            with CaptureQueriesContext(connection) as queries:
                work(0)
            growth = f"  CPU x {found.cpu / small[name].cpu:.2f}" if name in small else ""
            print(f"{name:>28}  {found}  {len(queries):>2} queries{growth}")
            small.setdefault(name, found)
        for name, query in (("floor: read a page", PAGE), ("floor: sum all changes", SUM)):
            print(f"{name:>28}  {times_of(partial(run, query), ROUNDS)}")


def pages() -> dict[str, str]:
    """Return what is measured, by name."""
    last = RecurringGift.objects.order_by("-started_at", "-pk")[4_999]
    mark = urlsafe_b64encode(json.dumps([last.started_at.isoformat(), str(last.pk)]).encode()).decode()
    return {
        "list, first page": "/desk/recurring/",
        "list, hundredth page": f"/desk/recurring/?{urlencode({'older': mark})}",
        "list, past due": "/desk/recurring/?state=past_due",
        "one gift": f"/desk/recurring/{last.pk}/",
        "month by month": "/desk/recurring/months/",
        "who stays": "/desk/recurring/cohorts/",
        "what is to come": "/desk/recurring/coming/",
    }


def get(browser: Client, path: str, _number: int) -> None:
    """Open a page."""
    answer = browser.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path} answers {answer.status_code}")


def run(sql: str, _number: int) -> None:
    """Run a floor's query."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        cursor.fetchall()


def fill(size: int) -> None:
    """Make the data of a size unless they are there."""
    ground.use(f"recurring_{size}")
    if RecurringGift.objects.count() >= GIFTS * size:
        return
    call_truncate()
    make_organisation()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        make_campaigns()
        make_donors(GIFTS * size)
        make_recurring_gifts(GIFTS * size)
        make_changes()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def make_recurring_gifts(count: int) -> None:
    """One gift for each donor, begun in the last three years; every tenth chose a day of the month."""
    began = f"date_trunc('minute', now()) - n * interval '{3 * 365 * 86400 / count:.3f} seconds'"
    age = f"age(now(), {began})"
    months = f"(extract(year FROM {age}) * 12 + extract(month FROM {age}) + 1)::int"
    ahead = f"({began}) + {months} * interval '1 month'"
    insert(
        RecurringGift,
        f"generate_series(1, {count}::bigint) AS n",
        id=KEY,
        subscription_id="'sub_bench' || n",
        customer_id="'cus_bench' || n",
        donor_id="n",
        campaign_id=str(Campaign.objects.order_by("pk").values_list("pk", flat=True)[0]),
        fund_id=str(Fund.objects.order_by("pk").values_list("pk", flat=True)[0]),
        amount=AMOUNT,
        currency="'usd'",
        frequency="CASE WHEN n % 20 = 5 THEN 'annually' WHEN n % 20 = 6 THEN 'quarterly' ELSE 'monthly' END",
        state=f"CASE WHEN {OVER} THEN 'cancelled' WHEN {PAST_DUE} THEN 'past_due' ELSE 'active' END",
        is_paused=f"{PAUSED} AND NOT {OVER}",
        paused_until=f"CASE WHEN {PAUSED} THEN now() + interval '60 days' END",
        started_at=began,
        anchor_at=began,
        period_began_at=f"({ahead}) - interval '1 month'",
        next_charge_at=f"CASE WHEN NOT {OVER} THEN {ahead} END",
        cancelled_at=f"CASE WHEN {OVER} THEN now() - (now() - ({began})) / 2 END",
        ended_for="CASE n % 10 WHEN 3 THEN 'asked' WHEN 7 THEN 'failed' ELSE '' END",
        day=f"CASE WHEN n % 10 = 0 THEN extract(day FROM {began}) END",
    )


def make_changes() -> None:
    """The beginning of each gift, and how it came to stand as it does."""
    months = "CASE g.frequency WHEN 'monthly' THEN 1 WHEN 'quarterly' THEN 3 ELSE 12 END"
    table, monthly = "gifts_recurringgift AS g", f"round(g.amount / {months}, 4)"
    since = "least(g.started_at + interval '40 days', now())"
    insert(
        RecurringChange,
        table,
        recurring_id="g.id",
        kind="'new'",
        before="'{}'",
        after="'{}'",
        at="g.started_at",
        monthly_before="0",
        monthly_after=monthly,
    )
    over = "CASE g.ended_for WHEN 'asked' THEN 'lost' ELSE 'lost_to_failure' END"
    held = "CASE WHEN g.is_paused THEN 'paused' ELSE 'past_due' END"
    insert(
        RecurringChange,
        f"{table} WHERE g.state <> 'active' OR g.is_paused",
        recurring_id="g.id",
        before="jsonb_build_object('state', 'active')",
        after="'{}'",
        kind=f"CASE WHEN g.state = 'cancelled' THEN {over} ELSE {held} END",
        at=f"coalesce(g.cancelled_at, {since})",
        monthly_before=monthly,
        monthly_after="0",
    )


if __name__ == "__main__":
    main()
