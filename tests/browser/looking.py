"""What a browser test looks at: an audit of a page, a picture of it, its weight."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

if TYPE_CHECKING:
    from playwright.sync_api import Page, Response

PICTURES = Path(settings.BASE_DIR) / "var" / "screenshots"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def audit(page: Page) -> list[str]:
    """Return what axe finds wrong, as `rule: selector`; an empty list for a page that anyone can use."""
    # scrolled, what lies half under the sticky safety strip counts as too small a target
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(page, options={"runOnly": RULES}).response["violations"]
    return [f"{rule['id']}: {node['target']}" for rule in found for node in rule["nodes"]]


def snap(page: Page, name: str) -> Path:
    """Keep a picture of the whole page under var/screenshots."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for top in range(0, page.evaluate("document.documentElement.scrollHeight"), 600):
        page.evaluate(f"scrollTo(0, {top})")  # what loads lazily loads now
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_load_state("networkidle")
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path, full_page=True)
    return path


def look_at(page: Page, path: str, name: str) -> None:
    """See that a page opens, that anyone can use it and nothing of it is out of sight; keep a picture."""
    answer = page.goto(path)
    assert answer is not None
    assert (path, answer.status) == (path, 200)
    assert (path, audit(page)) == (path, [])
    hidden = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert (path, hidden) == (path, 0)
    snap(page, name)


def weight(responses: list[Response]) -> int:
    """Return the bytes that answers cost on the wire, as a server that compresses text would send them."""
    total = 0
    for response in responses:
        body = response.body()
        kind = response.headers.get("content-type", "")
        is_text = kind.startswith("text/") or "svg" in kind or "javascript" in kind
        total += len(gzip.compress(body, 6)) if is_text else len(body)
    return total
