"""A real browser: Debian's Chromium on a phone and on a desktop, which may talk to us and to nobody else.

A page that asks another host for anything, breaks the content policy or writes an error into the console
fails its test when it closes.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from pytest_django.live_server_helper import LiveServer

if TYPE_CHECKING:
    from playwright import sync_api

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"phone": (360, 740), "desktop": (1440, 900), "narrow": (320, 640)}


@dataclass(frozen=True)
class Visitor:
    """How somebody looks at the site; `also` names hosts they may go to besides ours."""

    device: str = "phone"
    scheme: str = "light"
    scripts: bool = True
    also: frozenset[str] = frozenset()


Open = Callable[[Visitor], "sync_api.Page"]


@pytest.fixture(scope="session")
def browser() -> Iterator[sync_api.Browser]:
    """Chromium, started once."""
    if CHROMIUM is None:
        pytest.skip("needs Debian's package chromium")
    # its lock is one of its own, so it may be missing: then these tests are skipped, and say why
    driver = pytest.importorskip("playwright.sync_api", reason="needs requirements/browser.txt")
    # playwright's loop runs in this thread, so Django takes our plain code for asynchronous
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with driver.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def our_hosts(live_server: LiveServer) -> frozenset[str]:
    """Where pages may ask for things; a test that pays adds the stand-in."""
    return frozenset({urlsplit(live_server.url).netloc})


@pytest.fixture
def open_page(
    browser: sync_api.Browser, live_server: LiveServer, our_hosts: frozenset[str]
) -> Iterator[Open]:
    """Open a page as a visitor; paths are relative to our site."""
    contexts: list[sync_api.BrowserContext] = []
    complaints: list[str] = []

    def opened(visitor: Visitor) -> sync_api.Page:
        width, height = SIZES[visitor.device]
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            color_scheme="dark" if visitor.scheme == "dark" else "light",
            java_script_enabled=visitor.scripts,
            # colours that fade would be measured half-way
            reduced_motion="reduce",
            has_touch=visitor.device != "desktop",
        )
        contexts.append(context)
        page = context.new_page()
        allowed = our_hosts | visitor.also
        page.on("request", lambda request: _watch(request.url, allowed, complaints))
        page.on("console", lambda message: _listen(message, complaints))
        page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(params=["phone", "desktop"])
def page(request: pytest.FixtureRequest, open_page: Open) -> sync_api.Page:
    """A page on a phone, then on a desktop."""
    return open_page(Visitor(device=request.param))


def _watch(url: str, allowed: frozenset[str], complaints: list[str]) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("data", "blob") and parts.netloc not in allowed:
        complaints.append(f"asked {parts.netloc}")


def _listen(message: sync_api.ConsoleMessage, complaints: list[str]) -> None:
    # Chromium also writes a line for a page that answers 4xx or 5xx; those are asked for on purpose
    if message.type == "error" and not message.text.startswith("Failed to load resource"):
        complaints.append(f"console: {message.text}")
