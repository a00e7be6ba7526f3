"""Pages of the desk at two sizes: home, search, gift list, donor page.

    python -m benchmarks.desk

Each page goes through all of Django in this process: middleware, session, rights, queries, template. The
floor is measured beside it: for search the one query that finds the rows, for a list the one that reads a
page of it. Fills its databases first. What leaves as a file has `benchmarks.exports`.
"""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from functools import partial
from urllib.parse import urlencode
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks import ground
from benchmarks.data import fill
from benchmarks.ground import Times, times_of
from gifts.models import Gift
from gifts.models.gift import SEES_ALL_GIFTS
from tests.accounts.makers import browser_of, make_staff

ROUNDS = 40
SOUGHT = {
    "search, full name": lambda n: (
        f"{('Maria', 'Kofi', 'Ruth')[n % 3]} {('Lopez', 'Petrov', 'Weber')[n % 3]}"
    ),
    "search, exact e-mail": lambda n: f"donor{1 + n * 997 % 50_000}@example.org",
    "search, prefix": lambda n: ("Castel", "Linds", "Fontai", "Gutier")[n % 4],
    "search, substring": lambda n: ("stella", "ndqvis", "onta", "tierr")[n % 4],
    "search, phone": lambda n: f"(2{n % 90 + 10:02d}) 555-{n * 37 % 10_000:04d}",
    "search, typing error": lambda n: ("Mria Lopez", "Kofi Petrof", "Ruth Webber")[n % 3],
}
FIND = "SELECT id, name, email FROM donors_donor WHERE search_text LIKE %s LIMIT 11"
PAGE = "SELECT id, amount, given_on, state FROM gifts_gift ORDER BY given_at DESC, id DESC LIMIT 51"


def main() -> None:
    """Print a line for each page and size."""
    small: dict[str, Times] = {}
    for size in (ground.SMALL, ground.LARGE):
        fill(size)
        browser = browser_of(make_staff(*SEES_ALL_GIFTS, email=f"bench-{uuid4()}@example.org"))
        print(f"\nsize {size}: {Gift.objects.count():,} gifts")
        for name, work in pages(browser).items():
            found = times_of(work, ROUNDS)
            with CaptureQueriesContext(connection) as queries:
                work(ROUNDS + 1)
            growth = f"  CPU x {found.cpu / small[name].cpu:.2f}" if name in small else ""
            print(f"{name:>32}  {found}  {len(queries):>2} queries{growth}")
            small.setdefault(name, found)
        for name, query in (("floor: find donors", FIND), ("floor: read a page of gifts", PAGE)):
            print(f"{name:>32}  {times_of(partial(run, query), ROUNDS)}")


def pages(browser: Client) -> dict[str, Callable[[int], object]]:
    """Return what is measured, by name."""

    def get(path: str) -> object:
        answer = browser.get(path)
        if answer.status_code not in (200, 302):
            raise SystemExit(f"{path} answers {answer.status_code}")
        return answer

    far = thousandth()
    one = Gift.objects.exclude(donor=1).values_list("donor", flat=True)[0]
    found: dict[str, Callable[[int], object]] = {
        "home": lambda _n: get("/desk/"),
        "gift list, first page": lambda _n: get("/desk/gifts/"),
        "gift list, thousandth page": lambda _n: get(f"/desk/gifts/?{far}"),
        "donor page, few gifts": lambda _n: get(f"/desk/donors/{one}/"),
        "donor page, 5 % of all gifts": lambda _n: get("/desk/donors/1/"),
    }
    for name, words in SOUGHT.items():
        found[name] = searcher(browser, words)
    return found


def searcher(browser: Client, words: Callable[[int], str]) -> Callable[[int], object]:
    """Return a search for the words of a round."""
    return lambda n: browser.get("/desk/search/", {"q": words(n)})


def thousandth() -> str:
    """Return the query string of the thousandth page, as the list's own links write it."""
    last = Gift.objects.order_by("-given_at", "-pk")[49_949]
    mark = json.dumps([str(last.given_at), str(last.pk)])
    return urlencode({"older": urlsafe_b64encode(mark.encode()).decode()})


def run(sql: str, number: int) -> None:
    """Run a floor's query."""
    with connection.cursor() as cursor:
        words = ("%stella%", "%ndqvis%", "%onta%", "%tierr%")[number % 4]
        cursor.execute(sql, [words] if "%s" in sql else None)
        cursor.fetchall()


if __name__ == "__main__":
    main()
