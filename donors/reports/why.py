"""Why two records look like one donor, in words."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

REASONS: dict[str, Promise] = {
    "mailbox": _l("same mailbox"),
    "phone": _l("same phone"),
    "street": _l("same street address"),
    "box_name": _l("same name before the @"),
    "postal": _l("same postal code"),
    "name": _l("same name"),
    "other_name": _l("other name"),
    "other_generation": _l("one is junior, one is senior"),
    "other_kind": _l("one is a person, one an organisation"),
    "other_postal": _l("other postal code"),
    "other_phone": _l("other phone"),
}


def why(reasons: Iterable[str]) -> str:
    """Return reasons (codes) as a line: `same phone; names 93 % alike; other postal code`."""
    return "; ".join(_words(code) for code in reasons)


def _words(code: str) -> str:
    kind, _colon, percent = code.partition(":")
    if percent:
        return _("names %(percent)s %% alike") % {"percent": percent}
    return str(REASONS.get(kind, kind))
