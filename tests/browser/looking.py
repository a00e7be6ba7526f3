"""What a browser test looks at: an audit of a page, a picture of it, its weight."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from django.conf import settings

if TYPE_CHECKING:
    from playwright.sync_api import Page, Response

PICTURES = Path(settings.BASE_DIR) / "var" / "screenshots"
ALL_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
Scheme = Literal["light", "dark"]
COLOUR_RULES = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
IS_DARK = "matchMedia('(prefers-color-scheme: dark)').matches"
# no rule of ours reads style sheets, so none is fetched again; what is well stays in the browser
LOOK = """rules => axe.run({runOnly: rules, resultTypes: ["violations"], preload: false})
    .then(({violations}) => violations.flatMap(rule => rule.nodes.map(node => [rule.id, node.target])))"""


def audit(page: Page) -> list[str]:
    """Return what axe finds wrong, as `rule: selector`; an empty list for a page that anyone can use.

    Every rule in the scheme that the visitor has, those of colour in the other one too.
    """
    # scrolled, what lies half under the sticky safety strip counts as too small a target
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    page.evaluate(pytest.importorskip("axe_playwright_python.sync_playwright").Axe().axe_script)
    found = _broken(page, ALL_RULES)
    with _other_scheme(page) as scheme:
        return found + [f"{scheme}: {one}" for one in _broken(page, COLOUR_RULES)]


def _broken(page: Page, rules: Sequence[str] | Mapping[str, object]) -> list[str]:
    return [f"{rule}: {target}" for rule, target in page.evaluate(LOOK, rules)]


def snap(page: Page, name: str) -> None:
    """Keep pictures of the whole page under var/screenshots, light and dark, if PICTURES is set."""
    if "PICTURES" not in os.environ:
        return
    PICTURES.mkdir(parents=True, exist_ok=True)
    for top in range(0, page.evaluate("document.documentElement.scrollHeight"), 600):
        page.evaluate(f"scrollTo(0, {top})")  # what loads lazily loads now
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
    with _other_scheme(page) as scheme:
        page.screenshot(path=PICTURES / f"{name}-{scheme}.png", full_page=True)


@contextmanager
def _other_scheme(page: Page) -> Iterator[str]:
    own: Scheme
    other: Scheme
    own, other = ("dark", "light") if page.evaluate(IS_DARK) else ("light", "dark")
    page.emulate_media(color_scheme=other)
    try:
        yield other
    finally:
        page.emulate_media(color_scheme=own)


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
