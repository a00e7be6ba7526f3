"""The desk's menu: what exists and what a person may open. Each page's own mark decides."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.functional import Promise
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
            Entry("donors:donor_list", _("Donors"), "people"),
            Entry("gifts:recurring_list", _("Recurring gifts"), "repeat"),
            Entry("gifts:campaign_list", _("Campaigns"), "flag"),
            Entry("campaigns:funds", _("Funds"), "sprout"),
            Entry("receipts:list", _("Receipts"), "receipt"),
            Entry("letters:list", _("Letters"), "letter"),
        ],
    ),
    (
        _("Money"),
        [
            Entry("gifts:payout_list", _("Payouts"), "coin"),
            Entry("gifts:difference_list", _("Differences"), "warning"),
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


def menu_for(user: User, path: str) -> list[Group]:
    """Return the groups with at least one page that the user may open; `path` is where they are."""
    groups = []
    for title, entries in MENU:
        items = [item for entry in entries if (item := _item(entry, user, path))]
        if items:
            groups.append(Group(title, items))
    return groups


def address_for(user: User, route: str) -> str:
    """Return the address of a desk page that the user may open, else nothing."""
    href, access = _page(route, settings.ROOT_URLCONF)
    if access is None or access.gate is not Gate.STAFF or not access.roles & user.roles:
        return ""
    return href


@cache
def _page(route: str, _urls: str) -> tuple[str, Access | None]:
    """Return a page's address and mark. Every page of the desk asks for each entry: it is found once."""
    try:
        href = reverse(route)
    except NoReverseMatch:  # the page comes with a later part of the house
        return "", None
    return href, getattr(resolve(href).func, "access", None)


def _item(entry: Entry, user: User, path: str) -> Item | None:
    href = address_for(user, entry.route)
    if not href:
        return None
    is_here = path == href if entry.route == "desk:home" else path.startswith(href)
    return Item(href, entry.label, entry.icon, is_here)
