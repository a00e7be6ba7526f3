"""Reports at two sizes: every page, the figures, the rows behind one; the upkeep of kept totals.

    python -m benchmarks.reports

Each page goes through all of Django in this process. Floors in the same run: LYBUNT, cohorts and RFM counted
live from the gifts by one statement each, which is what the kept totals save; for upkeep the rows of a gift
written with the marks and without. Then a round that takes up a thousand marks.
"""

import time
from collections.abc import Callable
from functools import partial
from uuid import uuid4

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks import ground
from benchmarks.data import fill_decade, insert_of
from benchmarks.ground import Times, times_of
from campaigns.models import Campaign, Fund
from gifts.actions.tallies import keep_tallies
from gifts.models import Allocation, Gift, LedgerLine, TallyMark
from gifts.models.gift import SEES_ALL_GIFTS
from gifts.reports.figures import FIGURES, Scope, sums_of
from gifts.reports.figures.behind import CLASSES
from gifts.reports.figures.kept import classes, counted
from gifts.reports.figures.scope import this_year
from gifts.reports.figures.tables import cohorts
from gifts.views.reports.pages import REPORTS
from tests.accounts.makers import browser_of, make_staff

ROUNDS, FEW, WRITES = 20, 3, 400
COHORTS_LIVE = """
WITH years AS (
    SELECT donor_id, extract(year FROM given_on) AS year, sum(stands) AS given FROM gifts_gift
    WHERE donor_id IS NOT NULL AND state NOT IN ('processing', 'failed', 'reversed') GROUP BY 1, 2
) SELECT cohort, year, count(*), sum(given) FROM (
    SELECT year, given, min(year) OVER (PARTITION BY donor_id) AS cohort FROM years
) AS all_of GROUP BY 1, 2"""
MARKS = ("gifts_are_marked", "gift_change_is_marked", "gift_gone_is_marked")


def main() -> None:
    """Print a line for each page, question and size."""
    small: dict[str, Times] = {}
    for size in (ground.SMALL, ground.LARGE):
        fill_decade(size)
        browser = browser_of(make_staff(*SEES_ALL_GIFTS, email=f"bench-{uuid4()}@example.org"))
        print(f"\nsize {size}: {Gift.objects.count():,} gifts")
        keep_tallies(now=timezone.now())
        scope = this_year(timezone.now().date(), 1)
        for name, work in works(browser, scope).items():
            tell(name, times_of(work, FEW if "live" in name else ROUNDS), work, small)
        upkeep()
        marks(scope)


def works(browser: Client, scope: Scope) -> dict[str, Callable[[int], object]]:
    """Return what is measured, by name."""
    last = scope.of_year(scope.year - 1)
    pages: dict[str, Callable[[int], object]] = {
        "desk home": partial(get, browser, "/desk/"),
        "gift list": partial(get, browser, "/desk/gifts/"),
        "donor page, 5 % of all gifts": partial(get, browser, "/desk/donors/1/"),
        "dashboard": partial(get, browser, "/desk/reports/"),
    }
    for name in REPORTS:
        pages[f"report: {name}"] = partial(get, browser, f"/desk/reports/{name}/")
    pages["figure: raised this year"] = partial(get, browser, "/desk/reports/figure/raised/")
    pages["figure: LYBUNT"] = partial(get, browser, f"/desk/reports/figure/lybunt/?year={last.year}")
    questions: dict[str, Callable[[int], object]] = {
        "LYBUNT": lambda _n: sums_of(FIGURES["lybunt"], last),
        "LYBUNT live": lambda _n: counted(FIGURES["lybunt"].behind(last)),
        "cohorts": lambda _n: cohorts(1),
        "cohorts live": lambda _n: run(COHORTS_LIVE),
        "RFM": lambda _n: classes(scope.today, 1),
        "RFM live, of one class": lambda _n: counted(FIGURES["class"].behind(of_class(scope))),
    }
    return {**questions, **pages}


def of_class(scope: Scope) -> Scope:
    """The first class."""
    return Scope(**{**vars(scope), "kind": CLASSES[0]})


def tell(name: str, found: Times, work: Callable[[int], object], small: dict[str, Times]) -> None:
    """Print a line."""
    with CaptureQueriesContext(connection) as queries:
        work(0)
    growth = f"  p50 x {found.p50 / small[name].p50:.2f}" if name in small else ""
    print(f"{name:>32}  {found}  {len(queries):>2} queries{growth}")
    small.setdefault(name, found)


def get(browser: Client, path: str, _number: int) -> None:
    """Open a page."""
    answer = browser.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path} answers {answer.status_code}")


def run(sql: str) -> None:
    """Run a floor's query."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        cursor.fetchall()


def upkeep() -> None:
    """Write a gift with its share and its line, in turns with the marks and without."""
    statements = rows_of_a_gift()
    walls: dict[bool, list[float]] = {True: [], False: []}
    for number in range(WRITES * 2):
        is_marked = number % 2 == 0
        switch(is_on=is_marked)
        began = time.perf_counter()
        with transaction.atomic(), connection.connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement, {"k": uuid4()} if "%(k)s" in statement else None)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            took = time.perf_counter() - began
            transaction.set_rollback(True)
        walls[is_marked].append(took * 1000)
    switch(is_on=True)
    marked, bare = (ground.share(walls[is_on], 0.5) for is_on in (True, False))
    print(
        f"{'a gift written, with marks':>32}  p50 {marked:.2f} ms; without {bare:.2f}: x {marked / bare:.2f}"
    )


def rows_of_a_gift() -> tuple[str, ...]:
    """The statements, one key for all."""
    campaign, fund = (
        Campaign.objects.values_list("pk", flat=True)[0],
        Fund.objects.values_list("pk", flat=True)[0],
    )
    one, money = (
        "(SELECT current_setting('bench.key')::uuid AS k) AS one",
        {"amount": "50", "currency": "'usd'"},
    )
    return (
        "SELECT set_config('bench.key', %(k)s::text, true)",
        insert_of(
            Gift, one, id="k", source="'stripe'", state="'paid'", payment_id="'pi' || k", method="'card'",
            donor_id="7", campaign_id=str(campaign), given_at="now()", given_on="now()::date",
            date_basis="'charged'", **money,
        ),
        insert_of(Allocation, one, gift_id="k", fund_id=str(fund), amount="50"),
        insert_of(
            LedgerLine, one, txn_id="'txn' || k", kind="'charge'", gift_id="k", fee="1.75", net="48.25",
            occurred_at="now()", **money,
        ),
    )  # fmt: skip


def switch(*, is_on: bool) -> None:
    """Wake the marks or let them sleep."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'gifts_gift'::regclass AND tgname ~ %s",
            ["|".join(MARKS)],
        )
        for (name,) in cursor.fetchall():
            word = "ENABLE" if is_on else "DISABLE"
            cursor.execute(f'ALTER TABLE gifts_gift {word} TRIGGER "{name}"')


def marks(scope: Scope) -> None:
    """Read with a thousand marks waiting, then take them up."""
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO gifts_tallymark (donor_id, day)
            SELECT donor_id, given_on FROM gifts_gift ORDER BY given_at DESC LIMIT 1000"""
        )
    waiting = times_of(lambda _n: sums_of(FIGURES["lybunt"], scope), ROUNDS)
    began = time.perf_counter()
    taken = keep_tallies(now=timezone.now())
    took = (time.perf_counter() - began) * 1000
    print(f"{'LYBUNT, a thousand marks wait':>32}  {waiting}")
    print(f"{'a round takes them up':>32}  {taken} in {took:.0f} ms; {TallyMark.objects.count()} left")


if __name__ == "__main__":
    main()
