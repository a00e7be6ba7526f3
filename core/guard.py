"""A seat belt for what people type: shapes and words that would tell of a person served, or where they are.

The wall itself is that no field asks for such things. This catches the slip, in English and Spanish, and asks
for an edit; it cannot prove that a text is harmless. Logs name the rule and the field, never the text.

Five guards, by what a field asks for: `guard` for sentences, `guard_name` for a name (people are called
Guest, companies after their street), `guard_address` for an address that is public; none of these lets a
confidential place pass (`core.shield`). `guard_sealed` stands where such a place is written down, and
`guard_mark` where people are gathered under a name.
"""

import html
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.shield import RULE, holds_place

log = structlog.get_logger(__name__)

SERVED = (
    "survivor|victim|client|resident|participant|mentee|guest|patient|minor"
    "|sobreviviente|v[ií]ctima|cliente|residente|hu[eé]sped|paciente"
)
HARMED_BY = "trafficker|abuser|pimp|tratante|agresor|proxeneta"
NAME = r"[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+"
# words that may follow "survivor" with a capital without being a person
NOT_NAMES = (
    "Act|Advocacy|Advocate|Advocates|Alliance|Assistance|Assistant|Care|Center|Committee|Council|Day|Family"
    "|Foundation|Fund|Leader|Leaders|Leadership|Network|Program|Programs|Rights|Safe|Services|Stories|Story"
    "|Support|Training|Voices|Week|Fondo|Programa|Servicios"
)
STREETS = (
    r"St|Street|Ave|Avenue|Rd|Road|Blvd|Boulevard|Dr|Drive|Ln|Lane|Ct|Court|Way|Pl|Place|Ter|Terrace|Hwy|Highway"
    r"|Pkwy|Parkway|Cir|Circle|Loop|Trail|Trl"
)
# what may well be some years old and is no child
THINGS = (
    r"program|organi[sz]ation|house|home|building|tradition|nonprofit|charity|shelter|van|bus|roof|campaign|law"
    r"|partnership|campaña|programa|organizaci[oó]n|casa|edificio"
)
DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday|tonight|tomorrow|lunes|martes|mi[eé]rcoles"
HOUR = r"\d{1,2}(?::\d\d)?\s?(?:am|pm|a\.m\.|p\.m\.)"
BREAKS = re.compile(r"<[^<>]*>")
INVISIBLE = {"Cf", "Cc"}


@dataclass(frozen=True)
class Rule:
    """What a text may not hold, and the sentence that says so."""

    name: str
    pattern: re.Pattern[str]
    sentence: Promise


RULES = (
    Rule(
        "case_number",
        re.compile(
            r"(?i:\b(?:case|file|client|intake|docket|hmis|expediente|caso)\s*(?:no\.?|n[uú]m(?:ero|ber)?\.?|id|#)"
            r"\s*[:#]?\s*[a-z]{0,4}[-\s]?\d{2,})"
            r"|\bA[-\s]?\d{8,9}\b|\b\d{3}-\d{2}-\d{4}\b"
            r"|(?i:\b(?:case|intake|expediente|caso)\s+[a-z]{0,4}-?\d{3,})"
        ),
        _("It looks like a case, file or social security number. Please take it out."),
    ),
    Rule(
        "person_served",
        re.compile(
            rf"\b(?i:{SERVED}|{HARMED_BY})s?(?:\s+(?i:named|called|llamad[oa]))?\s+(?!(?:{NOT_NAMES})\b){NAME}"
            rf"|\b{NAME}(?:\s+[A-ZÁÉÍÓÚÑ][\w.]*)?,?\s+(?:(?i:is|was|es|era|fue)\s+)?"
            rf"(?i:an?|our|one\s+of\s+our|un|una|nuestr[oa])\s+(?:\w+\s+)?(?i:{SERVED})s?\b"
        ),
        _("It seems to name a person we serve. Please tell it without the name."),
    ),
    Rule(
        "minor_age",
        re.compile(
            rf"(?i:\b(?:[1-9]|1[0-7])[-\s]?(?:years?|yrs?)[-\s]old\b(?![-\s]+(?:\w+\s+)?(?:{THINGS}))"
            r"|\b(?:[1-9]|1[0-7])\s?(?:y/o|yo)\b|\b(?:aged?|edad\s+de)\s+(?:[1-9]|1[0-7])\b"
            r"|\b(?:tiene|ten[ií]a|de)\s+(?:[1-9]|1[0-7])\s+a[nñ]os(?:\s+de\s+edad)?\b)"
        ),
        _("It tells the age of a child. Say “a young person” instead."),
    ),
    Rule(
        "exit_plan",
        re.compile(
            r"(?i:\b(?:exit|escape|safety)\s+plan\b|\bplan\s+de\s+(?:escape|salida|seguridad)\b"
            rf"|\b(?:escap\w+|flee\w*|get\w*\s+out|leav\w+|run\w*\s+away|pick(?:ed|ing)?\s+\w+\s+up|huir\w*|escapar\w*)\b"
            rf"[^.!?]{{0,50}}\b(?:{DAYS}|{HOUR}))"
        ),
        _("It tells how or when somebody gets away. Please take it out."),
    ),
    Rule(
        "address",
        re.compile(
            # "our 2026 Winter Coat Drive" is no street
            r"\b(?!(?:19|20)\d\d\s+(?:[A-Z][\w'’.-]*\s+){1,4}Drive\b)"
            rf"\d{{1,6}}\s+(?:[NSEW]\.?\s+)?(?:[A-Z0-9][\w'’.-]*\s+){{1,4}}(?:{STREETS})\b\.?"
            r"|\b(?:Calle|Avenida|Av\.|Carrera|Camino)\s+[A-ZÁÉÍÓÚÑ0-9][\w.]*(?:\s+[\w.]+){0,3}\s*(?:#|n[uú]m\.?|,)?\s*\d{1,5}\b"
            r"|(?<!\d)-?\d{1,2}\.\d{3,}\s*[,;]\s*-?\d{1,3}\.\d{3,}"
        ),
        _("It looks like a street address or a place on a map. Our places stay unnamed; please take it out."),
    ),
)


# a name that is a sentence about somebody; people and companies are called Guest, but not "our guest"
NAMED_PERSON = Rule(
    "person_served",
    re.compile(
        rf"(?i:\b(?:our|my|her|his|their|nuestr[oa]|mi|su)\s+(?:\w+\s+)?(?:{SERVED}|{HARMED_BY})s?)\s+"
        rf"(?!(?:{NOT_NAMES}|Room|Rooms|House|Home)\b)\S"
        rf"|(?i:\b(?:{SERVED}|{HARMED_BY})s?\s+(?:named|called|llamad[oa])\s+)"
        rf"|,\s+(?i:an?|our|one\s+of\s+our|un|una|nuestr[oa])\s+(?:\w+\s+)?(?i:{SERVED})s?\b"
    ),
    _("It seems to name a person we serve. Please write the name alone, or take it out."),
)
COMPANY = re.compile(
    r"(?i)\b(?:llc|l\.l\.c|inc|incorporated|lp|llp|ltd|corp|corporation|co|company|trust|church|foundation|fund"
    r"|associates|partners|properties|holdings|s\.a)\b"
)
# a word that gathers people may not gather those we help, whatever it says of them; a gala has guests, though
MARKED = "survivor|victim|client|resident|mentee|patient|sobreviviente|v[ií]ctima|cliente|residente|paciente"
INSIDE = "shelter|house|home|program(?:me)?|former|past|ex|our|housing|therapy|refugio|casa|programa"
MARK = Rule(
    "person_served",
    re.compile(
        rf"(?i)\b(?:ex)?(?:{MARKED}|{HARMED_BY})e?s?\b(?!\s+(?:fund|foundation|day|week|act|gala)\b)"
        rf"|\b(?:{INSIDE})\s+(?:\w+\s+)?(?:guests?|participants?|minors?|hu[eé]sped(?:es)?|alum\w*|graduates?)\b"
        r"|\b(?:sheltered|rescued|trafficked|exploited|abused|beneficiar\w+|caseload|lived experience"
        r"|we (?:have )?help(?:ed)?|helped by us|rescatad[oa]s?|explotad[oa]s?|abusad[oa]s?|atendid[oa]s?)\b"
    ),
    _("A tag, segment or flag may not say whom we help. Please name it for what they give or like."),
)
PLACE = Rule(RULE, re.compile("$^"), _("It tells where a confidential place is. Please take it out."))


def findings(text: str) -> list[Rule]:
    """Return the rules that a text breaks. Markup, odd spaces and invisible signs do not hide anything."""
    plain = _plain(text)
    return [rule for rule in RULES if rule.pattern.search(plain)] + _places(text)


def name_findings(text: str) -> list[Rule]:
    """Return the rules that the name of a person, a company or a thing breaks."""
    plain = _plain(text)
    rules = [NAMED_PERSON if rule.name == NAMED_PERSON.name else rule for rule in RULES]
    found = [rule for rule in rules if rule.pattern.search(plain)]
    is_company = bool(COMPANY.search(plain))
    return [rule for rule in found if not (is_company and rule.name == "address")] + _places(text)


def address_findings(text: str) -> list[Rule]:
    """Return the rules that a public address, phone or number breaks: it may be one, and nothing else."""
    return [rule for rule in name_findings(text) if rule.name != "address"]


def guard(field: str) -> Callable[[str], None]:
    """Return a validator for a form's field; `field` is its column, like `campaigns.Campaign.story`.

    The validator raises ValidationError with a sentence for each rule that is broken.
    """
    return _validator(field, findings)


def guard_name(field: str) -> Callable[[str], None]:
    """Return a validator for a field that asks for a name and nothing else."""
    return _validator(field, name_findings)


def mark_findings(text: str) -> list[Rule]:
    """Return the rules that a name breaks under which people are gathered: a tag, a segment, a flag."""
    joined = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", unicodedata.normalize("NFKC", text))
    words = re.sub(r"[\W_]+", " ", joined)
    return name_findings(text) or ([MARK] if MARK.pattern.search(words) else [])


def guard_mark(field: str) -> Callable[[str], None]:
    """Return a validator for the name of what gathers people: it marks nobody whom we help."""
    return _validator(field, mark_findings)


def guarded_field(column: "models.Field[Any, Any]", **options: Any) -> forms.Field | None:
    """Return the field that a model form makes of a column, guarded as a name where it takes a line of text.

    For `Meta.formfield_callback`; fields that a form declares bring guards of their own.
    """
    field: forms.Field | None = column.formfield(**options)
    if type(field) is forms.CharField:
        field.validators.append(guard_name(f"{column.model._meta.label}.{column.name}"))
    return field


def guard_sealed(field: str) -> Callable[[str], None]:
    """Return a validator for words that will be sealed: they alone may tell a confidential place."""
    places = {"address", RULE}
    return _validator(field, lambda text: [rule for rule in findings(text) if rule.name not in places])


def guard_address(field: str) -> Callable[[str], None]:
    """Return a validator for a field that asks for a public address, phone or number and nothing else."""
    return _validator(field, address_findings)


def _validator(field: str, look: Callable[[str], list[Rule]]) -> Callable[[str], None]:
    def refuse_disclosure(text: str) -> None:
        broken = look(str(text or ""))
        for rule in broken:
            log.warning("guard_refused", rule=rule.name, field=field)
        if broken:
            raise ValidationError([ValidationError(str(rule.sentence), code=rule.name) for rule in broken])

    return refuse_disclosure


def _places(text: str) -> list[Rule]:
    return [PLACE] if holds_place(text) else []


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKC", html.unescape(BREAKS.sub(" ", text)))
    plain = "".join(
        sign if sign in "\n\t" else "" if unicodedata.category(sign) in INVISIBLE else sign for sign in plain
    )
    return " ".join(plain.split())
