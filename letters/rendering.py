"""A letter's words: fixed keys into fixed templates, in the letter's language."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from css_inline import CSSInliner
from django.conf import settings
from django.core import signing
from django.template import Context
from django.template.backends.django import Template
from django.template.loader import get_template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import override

from accounts.models import Organisation
from accounts.organisation import the_organisation
from core.shield import refuse_leak
from letters.kinds import LetterKind, lookup
from letters.models import Letter

# the fact that opens a page to the letter's reader: to raise a gift, to answer as a reference or a guardian
KEY, NO_KEY = "token", "only-its-reader-has-it"
UNSUBSCRIBE_SALT = "letters.unsubscribe"
# nothing is fetched while a letter is written, and what a style sheet says stands on each element
INLINER = CSSInliner(load_remote_stylesheets=False, keep_style_tags=False, keep_at_rules=True)


class TextGone(Exception):
    """The letter's facts were dropped; its words cannot be shown again."""


@dataclass(frozen=True)
class Rendered:
    """A letter as its reader sees it."""

    subject: str
    text: str
    html: str


def render(letter: Letter, *, for_desk: bool = False) -> Rendered:
    """Return a letter's words, made anew from its facts; on the desk without the keys in its links.

    Staff read what was written and can do nothing in its reader's name.

    Raises: TextGone when the facts were dropped; LeakRefused when they tell a confidential place.
    """
    if letter.purged_at:
        raise TextGone
    files = list(letter.attachments.order_by("pk").values_list("filename", "says"))
    keys = {KEY: NO_KEY} if for_desk and KEY in letter.facts else {}
    rendered = render_kind(
        lookup(letter.kind),
        facts={**letter.facts, **keys},
        language=letter.language,
        attachments=[name for name, _says in files],
        papers=[says for _name, says in files if says],
        unsubscribe_url=unsubscribe_url(letter, is_shown=for_desk),
    )
    refuse_leak(rendered, f"letters.{letter.kind}")
    return rendered


def render_kind(
    kind: LetterKind,
    *,
    facts: Mapping[str, str | Promise],
    language: str,
    attachments: Sequence[str] = (),
    papers: Sequence[str] = (),
    unsubscribe_url: str = "",
) -> Rendered:
    """Return the words of a kind with given facts, as for the preview.

    `papers`: what attached files say, in lines, for whoever cannot or will not open them.
    """
    context = {
        "facts": dict(facts),
        "attachments": list(attachments),
        "papers": list(papers),
        "unsubscribe_url": unsubscribe_url,
        "organisation": the_organisation(),
        "language": language,
        "SITE_URL": settings.SITE_URL,
    }
    with override(language):
        subject = " ".join(_words(kind, "subject.txt", context, escape=False).split())[:200]
        text = _words(kind, "body.txt", context, escape=False)
        html = _words(kind, "body.html", context | {"subject": subject}, escape=True)
    # what a template leaves out leaves its empty lines behind
    text = re.sub(r"\n{3,}", "\n\n", text.strip()) + "\n"
    return Rendered(subject=subject, text=text, html=INLINER.inline(html))


def unsubscribe_url(letter: Letter, *, is_shown: bool = False) -> str:
    """Return the address where one click declines the letter's topic; empty for transactional ones.

    The token names the letter, not the reader: an address in a URL would end up in logs. One that is only
    shown, on the desk, declines nothing.
    """
    if letter.is_transactional:
        return ""
    token = NO_KEY if is_shown else signing.Signer(salt=UNSUBSCRIBE_SALT).sign(str(letter.pk))
    return settings.SITE_URL + reverse("letters:unsubscribe", args=[token])


def letter_id_of(token: str) -> int:
    """Return the letter a token stands for. Raises: signing.BadSignature for one that we did not make."""
    return int(signing.Signer(salt=UNSUBSCRIBE_SALT).unsign(token))


def sender_name(organisation: Organisation) -> str:
    """Return the name in the From line."""
    return organisation.public_name


def _words(kind: LetterKind, part: str, context: Mapping[str, object], *, escape: bool) -> str:
    template = get_template(f"letters/{kind.name}/{part}")
    if not isinstance(template, Template):
        raise TypeError("letters are written in Django's template language")
    return template.template.render(Context(dict(context), autoescape=escape))
