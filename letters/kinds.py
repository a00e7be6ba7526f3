"""The kinds of letters there are. Each app registers its own in its `letters.py`; nothing else is sent."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Role

DONOR_SIDE = frozenset({Role.FUNDRAISER, Role.FINANCE, Role.PRIVACY, Role.ADMINISTRATOR, Role.READ_ONLY})

# what a person may decline; a kind that is not transactional names one of them
TOPICS: dict[str, Promise] = {
    "news": _("news about our work"),
    "campaigns": _("how the campaigns you gave to are going"),
    "more": _("giving a little more"),
    "pledges": _("a pledge of yours that falls due"),
    "shift_calls": _("calls for help with shifts"),
}


class NoLongerTrue(Exception):
    """What a letter says was overtaken by events; it must not leave any more."""


@dataclass(frozen=True)
class Leaving:
    """A letter that is about to leave, as its kind may look at it once more."""

    about_id: str
    language: str
    facts: Mapping[str, str]
    now: datetime


@dataclass(frozen=True)
class LetterKind:
    """One kind of letter; its words are `templates/letters/<name>/{subject.txt,body.txt,body.html}`.

    `facts` holds every key its templates use, each with a sample value for the preview. With `purge_facts`
    the facts are secret: no page shows them and they are dropped as soon as the letter left. A letter that
    could not leave within `good_for` is not sent any more. `leaves_at` is asked just before: it returns from
    when on the letter may leave, or raises NoLongerTrue. `always_leaves` is for what its reader waits for
    this minute: it goes by mail whatever manner of contact they chose. One that `names_nobody` leaves without
    our name in sender, subject or words, and without an address to answer.
    """

    name: str
    facts: Mapping[str, str | Promise]
    is_transactional: bool = True
    topic: str = ""
    purge_facts: bool = False
    always_leaves: bool = False
    names_nobody: bool = False
    good_for: timedelta | None = None
    leaves_at: Callable[[Leaving], datetime] | None = None
    title: str | Promise = ""
    readers: frozenset[Role] = DONOR_SIDE


KINDS: dict[str, LetterKind] = {}


def register(kind: LetterKind) -> LetterKind:
    """Make a kind known. Raises: ValueError when the name is taken or the topic does not fit."""
    if KINDS.get(kind.name, kind) != kind:
        raise ValueError(f"two kinds of letters are named {kind.name}")
    if kind.is_transactional == (kind.topic in TOPICS):
        raise ValueError(f"{kind.name}: a transactional letter has no topic, any other has one of TOPICS")
    KINDS[kind.name] = kind
    return kind


def lookup(name: str) -> LetterKind:
    """Return the kind of a name. Raises: KeyError when no app registered it."""
    return KINDS[name]


def readable_kinds() -> list[str]:
    """Return the names of the kinds whose words a person may read again on their own page."""
    return sorted(kind.name for kind in KINDS.values() if not kind.purge_facts)


def kinds_read_by(roles: Collection[str]) -> list[str]:
    """Return the names of the kinds that holders of these roles may see on the desk."""
    return sorted(kind.name for kind in KINDS.values() if kind.readers.intersection(roles))


CODES = {
    "sign_in": ("sign_in_code", _("Sign-in code")),
    "new_email": ("new_email_code", _("Code for a new e-mail address")),
    "erasure": ("erasure_code", _("Code to erase everything")),
}
# by purpose of `accounts.SignInCode`
CODE_KINDS = {
    purpose: register(
        LetterKind(
            name=name,
            title=title,
            facts={"code": "1234 5678", "minutes": "15"},
            purge_facts=True,
            always_leaves=True,
            good_for=timedelta(minutes=15),
            readers=frozenset({Role.ADMINISTRATOR, Role.PRIVACY}),
        )
    )
    for purpose, (name, title) in CODES.items()
}
SIGN_IN_CODE = CODE_KINDS["sign_in"]
# for whoever wants neutral mail, or none besides: what it is for stands on the page that waits for it
NEUTRAL_CODE = register(
    replace(SIGN_IN_CODE, name="neutral_code", title=_("Code, in neutral words"), names_nobody=True)
)

# what leaves in place of a letter to whoever wants neutral mail
NOTE = register(
    LetterKind(
        name="neutral_note",
        title=_("Neutral note: something new on your page"),
        facts={},
        names_nobody=True,
    )
)
