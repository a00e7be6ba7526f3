"""The desk's menu: what exists and what a person may open. Each page's own mark decides."""

from dataclasses import dataclass
from functools import cache, lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.access import Access, Gate
from accounts.models import User


@dataclass(frozen=True)
class Entry:
    """A page that the menu would offer."""

    route: str
    label: Promise
    icon: str


@dataclass(frozen=True)
class Item:
    """A page that the menu offers to this person on this page."""

    href: str
    label: Promise
    icon: str
    is_here: bool


@dataclass(frozen=True)
class Group:
    """Items under one title; the first group has none."""

    title: Promise | str
    items: list[Item]


MENU: list[tuple[Promise | str, list[Entry]]] = [
    ("", [Entry("desk:home", _("Today"), "home")]),
    (
        _("Giving"),
        [
            Entry("gifts:gift_list", _("Gifts"), "heart"),
            Entry("gifts:batch_list", _("Batches"), "inbox"),
            Entry("gifts:pledge_list", _("Pledges"), "calendar"),
            Entry("gifts:recurring_list", _("Recurring gifts"), "repeat"),
            Entry("receipts:list", _("Receipts"), "receipt"),
            Entry("receipts:year_ends", _("Year end"), "calendar"),
            Entry("letters:list", _("Letters"), "letter"),
            Entry("gifts:reports", _("Reports"), "book"),
        ],
    ),
    (
        pgettext_lazy("menu", "People"),
        [
            Entry("donors:donor_list", _("Donors"), "people"),
            Entry("donors:task_list", _("Tasks"), "clock"),
            Entry("donors:duplicate_list", _("Duplicates"), "people"),
            Entry("donors:import_list", _("Imports"), "inbox"),
        ],
    ),
    (
        _("Asking"),
        [
            Entry("gifts:campaign_list", _("Campaigns"), "flag"),
            Entry("campaigns:funds", _("Funds"), "sprout"),
            Entry("gifts:challenge_list", _("Challenges"), "heart"),
            Entry("gifts:peer_list", _("Peer pages"), "people"),
            Entry("gifts:wish_list", _("Wish list"), "home"),
            Entry("campaigns:impact_list", _("Impact"), "sprout"),
            Entry("campaigns:story_list", _("Stories"), "book"),
        ],
    ),
    (
        _("Money"),
        [
            Entry("gifts:payout_list", _("Payouts"), "coin"),
            Entry("gifts:difference_list", _("Differences"), "warning"),
            Entry("gifts:fund_balances", _("Fund balances"), "sprout"),
            Entry("gifts:fees", _("Fees"), "receipt"),
            Entry("gifts:journal", _("Journal"), "book"),
            Entry("gifts:event_list", _("Stripe events"), "inbox"),
            Entry("gifts:policy", _("Rules for giving"), "shield"),
        ],
    ),
    (
        _("Time"),
        [
            Entry("volunteers:board", _("Shifts"), "calendar"),
            Entry("volunteers:series_list", _("Series"), "repeat"),
            Entry("volunteers:people_list", _("Volunteers"), "people"),
            Entry("volunteers:application_list", _("Applications"), "inbox"),
            Entry("volunteers:training_list", _("Training"), "book"),
            Entry("volunteers:hours_list", _("Hours"), "clock"),
            Entry("volunteers:kiosk_desk", _("Kiosks"), "door"),
            Entry("volunteers:catalogue", _("Programs and roles"), "sprout"),
            Entry("volunteers:site_list", _("Places"), "home"),
        ],
    ),
    (
        _("House"),
        [
            Entry("accounts:people", _("People and roles"), "key"),
            Entry("accounts:audit", _("Audit trail"), "shield"),
            Entry("jobs:list", _("Work queue"), "clock"),
            Entry("desk:setup", _("Setup"), "settings"),
        ],
    ),
]


def drawn_menu(user: User, path: str) -> str:
    """Return the groups with at least one page that the user may open; `path` is where they are."""
    urls = settings.ROOT_URLCONF
    here = frozenset(
        entry.route for _title, entries in MENU for entry in entries if _is_here(entry, path, urls)
    )
    return _drawn(user.roles, here, get_language(), urls)


def address_for(user: User, route: str) -> str:
    """Return the address of a desk page that the user may open, else nothing."""
    return _address(user.roles, route, settings.ROOT_URLCONF)


@lru_cache(maxsize=512)
def _drawn(roles: frozenset[str], here: frozenset[str], _language: str | None, urls: str) -> str:
    """The menu stands on every page of the desk and says the same to all who hold these roles."""
    groups = []
    for title, entries in MENU:
        items = [
            Item(href, entry.label, entry.icon, entry.route in here)
            for entry in entries
            if (href := _address(roles, entry.route, urls))
        ]
        if items:
            groups.append(Group(title, items))
    return render_to_string("desk/_menu.html", {"groups": groups})


def _address(roles: frozenset[str], route: str, urls: str) -> str:
    href, access = _page(route, urls)
    return href if access and access.gate is Gate.STAFF and access.roles & roles else ""


@cache
def _page(route: str, _urls: str) -> tuple[str, Access | None]:
    """Return a page's address and mark. Every page of the desk asks for each entry: it is found once."""
    try:
        href = reverse(route)
    except NoReverseMatch:  # the page comes with a later part of the house
        return "", None
    return href, getattr(resolve(href).func, "access", None)


def _is_here(entry: Entry, path: str, urls: str) -> bool:
    href, _access = _page(entry.route, urls)
    return path == href if entry.route == "desk:home" else bool(href) and path.startswith(href)
