"""Every address of the site: which methods it takes and whom it admits.

Written by hand, apart from the marks on the views: two people must be wrong in the same way before a page
opens to the wrong eyes. `tests/wall/test_routes.py` drives it; `manage.py list_routes` prints it.
A new route fails that test until it stands here.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import ResolverMatch, URLPattern, URLResolver, get_resolver

from accounts.models import Role

WITHOUT_ROLE = ("anonymous", "donor", "volunteer")
PERSONAS = (*WITHOUT_ROLE, *Role.values)

Admitted = frozenset[str]
ALL: Admitted = frozenset(PERSONAS)
SIGNED_IN: Admitted = ALL - {"anonymous"}
NOBODY: Admitted = frozenset()
STAFF: Admitted = frozenset(Role.values)
ADMINISTRATORS: Admitted = frozenset({"administrator"})
MONEY: Admitted = frozenset({"administrator", "finance"})
GIVING: Admitted = frozenset({"administrator", "finance", "fundraiser", "read_only"})
DONORS: Admitted = GIVING | {"privacy"}
MONEY_READERS: Admitted = MONEY | {"read_only"}
FUNDRAISERS: Admitted = frozenset({"administrator", "fundraiser"})
GIVING_HANDS: Admitted = frozenset({"administrator", "finance", "fundraiser"})

COORDINATORS: Admitted = frozenset({"administrator", "coordinator"})
SCREENERS: Admitted = frozenset({"administrator", "screening"})
TIME: Admitted = frozenset({"administrator", "coordinator", "screening", "read_only"})
TIME_HANDS: Admitted = frozenset({"administrator", "coordinator", "screening"})
LOCATION_KEEPERS: Admitted = frozenset({"administrator", "privacy"})

READ = frozenset({"GET"})
WRITE = frozenset({"POST"})
BOTH = READ | WRITE


@dataclass(frozen=True)
class Row:
    """What is expected of a route. HEAD goes with GET and is not listed."""

    methods: frozenset[str]
    admits: Admitted


@dataclass(frozen=True)
class Found:
    """A route of the resolver."""

    path: str
    match: ResolverMatch

    @property
    def name(self) -> str:
        """Its name, with its namespaces."""
        return self.match.view_name


PUBLIC_PAGES = {
    "front:home": Row(READ, ALL),
    "front:privacy": Row(READ, ALL),
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
    "receipts:check": Row(READ, ALL),
    "receipts:check_code": Row(READ, ALL),
    "set_language": Row(BOTH, ALL),
}

OWN_PAGES = {
    "front:my": Row(READ, SIGNED_IN),
    "receipts:download": Row(READ, SIGNED_IN),
    "gifts:my_recurring": Row(READ, SIGNED_IN),
    "gifts:stop_my_recurring": Row(WRITE, SIGNED_IN),
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
    "desk:search": Row(READ, DONORS),
    "desk:gift": Row(READ, GIVING),
    "desk:donor": Row(READ, DONORS),
    "donors:donor_list": Row(READ, DONORS),
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
    "receipts:list": Row(READ, GIVING),
    "receipts:page": Row(READ, GIVING),
    "receipts:copy": Row(WRITE, GIVING_HANDS),
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

GIFTS = {
    "gifts:gift_list": Row(READ, GIVING),
    "gifts:giver_list": Row(READ, GIVING),
    "gifts:gift_export": Row(WRITE, GIVING_HANDS),
    "gifts:refund": Row(WRITE, MONEY),
    "gifts:match": Row(WRITE, GIVING_HANDS),
    "gifts:read_again": Row(WRITE, MONEY),
    "gifts:recurring_list": Row(READ, GIVING),
    "gifts:checkout_list": Row(READ, GIVING),
    "gifts:payout_list": Row(READ, MONEY_READERS),
    "gifts:payout": Row(READ, MONEY_READERS),
    "gifts:difference_list": Row(READ, MONEY_READERS),
    "gifts:event_list": Row(READ, MONEY_READERS),
    "gifts:event_replay": Row(WRITE, MONEY),
}

CAMPAIGNS = {
    "gifts:campaign_list": Row(READ, GIVING),
    "gifts:campaign": Row(READ, GIVING),
    "gifts:preview": Row(READ, GIVING),
    "gifts:policy": Row(BOTH, MONEY),
    "gifts:pause": Row(WRITE, MONEY),
    "gifts:resume": Row(WRITE, MONEY),
    "campaigns:new": Row(BOTH, FUNDRAISERS),
    "campaigns:edit": Row(BOTH, FUNDRAISERS),
    "campaigns:publish": Row(WRITE, FUNDRAISERS),
    "campaigns:close": Row(WRITE, FUNDRAISERS),
    "campaigns:reopen": Row(WRITE, FUNDRAISERS),
    "campaigns:appeals": Row(READ, GIVING),
    "campaigns:appeal_new": Row(BOTH, FUNDRAISERS),
    "campaigns:appeal_edit": Row(BOTH, FUNDRAISERS),
    "campaigns:funds": Row(READ, GIVING),
    "campaigns:fund_new": Row(BOTH, FUNDRAISERS),
    "campaigns:fund_edit": Row(BOTH, FUNDRAISERS),
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

# volunteers, one list for each part of their app, as in `volunteers/urls/`
SIGNING: dict[str, Row] = {
    "volunteers:program": Row(READ, ALL),
    "volunteers:shifts": Row(READ, SIGNED_IN),
    "volunteers:shift": Row(READ, SIGNED_IN),
    "volunteers:sign_up": Row(WRITE, SIGNED_IN),
    "volunteers:wait": Row(WRITE, SIGNED_IN),
    "volunteers:team_sign_up": Row(WRITE, SIGNED_IN),
    "volunteers:mine": Row(READ, SIGNED_IN),
    "volunteers:cancel": Row(WRITE, SIGNED_IN),
    "volunteers:offer": Row(BOTH, SIGNED_IN),
    "volunteers:stand_in": Row(WRITE, SIGNED_IN),
    "volunteers:swap": Row(BOTH, SIGNED_IN),
    "volunteers:handover": Row(BOTH, SIGNED_IN),
    "volunteers:availability": Row(BOTH, SIGNED_IN),
    "volunteers:availability_drop": Row(WRITE, SIGNED_IN),
    "volunteers:away_drop": Row(WRITE, SIGNED_IN),
}
SCREENING: dict[str, Row] = {
    "volunteers:apply": Row(BOTH, ALL),
    "volunteers:apply_step": Row(BOTH, SIGNED_IN),
    "volunteers:application": Row(READ, SIGNED_IN),
    "volunteers:name_reference": Row(WRITE, SIGNED_IN),
    "volunteers:ask_guardian": Row(WRITE, SIGNED_IN),
    "volunteers:withdraw": Row(WRITE, SIGNED_IN),
    "volunteers:reference": Row(BOTH, ALL),
    "volunteers:guardian": Row(BOTH, ALL),
    "volunteers:training": Row(READ, SIGNED_IN),
    "volunteers:training_book": Row(WRITE, SIGNED_IN),
    "volunteers:training_back": Row(WRITE, SIGNED_IN),
    "volunteers:agreement": Row(BOTH, SIGNED_IN),
    "volunteers:application_list": Row(READ, TIME),
    "volunteers:application_desk": Row(READ, TIME),
    "volunteers:interview": Row(WRITE, SCREENERS),
    "volunteers:interview_result": Row(WRITE, SCREENERS),
    "volunteers:begin_checks": Row(WRITE, SCREENERS),
    "volunteers:clear": Row(WRITE, SCREENERS),
    "volunteers:decline": Row(WRITE, SCREENERS),
    "volunteers:reference_remind": Row(WRITE, SCREENERS),
    "volunteers:reference_replace": Row(WRITE, SCREENERS),
    "volunteers:check_order": Row(WRITE, SCREENERS),
    "volunteers:check_result": Row(WRITE, SCREENERS),
    "volunteers:people_list": Row(READ, TIME),
    "volunteers:person": Row(READ, TIME),
    "volunteers:person_edit": Row(BOTH, TIME_HANDS),
    "volunteers:held_confirm": Row(WRITE, TIME_HANDS),
    "volunteers:held_drop": Row(WRITE, TIME_HANDS),
    "volunteers:course_done": Row(WRITE, TIME_HANDS),
    "volunteers:clearance_revoke": Row(WRITE, TIME_HANDS),
    "volunteers:person_leave": Row(WRITE, TIME_HANDS),
    "volunteers:person_back": Row(WRITE, TIME_HANDS),
    "volunteers:team_list": Row(READ, TIME),
    "volunteers:team_new": Row(BOTH, COORDINATORS),
    "volunteers:team_edit": Row(BOTH, COORDINATORS),
    "volunteers:training_list": Row(READ, TIME),
    "volunteers:session_new": Row(BOTH, COORDINATORS),
    "volunteers:training_session": Row(READ, TIME),
    "volunteers:session_edit": Row(BOTH, COORDINATORS),
    "volunteers:session_cancel": Row(WRITE, COORDINATORS),
    "volunteers:training_attendance": Row(WRITE, TIME_HANDS),
    "volunteers:course_new": Row(BOTH, COORDINATORS),
    "volunteers:course_edit": Row(BOTH, COORDINATORS),
    "volunteers:agreement_list": Row(READ, TIME),
    "volunteers:agreement_new": Row(BOTH, COORDINATORS),
    "volunteers:agreement_desk": Row(READ, TIME),
    "volunteers:agreement_edit": Row(BOTH, COORDINATORS),
    "volunteers:version_new": Row(BOTH, COORDINATORS),
}
SERIES: dict[str, Row] = {
    "volunteers:series_list": Row(READ, TIME),
    "volunteers:series_new": Row(BOTH, COORDINATORS),
    "volunteers:series_page": Row(READ, TIME),
    "volunteers:series_edit": Row(BOTH, COORDINATORS),
    "volunteers:series_open": Row(WRITE, COORDINATORS),
    "volunteers:series_end": Row(WRITE, COORDINATORS),
    "volunteers:series_skip": Row(WRITE, COORDINATORS),
    "volunteers:series_restore": Row(WRITE, COORDINATORS),
    "volunteers:standing_give": Row(WRITE, COORDINATORS),
    "volunteers:standing_end": Row(WRITE, COORDINATORS),
    "volunteers:closed_days": Row(READ, TIME),
    "volunteers:closed_day_add": Row(WRITE, COORDINATORS),
    "volunteers:closed_days_propose": Row(BOTH, COORDINATORS),
    "volunteers:closed_day_drop": Row(WRITE, COORDINATORS),
    "volunteers:shift_new": Row(BOTH, COORDINATORS),
    "volunteers:shift_desk": Row(READ, TIME),
    "volunteers:shift_edit": Row(BOTH, COORDINATORS),
    "volunteers:shift_seats": Row(WRITE, COORDINATORS),
    "volunteers:shift_cancel": Row(WRITE, COORDINATORS),
    "volunteers:seat_accept": Row(WRITE, COORDINATORS),
    "volunteers:seat_decline": Row(WRITE, COORDINATORS),
    "volunteers:seat_release": Row(WRITE, COORDINATORS),
}
BOARD: dict[str, Row] = {
    "volunteers:board": Row(READ, TIME),
    "volunteers:month": Row(READ, TIME),
    "volunteers:coverage": Row(READ, TIME),
    "volunteers:roster": Row(READ, TIME),
    "volunteers:shift_export": Row(WRITE, COORDINATORS),
    "volunteers:roster_export": Row(WRITE, COORDINATORS),
    "volunteers:gap": Row(READ, TIME),
    "volunteers:fill": Row(WRITE, COORDINATORS),
}
CATALOGUE: dict[str, Row] = {
    "volunteers:catalogue": Row(READ, TIME),
    "volunteers:program_new": Row(BOTH, COORDINATORS),
    "volunteers:program_edit": Row(BOTH, COORDINATORS),
    "volunteers:role_new": Row(BOTH, COORDINATORS),
    "volunteers:role_edit": Row(BOTH, COORDINATORS),
    "volunteers:qualifications": Row(READ, TIME),
    "volunteers:qualification_new": Row(BOTH, COORDINATORS),
    "volunteers:qualification_edit": Row(BOTH, COORDINATORS),
}
SITES: dict[str, Row] = {
    "volunteers:location": Row(BOTH, SIGNED_IN),
    "volunteers:site_list": Row(READ, TIME | LOCATION_KEEPERS),
    "volunteers:site_new": Row(BOTH, COORDINATORS),
    "volunteers:site": Row(READ, TIME | LOCATION_KEEPERS),
    "volunteers:site_edit": Row(BOTH, COORDINATORS),
    "volunteers:seal": Row(BOTH, LOCATION_KEEPERS),
    "volunteers:readings": Row(READ, LOCATION_KEEPERS),
    "volunteers:lockdown": Row(BOTH, LOCATION_KEEPERS),
    "volunteers:lift_lockdown": Row(WRITE, LOCATION_KEEPERS),
}
ATTENDANCE: dict[str, Row] = {}
NOTICES: dict[str, Row] = {
    "volunteers:calendar": Row(BOTH, SIGNED_IN),
    "volunteers:calendar_file": Row(READ, ALL),
    "volunteers:broadcast": Row(BOTH, COORDINATORS),
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
    **GIFTS,
    **CAMPAIGNS,
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
