"""No file and no function of the product grows past what a person reads at once."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent.parent
FILE, FACTS, FUNCTION = 250, 300, 40
# lists of facts, not of steps
LISTS_OF_FACTS = {"core/settings.py"}
PROSE = {"desk/demo/words.py"}


def product() -> Iterator[tuple[str, str]]:
    for app in (*settings.OUR_APPS, "deploy", "stripe_standin"):
        for file in sorted((ROOT / app).rglob("*.py")):
            name = str(file.relative_to(ROOT))
            if "/migrations/" not in name and name not in PROSE:
                yield name, file.read_text()


def test_no_file_is_longer_than_its_limit() -> None:
    long = {
        name: lines
        for name, text in product()
        if (lines := len(text.splitlines())) > (FACTS if "models" in name or name in LISTS_OF_FACTS else FILE)
    }
    assert long == {}


def test_no_function_is_longer_than_its_limit() -> None:
    long = {
        f"{name}:{node.name}": lines
        for name, text in product()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and (lines := node.end_lineno - node.lineno + 1) > FUNCTION  # type: ignore[operator] # parsed from text: it has an end
    }
    assert long == {}
