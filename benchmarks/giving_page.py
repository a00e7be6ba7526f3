"""The giving page drawn anew, kept ready, and its form's way to the payment page.

    python -m benchmarks.giving_page

Pages go through all of Django in this process. Floors, behind the same middleware: one row through a small
template for a page drawn anew, plain text for one kept ready, one write for the form. Last, 64 donors at once
press at a site with two server workers while Stripe takes 150 ms.
"""

import http.client
import time
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch
from urllib.parse import urlencode

from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from benchmarks import ground
from benchmarks.data import fill
from benchmarks.ground import Times, times_of
from core.clock import moment
from gifts.actions import checkouts
from gifts.gateway.sessions import MadeSession, Order
from gifts.models import Gift
from gifts.views.giving_pages import READY

ROUNDS, DONORS, PRESSES = 200, 64, 10
PAGE = "/give/campaign-0/"
TOKEN = "b" * 32
FORM = {"amount": "25.00", "frequency": "once", "fund": "housing", "name": "Maria Lopez"}


def main() -> None:
    """Print a line for each page and size, then the rush."""
    browser = Client()
    for size in (ground.SMALL, ground.LARGE):
        fill(size)
        weight = len(browser.get(PAGE).content)
        print(f"\nsize {size}: {Gift.objects.count():,} gifts; a page of {weight:,} bytes")
        with CaptureQueriesContext(connection) as queries:
            READY.clear()
            browser.get(PAGE)
        show(f"drawn anew, {len(queries)} queries", times_of(lambda _n: drawn_anew(browser), ROUNDS), "row")
        show("kept ready", times_of(lambda _n: browser.get(PAGE), ROUNDS), "plain")
        with patch.object(checkouts, "create_session", instant):
            show("form to payment page", times_of(lambda n: press(browser, n), ROUNDS), "write")
    rush()


def show(name: str, ours: Times, floor_name: str) -> None:
    """Print ours beside its floor, measured right after it."""
    browser = Client()
    with override_settings(ROOT_URLCONF="benchmarks.floor_urls"):
        floor = times_of(lambda _n: browser.post(f"/{floor_name}/"), ROUNDS)
    print(f"{name:>32}  {ours}")
    print(f"{'floor: ' + floor_name:>32}  {floor}")
    clock, cpu = floor.p50 / ours.p50, floor.cpu / ours.cpu
    print(f"{'of the floor':>32}  {clock:.0%} by the clock, {cpu:.0%} by CPU time")


def drawn_anew(browser: Client) -> None:
    """As if something on the page had changed."""
    READY.clear()
    browser.get(PAGE)


def press(browser: Client, number: int) -> None:
    """Send the form of a new donor."""
    answer = browser.post(PAGE, {**FORM, "email": f"press{number}@example.org"})
    if answer.status_code != 303:
        raise SystemExit(f"the form answers {answer.status_code}")


def instant(order: Order) -> MadeSession:
    """A Stripe that takes no time."""
    return MadeSession(
        f"cs_{order.checkout_id.hex}", "https://checkout.stripe.com/c/1", moment(4_102_444_800)
    )


def rush() -> None:
    """Print how many forms a second two server workers take to a slow Stripe."""
    port, stub = ground.free_port(), ground.free_port()
    site = f"http://127.0.0.1:{port}"
    web = ("-m", "gunicorn", "-c", "deploy/gunicorn.py", "core.wsgi")
    more = {"BIND": f"127.0.0.1:{port}", "SITE_URL": site, "STRIPE_API_BASE": f"http://127.0.0.1:{stub}"}
    slow = ground.running("-m", "benchmarks.stub", str(stub), "150", ready=more["STRIPE_API_BASE"])
    house = ground.running(*web, size=ground.SMALL, ready=f"{site}/health/", more=more)
    with slow, house, ThreadPoolExecutor(DONORS) as pool:
        began = time.perf_counter()
        statuses = [status for found in pool.map(lambda n: donor(port, n), range(DONORS)) for status in found]
        seconds = time.perf_counter() - began
    errors = sum(status != 303 for status in statuses)
    print(f"\n{DONORS} donors at once, Stripe takes 150 ms: {len(statuses) / seconds:.0f}/s, {errors} errors")


def donor(port: int, number: int) -> list[int]:
    """Press some times over one connection; return the answers' statuses."""
    statuses = []
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for pressed in range(PRESSES):
        form = {**FORM, "email": f"d{number}p{pressed}@example.org", "csrfmiddlewaretoken": TOKEN}
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"csrftoken={TOKEN}; csrf={TOKEN}",
        }
        line.request("POST", PAGE, urlencode(form), headers)
        answer = line.getresponse()
        answer.read()
        statuses.append(answer.status)
    line.close()
    return statuses


if __name__ == "__main__":
    main()
