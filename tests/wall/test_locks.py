"""Locks of the whole site: cookies, hosts, egress, logs, and nothing from elsewhere on a page."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from csp.constants import NONCE
from django.conf import settings
from django.test import Client
from django.urls import get_resolver

from accounts.access import PUBLIC
from accounts.foreign_routes import mark_of
from accounts.models import Role
from core.logs import SIEVE
from desk.routes import all_routes
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_user


def settings_elsewhere(*names: str, **environment: str) -> dict[str, object]:
    """These settings, as another process reads them; an empty value unsets a variable."""
    script = (
        "import json, sys; from core import settings;"
        " print(json.dumps({name: getattr(settings, name, None) for name in sys.argv[1:]}))"
    )
    merged = {name: value for name, value in {**os.environ, **environment}.items() if value}
    done = subprocess.run(
        [sys.executable, "-c", script, *names],
        cwd=settings.BASE_DIR,
        env=merged,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_over_https_cookies_carry_the_host_prefix_and_what_it_asks_for() -> None:
    expected = {
        "SESSION_COOKIE_NAME": "__Host-session",
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "CSRF_COOKIE_SECURE": True,
        "CSRF_COOKIE_HTTPONLY": True,
        "LANGUAGE_COOKIE_NAME": "__Host-language",
        "SECURE_HSTS_SECONDS": 63_072_000,
        "SECURE_SSL_REDIRECT": True,
        # the prefix forbids a domain and wants this path, which are Django's own defaults
        "SESSION_COOKIE_DOMAIN": None,
        "SESSION_COOKIE_PATH": None,
    }
    assert settings_elsewhere(*expected, SITE_URL="https://give.example.org") == expected


@pytest.mark.django_db
def test_there_are_three_cookies_as_the_privacy_page_says() -> None:
    browser = browser_of(make_staff(Role.FINANCE))
    browser.get("/desk/giving/")
    browser.post("/i18n/setlang/", {"language": "es"})
    browser.post("/desk/giving/pause/")
    assert set(browser.cookies) == {"session", "csrf", "language"}
    assert [str(one) for one in browser.get("/desk/giving/").context["messages"]] != []


@pytest.mark.django_db
def test_a_host_that_is_not_ours_gets_no_page() -> None:
    assert Client().get("/accounts/sign-in/", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.django_db
def test_the_host_header_moves_no_redirect() -> None:
    response = Client().get("/desk/people/", headers={"host": "testserver"})
    assert response["Location"].startswith("/accounts/sign-in/")


@pytest.mark.django_db
@pytest.mark.parametrize("next_path", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_changing_the_language_leads_nowhere_else(next_path: str) -> None:
    response = Client().post("/i18n/setlang/", {"language": "es", "next": next_path})
    assert response["Location"] == "/"


@pytest.mark.django_db
def test_what_is_behind_the_sign_in_is_kept_by_no_cache() -> None:
    user = make_user()
    client = Client()
    client.force_login(user, backend="accounts.adapter.Backend")
    assert "no-store" in client.get("/my/")["Cache-Control"]
    assert "no-store" in client.get("/my/nothing-here/")["Cache-Control"]


def test_a_view_without_a_mark_is_closed() -> None:
    closed = [route.name for route in all_routes() if mark_of(route.match) is None]
    assert all(name.startswith("admin:") for name in closed)
    resolver = get_resolver()
    assert mark_of(resolver.resolve("/admin/password_change/")) is None
    assert mark_of(resolver.resolve("/accounts/sign-in/")) == PUBLIC


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/signup/",
        "/accounts/password/reset/",
        "/accounts/email/",
        "/accounts/login/code/",
        "/accounts/confirm-email/",
        "/accounts/password/change/",
        "/accounts/2fa/recovery-codes/download/",
        "/accounts/3rdparty/",
    ],
)
@pytest.mark.django_db
def test_pages_of_allauth_that_nobody_needs_do_not_exist(path: str) -> None:
    assert Client().get(path).status_code == 404
    assert Client().post(path).status_code == 404


def _public_files() -> Iterator[tuple[str, str]]:
    for folder, endings in (("templates", ("html", "txt")), ("core/static", ("css", "js", "svg"))):
        for path in (settings.BASE_DIR / folder).rglob("*"):
            if path.suffix.lstrip(".") in endings:
                yield str(path.relative_to(settings.BASE_DIR)), path.read_text()


def test_no_template_style_or_script_loads_from_elsewhere() -> None:
    loads = re.compile(
        r"(?:src|href|srcset|action|poster|data)\s*=\s*[\"'](?:https?:)?//|url\(\s*[\"']?(?:https?:)?//"
    )
    links = re.compile(r"<a\b[^>]*>|&lt;a\b.*?&gt;", re.DOTALL)
    found = [name for name, text in _public_files() if loads.search(links.sub("", text)) or "@import" in text]
    assert found == []


def test_no_template_has_inline_script_or_style() -> None:
    inline = re.compile(
        r"<script(?![^>]*\b(?:src|type=\"application/(?:json|ld\+json)\"))|\sstyle\s*=|<style|\son[a-z]+\s*=\s*[\"']"
    )
    found = [
        name
        for name, text in _public_files()
        if name.endswith(".html") and not name.startswith("templates/letters/") and inline.search(text)
    ]
    assert found == []


def test_the_server_talks_to_stripe_and_the_mail_provider_only() -> None:
    """Whoever opens a connection imports one of these; each import has its door."""
    talkers = re.compile(
        r"^\s*(?:import|from)\s+(socket|ssl|urllib\.request|urllib3|http\.client|requests|httpx|aiohttp|ftplib|smtplib"
        r"|stripe|telnetlib|xmlrpc|websockets?|paramiko|boto3)\b",
        re.MULTILINE,
    )
    doors = {
        ("gifts/gateway", "stripe"),
        ("letters/gateway", "smtplib"),
        ("desk/demo", "urllib.request"),  # the demo's year talks to the stand-in on this machine
    }
    found = {
        (str(path.relative_to(settings.BASE_DIR)), name)
        for app in settings.OUR_APPS
        for path in (settings.BASE_DIR / app).rglob("*.py")
        for name in talkers.findall(path.read_text())
    }
    strangers = {
        (path, name) for path, name in found if not any(path.startswith(d) and name == n for d, n in doors)
    }
    assert strangers == set()


def test_pages_may_send_forms_to_us_and_to_stripes_two_pages_only() -> None:
    directives: dict[str, list[object]] = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert set(directives["form-action"]) == {"'self'", *settings.STRIPE_PAGE_HOSTS}
    others = {
        str(source) for name, sources in directives.items() if name != "form-action" for source in sources
    }
    assert others == {"'none'", "'self'", "data:", str(NONCE)}
    pages = settings_elsewhere("STRIPE_PAGE_HOSTS", STRIPE_PAGE_HOSTS="")["STRIPE_PAGE_HOSTS"]
    assert pages == ["https://checkout.stripe.com", "https://billing.stripe.com"]


PLANTED = "wren.field+canary@secret.example"


@pytest.mark.django_db
def test_a_planted_address_reaches_no_log_line(caplog: pytest.LogCaptureFixture) -> None:
    client = Client()
    client.post("/accounts/sign-in/", {"email": PLANTED, "next": f"/my/?email={PLANTED}"})
    client.post("/accounts/login/", {"login": PLANTED, "password": "wrong wrong wrong"})
    client.get("/my/", {"email": PLANTED})
    client.get(f"/no/such/page/{PLANTED}/")
    lines = [_as_written(record.msg) for record in caplog.records] + [
        record.getMessage() for record in caplog.records if not isinstance(record.msg, dict)
    ]
    assert lines
    assert [line for line in lines if "canary" in line] == []


def _as_written(message: object) -> str:
    """What the sieve lets through of a structured line."""
    if not isinstance(message, dict):
        return ""
    event = dict(message)
    for step in SIEVE:
        event = step(None, "info", event)
    return json.dumps(event, default=str)
