"""Every route, asked by every persona, with every method: the table in `desk/routes/` is what happens."""

import json
import logging
from collections.abc import Iterator
from http import HTTPStatus
from http.cookies import SimpleCookie
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from accounts.access import Gate
from accounts.foreign_routes import mark_of
from desk.routes import PERSONAS, ROUTES, SIGNED_IN, Found, all_routes
from gifts.views.my.changes import CHANGES
from tests.wall.world import World, browser_for, make_world

METHODS = ("GET", "POST", "PUT", "DELETE")
# answered before anything for people runs; no browser shows what they say
MACHINES = {"gifts:webhook"}
# a mail's own HTML, looked at in a frame that can do nothing: the one page with styles on its elements
PAPERS = {"letters:html", "letters:preview_html"}
# whose own the objects are that `make_world` puts into addresses
OWNER = "donor"
# their views treat PUT as POST, so another method is no proof of anything there
FOREIGN = ("account_", "mfa_", "admin:", "set_language")


@pytest.fixture
def _quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_every_route_is_in_the_table_and_every_row_is_a_route() -> None:
    found = {route.name for route in all_routes()}
    assert sorted(found - ROUTES.keys()) == [], "add them to desk/routes/"
    assert sorted(ROUTES.keys() - found) == [], "these rows have no route any more"


def test_the_marks_on_the_views_say_what_the_table_says() -> None:
    wrong = [
        f"{route.name}: mark {sorted(_marked(route))}, table {sorted(ROUTES[route.name].admits)}"
        for route in all_routes()
        if route.name in ROUTES and _marked(route) != ROUTES[route.name].admits
    ]
    assert wrong == []


def _marked(route: Found) -> frozenset[str]:
    access = mark_of(route.match)
    if access is None:
        return frozenset()
    match access.gate:
        case Gate.PUBLIC:
            return frozenset(PERSONAS)
        case Gate.SIGNED_IN:
            return SIGNED_IN
        case Gate.STAFF:
            return frozenset(access.roles)


@pytest.mark.django_db
@pytest.mark.usefixtures("_quiet")
@pytest.mark.parametrize("persona", PERSONAS)
def test_each_persona_opens_what_the_table_admits_and_nothing_else(persona: str) -> None:
    world = make_world()
    browser = browser_for(persona, world)
    wrong = []
    for route in all_routes():
        if route.name not in ROUTES:
            continue
        for method in _methods(route, persona):
            answer = _ask(browser, world, route, method)
            problem = _problem(route, persona, method, answer) or _header_problem(route, answer)
            if problem:
                wrong.append(f"{method} {route.path} ({route.name}): {problem}")
    assert wrong == []


def _methods(route: Found, persona: str) -> tuple[str, ...]:
    """All for whom a view answers, and for strangers and donors.

    For the other roles that are turned away one does: the gate answers before any method is looked at.
    """
    row = ROUTES[route.name]
    if persona in row.admits or persona in {"anonymous", "donor"}:
        return METHODS
    return ("POST",) if "POST" in row.methods else ("GET",)


def _ask(browser: Client, world: World, route: Found, method: str) -> HttpResponse:
    """Send one request whose effects are rolled back. An error is an answer with 500."""
    browser.raise_request_exception = False
    cookies = SimpleCookie(browser.cookies)
    before = transaction.savepoint()  # a savepoint, not a block: some actions insist on being outermost
    answer = browser.generic(method, world.address(route))
    transaction.savepoint_rollback(before)
    browser.cookies = cookies  # a new or deleted session was rolled back too
    assert isinstance(answer, HttpResponse)
    return answer


def _problem(route: Found, persona: str, method: str, answer: HttpResponse) -> str:
    row = ROUTES[route.name]
    to_sign_in = answer.status_code == 302 and answer["Location"].startswith("/accounts/sign-in/")
    if persona not in row.admits:
        if persona == "anonymous" and row.admits:
            return "" if to_sign_in else f"{answer.status_code}, should go to sign-in"
        return "" if answer.status_code == 404 else f"{answer.status_code}, should be 404"
    if answer.status_code >= 500:
        return f"{answer.status_code}"
    if row.is_own and persona != OWNER:
        return "" if answer.status_code == 404 else f"{answer.status_code}, should be 404"
    if method in row.methods:
        is_shut = answer.status_code == 405 or (to_sign_in and not route.name.startswith(("account", "mfa")))
        return f"{answer.status_code}, should be open" if is_shut else ""
    if route.name.startswith(FOREIGN):
        return ""
    return "" if answer.status_code == 405 else f"{answer.status_code}, should be 405"


def _header_problem(route: Found, answer: HttpResponse) -> str:
    is_paper = route.name in PAPERS and answer.status_code == 200
    is_for_others = route.name == "gifts:button_image" and answer.status_code == 200
    policy = answer.get("Content-Security-Policy", "")
    expected = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "SAMEORIGIN" if is_paper else "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        # the picture of a button is made to stand on other sites
        "Cross-Origin-Resource-Policy": "cross-origin" if is_for_others else "same-origin",
    }
    if route.name in MACHINES and answer.status_code != 405:
        return "" if answer.get("X-Content-Type-Options") == "nosniff" else "X-Content-Type-Options"
    wrong = [name for name, value in expected.items() if answer.get(name) != value]
    is_closed = "default-src 'none'" in policy and "http:" not in policy
    if not is_closed or not ("sandbox;" in policy + ";" if is_paper else "'unsafe" not in policy):
        wrong.append("CSP")
    if "camera=()" not in answer.get("Permissions-Policy", ""):
        wrong.append("Permissions-Policy")
    is_private = ROUTES[route.name].admits != frozenset(PERSONAS)
    if is_private and "no-store" not in answer.get("Cache-Control", ""):
        wrong.append("Cache-Control")
    return ", ".join(wrong)


@pytest.mark.django_db
def test_donor_b_gets_404_for_what_is_donor_a_s() -> None:
    world = make_world()
    mine, theirs = browser_for("donor", world), browser_for("volunteer", world)
    path = f"/my/receipts/{world.values['receipt_id']}.pdf"
    assert mine.get(path).status_code == HTTPStatus.OK
    assert theirs.get(path).status_code == HTTPStatus.NOT_FOUND
    assert mine.get(f"/my/receipts/{world.values['other_receipt_id']}.pdf").status_code == 404
    own, other = world.values["recurring_id"], world.values["other_recurring_id"]
    assert mine.get(f"/my/recurring/{own}/").status_code == HTTPStatus.OK
    for method in METHODS:
        for part in ("", "letters/", "card/", "card/done/", "cancel/", *(f"{name}/" for name in CHANGES)):
            assert mine.generic(method, f"/my/recurring/{other}/{part}").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.django_db
def test_state_changes_want_a_token_against_forged_requests() -> None:
    world = make_world()
    browser = browser_for("administrator", world)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser.cookies
    open_to_forgery = [
        route.name
        for route in all_routes()
        if route.name in ROUTES
        and "POST" in ROUTES[route.name].methods
        and "administrator" in ROUTES[route.name].admits
        and strict.post(world.address(route)).status_code != 403
    ]
    # these carry a proof of their own: a signature, or the token in the letter
    assert sorted(open_to_forgery) == ["gifts:webhook", "letters:unsubscribe", "letters:webhook"]


def test_the_command_prints_the_table() -> None:
    out = StringIO()
    call_command("list_routes", "--json", stdout=out)
    rows = {row["name"]: row for row in json.loads(out.getvalue())}
    assert rows.keys() == ROUTES.keys()
    assert rows["accounts:audit"] == {
        "name": "accounts:audit",
        "path": "/desk/audit/",
        "methods": ["GET"],
        "personas": ["administrator", "privacy"],
    }
