"""Spanish is whole: every text has its translation, with its facts in place, and pages show it.

Needs no gettext: the catalog is read here, and its compiled twin by Python itself. After changing a text run
`make messages`, translate what is empty, run it again and commit both files.
"""

import ast
import gettext
import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation
from django.utils.translation.template import templatize

from core.money import format_money, parse_amount
from tests.factories import make_campaign, make_fund, make_gift, make_organisation

ROOT = Path(settings.BASE_DIR)
FOLDER = ROOT / "locale" / "es" / "LC_MESSAGES"
# where a context and a text stand among the arguments
PLACES = {
    "gettext": (None, 0),
    "gettext_lazy": (None, 0),
    "gettext_noop": (None, 0),
    "ngettext": (None, 0),
    "ngettext_lazy": (None, 0),
    "pgettext": (0, 1),
    "pgettext_lazy": (0, 1),
    "npgettext": (0, 1),
    "npgettext_lazy": (0, 1),
}
STRING = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
TEMPLATE_CALL = re.compile(rf"\b(_|n?p?gettext)\(\s*({STRING}(?:\s*,\s*{STRING})*)")
FACT = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?[a-z][^>]*>")
Key = tuple[str, str]


@dataclass
class Entry:
    """One text of the catalog."""

    context: str = ""
    text: str = ""
    plural: str = ""
    flags: str = ""
    said: dict[int, str] = field(default_factory=dict)


def entries() -> list[Entry]:
    """Read the catalog; its first block is the head of the file and says nothing."""
    blocks = (FOLDER / "django.po").read_text().strip().split("\n\n")
    return [read(block) for block in blocks[1:]]


def read(block: str) -> Entry:
    entry, parts, part = Entry(), Counter[str](), ""
    words: dict[str, str] = {}
    for line in block.splitlines():
        if line.startswith("#"):
            entry.flags += line[2:] if line.startswith("#,") else ""
            continue
        if not line.startswith('"'):
            part, line = line.split(" ", 1)  # noqa: PLW2901 - what is left of the line is its text
            parts[part] += 1
        words[part] = words.get(part, "") + ast.literal_eval(line)
    assert set(parts.values()) == {1}, block
    entry.context, entry.text = words.get("msgctxt", ""), words["msgid"]
    entry.plural = words.get("msgid_plural", "")
    said = {key: text for key, text in words.items() if key.startswith("msgstr")}
    entry.said = {int(re.sub(r"\D", "", key) or 0): text for key, text in said.items()}
    return entry


def spoken_in_code() -> Iterator[tuple[Key, str]]:
    """Each text that a module hands to gettext, under whatever name it imported that."""
    for app in settings.OUR_APPS:
        for file in sorted((ROOT / app).rglob("*.py")):
            tree = ast.parse(file.read_text())
            names = {
                alias.asname or alias.name: PLACES[alias.name]
                for node in ast.walk(tree)
                if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
                for alias in node.names
                if alias.name in PLACES
            }
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                    said = [arg.value if isinstance(arg, ast.Constant) else "" for arg in node.args]
                    context, text = names[node.func.id]
                    assert said[text], f"{file}:{node.lineno} translates what is put together"
                    yield ("" if context is None else str(said[context]), str(said[text])), file.name


def spoken_in_templates() -> Iterator[tuple[Key, str]]:
    """Each text between translate tags, found as makemessages finds it."""
    for file in sorted([*(ROOT / "templates").rglob("*.html"), *(ROOT / "templates").rglob("*.txt")]):
        for name, arguments in TEMPLATE_CALL.findall(templatize(file.read_text())):
            said = ast.literal_eval(f"({arguments},)")
            context, text = PLACES[name.replace("_", "gettext")]
            yield ("" if context is None else said[context], said[text]), file.name


def test_every_text_of_the_product_is_in_the_catalog() -> None:
    known = {(entry.context, entry.text) for entry in entries()}
    spoken = [*spoken_in_code(), *spoken_in_templates()]

    assert len(spoken) > 1000
    assert [(file, key) for key, file in spoken if key not in known] == []


def test_no_text_is_left_in_english_or_guessed() -> None:
    wanted = {True: {0, 1}, False: {0}}

    assert [entry.text for entry in entries() if "fuzzy" in entry.flags] == []
    assert [entry.text for entry in entries() if entry.said.keys() != wanted[bool(entry.plural)]] == []
    assert [entry.text for entry in entries() if not all(entry.said.values())] == []


def test_a_translation_keeps_the_facts_and_the_marks_of_its_text() -> None:
    moved = [
        entry.text
        for entry in entries()
        for number, said in entry.said.items()
        if Counter(FACT.findall(said)) != Counter(FACT.findall(entry.plural if number else entry.text))
    ]

    assert moved == []


def test_the_compiled_catalog_says_what_the_readable_one_says() -> None:
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    for entry in entries():
        if entry.plural:
            said = {number: compiled.ngettext(entry.text, entry.plural, number + 1) for number in (0, 1)}
        elif entry.context:
            said = {0: compiled.pgettext(entry.context, entry.text)}
        else:
            said = {0: compiled.gettext(entry.text)}
        assert said == entry.said


# -- pages ----------------------------------------------------------------------------------------------

PAGES = {
    "/": "El rescate toma una noche. Volver a la vida toma años.",
    "/give/doors/": "¿Con qué frecuencia?",
    "/volunteer/": "Qué hace falta, antes de decir que sí",
    "/receipts/check/": "Comprobar un recibo",
    "/accounts/sign-in/": "Enviarme un código",
    "/accounts/login/": "Entrar al escritorio",
    "/privacy/": "Si alguien puede mirar su dispositivo",
    "/there-is-nothing-here/": "Aquí no hay ninguna página",
}
ERROR_PAGES = ["400", "403", "403_csrf", "404", "405", "429", "500"]


def english_in(page: str) -> list[str]:
    """Return our English texts of two words and more that a page shows."""
    text = html.unescape(re.sub(r"<[^>]*>", "\n", page))
    lines = {" ".join(line.split()) for line in text.splitlines()}
    return sorted(entry.text for entry in entries() if " " in entry.text and entry.text in lines)


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_a_public_page_speaks_spanish_to_who_asks_for_it(client: Client, path: str) -> None:
    make_organisation()
    campaign = make_campaign(slug="doors", name="Puertas abiertas")
    make_gift(campaign=campaign)
    campaign.funds.add(make_fund(name="Vivienda"))

    page = client.get(path, headers={"accept-language": "es-MX,es;q=0.9,en;q=0.5"}).content.decode()

    assert '<html lang="es">' in page
    assert PAGES[path] in html.unescape(page)
    assert english_in(page) == []


@pytest.mark.django_db
def test_the_same_pages_speak_english_to_everybody_else(client: Client) -> None:
    make_organisation()

    page = client.get("/volunteer/", headers={"accept-language": "de"}).content.decode()

    assert '<html lang="en">' in page
    assert len(english_in(page)) > 10


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_an_error_page_speaks_spanish(name: str) -> None:
    with translation.override("es"):
        page = render_to_string(f"{name}.html")

    assert '<html lang="es">' in page
    assert english_in(page) == []


@pytest.mark.django_db
def test_the_switch_of_languages_keeps_the_page_and_is_remembered(client: Client) -> None:
    make_organisation()

    answer = client.post("/i18n/setlang/", {"language": "es", "next": "/volunteer/?from=letter"})

    assert (answer.status_code, answer["Location"]) == (302, "/volunteer/?from=letter")
    assert '<html lang="es">' in client.get("/privacy/").content.decode()


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_amount_typed_as_it_is_shown_is_understood_as_it_is_meant(language: str) -> None:
    with translation.override(language):
        shown = format_money(parse_amount("1250.50"), "usd")

        assert shown == "$1,250.50"
        assert parse_amount(shown) == parse_amount("1250.50")
