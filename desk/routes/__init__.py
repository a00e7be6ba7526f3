"""Every address of the site: which methods it takes and whom it admits.

Written by hand, apart from the marks on the views: two people must be wrong in the same way before a page
opens to the wrong eyes. `tests/wall/test_routes.py` drives it; `manage.py list_routes` prints it.
A new route fails that test until it stands here.
"""

from collections.abc import Iterator

from django.urls import ResolverMatch, URLPattern, URLResolver, get_resolver

from desk.routes.asks import ASKS
from desk.routes.batches import BATCHES
from desk.routes.books import BOOKS
from desk.routes.duplicates import DUPLICATES
from desk.routes.figures import FIGURES
from desk.routes.giving import CAMPAIGNS, GIFTS
from desk.routes.imports import IMPORTS
from desk.routes.reaching import REACHING
from desk.routes.receipts import RECEIPTS
from desk.routes.records import RECORDS
from desk.routes.rows import (
    ADMINISTRATORS,
    ALL,
    BOTH,
    DONORS,
    GIVING,
    GIVING_HANDS,
    NOBODY,
    PERSONAS,
    READ,
    SIGNED_IN,
    STAFF,
    TIME_HANDS,
    WITHOUT_ROLE,
    WRITE,
    Found,
    Row,
)
from desk.routes.volunteers import ATTENDANCE, BOARD, CATALOGUE, NOTICES, SCREENING, SERIES, SIGNING, SITES

__all__ = ["PERSONAS", "ROUTES", "SIGNED_IN", "WITHOUT_ROLE", "Found", "Row", "all_routes"]

PUBLIC_PAGES = {
    "front:home": Row(READ, ALL),
    "front:privacy": Row(READ, ALL),
    "front:erased": Row(READ, ALL),
    "front:robots": Row(READ, ALL),
    "front:security": Row(READ, ALL),
    "desk:health": Row(READ, ALL),
    "volunteers:home": Row(READ, ALL),
    "letters:unsubscribe": Row(BOTH, ALL),
    "letters:webhook": Row(WRITE, ALL),
    "gifts:webhook": Row(WRITE, ALL),
    "gifts:give": Row(BOTH, ALL),
    "gifts:thanks": Row(READ, ALL),
    "gifts:thanks_state": Row(READ, ALL),
    "gifts:work": Row(READ, ALL),
    "gifts:raise": Row(BOTH, ALL),
    "receipts:check": Row(READ, ALL),
    "receipts:check_code": Row(BOTH, ALL),
    "set_language": Row(BOTH, ALL),
}

OWN_PAGES = {
    "front:my": Row(READ, SIGNED_IN),
    "front:my_gifts": Row(READ, SIGNED_IN),
    "front:my_gift": Row(READ, SIGNED_IN, is_own=True),
    "front:my_details": Row(BOTH, SIGNED_IN),
    "front:my_email": Row(BOTH, SIGNED_IN),
    "front:my_email_code": Row(BOTH, SIGNED_IN),
    "front:my_preferences": Row(READ, SIGNED_IN),
    "front:my_contact": Row(WRITE, SIGNED_IN),
    "front:my_topics": Row(WRITE, SIGNED_IN),
    "front:my_data": Row(READ, SIGNED_IN),
    "front:my_export": Row(WRITE, SIGNED_IN),
    "front:my_erasure": Row(BOTH, SIGNED_IN),
    "front:my_erasure_code": Row(BOTH, SIGNED_IN),
    "donors:address_new": Row(BOTH, SIGNED_IN),
    "donors:address": Row(BOTH, SIGNED_IN, is_own=True),
    "donors:address_remove": Row(WRITE, SIGNED_IN, is_own=True),
    "letters:mine": Row(READ, SIGNED_IN),
    "letters:my_letter": Row(READ, SIGNED_IN, is_own=True),
    "letters:my_file": Row(READ, SIGNED_IN, is_own=True),
    "receipts:mine": Row(READ, SIGNED_IN),
    "receipts:my_receipt": Row(READ, SIGNED_IN, is_own=True),
    "receipts:my_copy": Row(WRITE, SIGNED_IN, is_own=True),
    "receipts:download": Row(READ, SIGNED_IN, is_own=True),
    "receipts:my_expenses": Row(READ, SIGNED_IN),
    "receipts:statement": Row(READ, SIGNED_IN, is_own=True),
    "gifts:my_recurring": Row(READ, SIGNED_IN, is_own=True),
    "gifts:my_recurring_quiet": Row(WRITE, SIGNED_IN, is_own=True),
    "gifts:my_recurring_card": Row(WRITE, SIGNED_IN, is_own=True),
    "gifts:my_recurring_card_done": Row(READ, SIGNED_IN, is_own=True),
    "gifts:my_recurring_cancel": Row(BOTH, SIGNED_IN, is_own=True),
    "gifts:my_recurring_change": Row(BOTH, SIGNED_IN, is_own=True),
}

SIGN_IN = {
    "accounts:sign_in": Row(BOTH, ALL),
    "accounts:confirm_code": Row(BOTH, ALL),
    "accounts:password": Row(BOTH, SIGNED_IN),
    "accounts:security": Row(READ, SIGNED_IN),
    "account_login": Row(BOTH, ALL),
    "account_logout": Row(BOTH, ALL),
    "account_inactive": Row(READ, ALL),
    "account_reauthenticate": Row(BOTH, SIGNED_IN),
    "mfa_index": Row(READ, SIGNED_IN),
    "mfa_authenticate": Row(BOTH, ALL),
    "mfa_reauthenticate": Row(BOTH, SIGNED_IN),
    "mfa_activate_totp": Row(BOTH, SIGNED_IN),
    "mfa_deactivate_totp": Row(BOTH, SIGNED_IN),
    "mfa_view_recovery_codes": Row(READ, SIGNED_IN),
    "mfa_generate_recovery_codes": Row(BOTH, SIGNED_IN),
    "mfa_list_webauthn": Row(READ, SIGNED_IN),
    "mfa_add_webauthn": Row(BOTH, SIGNED_IN),
    "mfa_login_webauthn": Row(BOTH, ALL),
    "mfa_reauthenticate_webauthn": Row(BOTH, SIGNED_IN),
    "mfa_edit_webauthn": Row(BOTH, SIGNED_IN),
    "mfa_remove_webauthn": Row(BOTH, SIGNED_IN),
}

DESK = {
    "desk:home": Row(READ, STAFF),
    "desk:setup": Row(BOTH, ADMINISTRATORS),
    "desk:checkup": Row(READ, ADMINISTRATORS),
    "desk:picture": Row(READ, ADMINISTRATORS),
    "desk:search": Row(READ, STAFF),
    "desk:gift": Row(READ, GIVING),
    "desk:gift_new": Row(READ, GIVING_HANDS),
    "desk:gift_record": Row(BOTH, GIVING_HANDS),
    "desk:gift_correct": Row(BOTH, GIVING_HANDS),
    "desk:gift_reverse": Row(BOTH, GIVING_HANDS),
    "gifts:tribute_card": Row(BOTH, GIVING_HANDS),
    "desk:donor": Row(READ, DONORS),
    "letters:list": Row(READ, STAFF),
    "letters:page": Row(READ, STAFF),
    "letters:html": Row(READ, STAFF),
    "letters:attachment": Row(READ, STAFF),
    "letters:resend": Row(WRITE, GIVING_HANDS | TIME_HANDS),
    "letters:suppressions": Row(READ, DONORS),
    "letters:lift": Row(WRITE, GIVING_HANDS),
    "letters:preview": Row(READ, STAFF),
    "letters:preview_kind": Row(READ, STAFF),
    "letters:preview_html": Row(READ, STAFF),
    "desk:donor_merge": Row(BOTH, GIVING_HANDS),
    "jobs:list": Row(READ, ADMINISTRATORS),
    "jobs:retry": Row(WRITE, ADMINISTRATORS),
    "accounts:people": Row(READ, ADMINISTRATORS),
    "accounts:person": Row(READ, ADMINISTRATORS),
    "accounts:invite": Row(BOTH, ADMINISTRATORS),
    "accounts:grant": Row(WRITE, ADMINISTRATORS),
    "accounts:revoke": Row(WRITE, ADMINISTRATORS),
    "accounts:change": Row(WRITE, ADMINISTRATORS),
    "accounts:audit": Row(READ, ADMINISTRATORS | {"privacy"}),
}

DJANGO_ADMIN = {
    "admin:index": Row(READ, ADMINISTRATORS),
    "admin:login": Row(BOTH, ADMINISTRATORS),
    "admin:logout": Row(WRITE, ADMINISTRATORS),
    "admin:jsi18n": Row(READ, ADMINISTRATORS),
    "admin:password_change": Row(BOTH, NOBODY),
    "admin:password_change_done": Row(READ, NOBODY),
    "admin:autocomplete": Row(READ, NOBODY),
    "admin:view_on_site": Row(READ, NOBODY),
    "admin:django.contrib.admin.sites.catch_all_view": Row(READ, NOBODY),
}

ROUTES: dict[str, Row] = {
    **SIGNING,
    **SCREENING,
    **SERIES,
    **BOARD,
    **CATALOGUE,
    **SITES,
    **ATTENDANCE,
    **NOTICES,
    **PUBLIC_PAGES,
    **OWN_PAGES,
    **SIGN_IN,
    **DESK,
    **RECEIPTS,
    **GIFTS,
    **CAMPAIGNS,
    **RECORDS,
    **DUPLICATES,
    **BATCHES,
    **ASKS,
    **REACHING,
    **IMPORTS,
    **FIGURES,
    **BOOKS,
    **DJANGO_ADMIN,
}


def all_routes() -> list[Found]:
    """Return every route that the resolver knows, those of other packages included."""
    return list(_walk(get_resolver(), "/", (), ()))


def _walk(
    resolver: URLResolver, path: str, spaces: tuple[str, ...], apps: tuple[str, ...]
) -> Iterator[Found]:
    for entry in resolver.url_patterns:
        here = path + str(entry.pattern)
        if isinstance(entry, URLPattern):
            match = ResolverMatch(entry.callback, (), {}, entry.name, list(apps), list(spaces), here)
            yield Found(here, match)
        else:
            inner_spaces = (*spaces, entry.namespace) if entry.namespace else spaces
            inner_apps = (*apps, entry.app_name) if entry.app_name else apps
            yield from _walk(entry, here, inner_spaces, inner_apps)
