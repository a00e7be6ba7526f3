"""The words of staff on a paper: plain text with a few placeholders, beside what the law wants said.

What would contradict the law's sentences is refused, not warned of: a paper that says "no goods or services"
twice, or names another amount, is worth less to the donor in a dispute, and whoever writes a thank-you cannot
know each gift that it will stand on. The sentences themselves are computed and no block reaches them. What
does not pass here is left out of a paper: thanks never stop a receipt.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.shield import holds_place

PLACEHOLDERS: Mapping[str, Promise] = {
    "name": _("who gave"),
    "organisation": _("our legal name"),
    "fund": _("the fund, or several"),
}
BRACED = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Wording:
    """What staff wrote for one kind of paper, in the paper's language. `title` is a code, the rest text."""

    title: str = ""
    above: str = ""
    below: str = ""
    closing: str = ""


NO_WORDING = Wording()


@dataclass(frozen=True)
class Clash:
    """Words that the law's sentences have to themselves, and the sentence that says so."""

    pattern: re.Pattern[str]
    sentence: Promise


CLASHES = (
    Clash(
        re.compile(
            r"goods (?:and|or) services|bienes (?:y|o|ni) servicios|in exchange|in return\b|a cambio"
            r"|quid pro quo|market value|valor de mercado|good.faith|buena fe|contraprestaci[oó]n"
        ),
        _("What was given in exchange is said by the law's own sentences. Please take it out."),
    ),
    Clash(
        re.compile(
            r"\b(?:non.?)?deduct|\bdeduc(?:ib|ci|ir|e\b|en\b)|\btax(?:es|ed|able|ation|payers?)?\b"
            r"|\birs\b|501\s*\(?c|\bein\b|\bwrite.?offs?\b"
            r"|\bimpuesto|\bfiscal|\btribut(?:ar|ari|os?\b)|\bdesgrav|internal revenue|\brevenue agency"
        ),
        _("What counts for taxes is said by the law's own sentences. Please take it out."),
    ),
    Clash(
        re.compile(
            r"[$€£¥₡₱₹₽¢%]|\d[\d.,]*\s*(?:dollars?|usd|cents?|d[oó]lares|euros?|pesos?)\b"
            r"|\b(?:usd|eur|gbp|cad|aud|mxn)\s*\d|\d[.,]\d\d\b|\b\d{1,3}(?:[.,]\d{3})+\b"
        ),
        _("Amounts stand on the paper as they were paid. Please write it without one."),
    ),
    Clash(
        re.compile(
            r"\b(?:voided|void|invalid|not valid|no longer valid|duplicate|replaced by"
            r"|replaces? (?:the )?receipt"
            r"|not an? (?:\w+ )?receipt|no es (?:un )?(?:\w+ )?recibo|official receipt|recibo oficial"
            r"|anulad[oa]|no v[aá]lid[oa]|inv[aá]lid[oa]|duplicado|sustituye al recibo)\b"
        ),
        _("Whether the paper is valid, and what kind it is, is not for these words. Please take it out."),
    ),
)


def unknown_placeholders(text: str) -> list[str]:
    """Return what stands in braces and means nothing here; a brace without its partner counts too."""
    names = [f"{{{name}}}" for name in BRACED.findall(text) if name not in PLACEHOLDERS]
    rest = BRACED.sub("", text)
    return names + [brace for brace in "{}" if brace in rest]


def clashes(text: str) -> list[Promise]:
    """Return the sentences on what a text must leave to the law's own.

    Invisible signs and odd forms of letters hide nothing.
    """
    plain = " ".join(_folded(BRACED.sub(" ", text)).split())
    return [clash.sentence for clash in CLASHES if clash.pattern.search(plain)]


def fill_words(wording: Wording, values: Mapping[str, str]) -> dict[str, str]:
    """Return the blocks that can be said, with their placeholders filled; the others are left out.

    A block is left out that has no text, an unknown placeholder, one that this paper has no value for, or
    words that must not stand on it. Never raises.
    """
    blocks = {"above": wording.above, "below": wording.below, "closing": wording.closing}
    return {name: said for name, text in blocks.items() if (said := _filled(text, values))}


def _filled(text: str, values: Mapping[str, str]) -> str:
    is_sayable = not unknown_placeholders(text) and not clashes(text) and not holds_place(text)
    if not is_sayable or any(not values.get(name) for name in BRACED.findall(text)):
        return ""
    return " ".join(BRACED.sub(lambda found: values[found[1]], text).split())


def _folded(text: str) -> str:
    shown = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in shown if unicodedata.category(sign) != "Cf").casefold()
