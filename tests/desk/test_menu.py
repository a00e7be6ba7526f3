"""The menu in the frame of every desk page."""

import re

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import Role
from tests.accounts.makers import browser_of, make_staff

pytestmark = pytest.mark.django_db


def desk_of(*roles: Role, language: str = "en") -> Client:
    browser = browser_of(make_staff(*roles))
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return browser


def menu_on(browser: Client, path: str) -> str:
    page = browser.get(path).content.decode()
    found = re.search(r'<header class="desk-side">.*?</header>', page, re.DOTALL)
    assert found
    return found[0]


def test_each_role_is_offered_its_own_pages() -> None:
    coordinator, finance = desk_of(Role.COORDINATOR), desk_of(Role.FINANCE)
    for _again in range(2):
        menu = menu_on(coordinator, "/desk/")
        assert "/desk/shifts/" in menu
        assert "/desk/gifts/" not in menu
        menu = menu_on(finance, "/desk/")
        assert "/desk/gifts/" in menu
        assert "/desk/shifts/" not in menu


def test_the_page_where_one_is_and_no_other_is_marked() -> None:
    desk = desk_of(Role.COORDINATOR)
    for path in ("/desk/", "/desk/shifts/", "/desk/volunteers/", "/desk/shifts/month/"):
        here = re.findall(r'href="([^"]*)" aria-current="page"', menu_on(desk, path))
        assert here == ["/desk/shifts/" if path.startswith("/desk/shifts/") else path]


def test_the_menu_speaks_the_language_of_whoever_looks() -> None:
    english, spanish = (menu_on(desk_of(Role.COORDINATOR, language=one), "/desk/") for one in ("en", "es"))
    assert (">Shifts<" in english, ">Shifts<" in spanish) == (True, False)
    assert ">Turnos<" in spanish
