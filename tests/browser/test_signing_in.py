"""Staff sign in in a real browser: the second step on a phone and a desktop, and a passkey that fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role
from tests.accounts.makers import PASSWORD, make_staff, totp_now
from tests.browser.looking import audit, snap

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]


def test_password_and_code_open_the_desk(page: Page, live_server: LiveServer) -> None:
    page.goto("/accounts/login/?next=/desk/")
    page.locator("[name=login]").fill(make_staff(Role.FUNDRAISER).email)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", level=1, name="Second step").wait_for()
    assert audit(page) == []
    snap(page, f"second-step-{page.evaluate('innerWidth')}")
    page.locator("[name=code]").fill("000000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    assert page.get_by_text("Incorrect code.", exact=True).is_visible()
    page.locator("[name=code]").fill(totp_now())
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/desk/")


def test_a_passkey_that_fails_says_so(page: Page, live_server: LiveServer) -> None:
    page.add_init_script("navigator.credentials.get = () => Promise.reject(new Error('taken away'))")
    page.goto("/accounts/login/")
    notice = page.get_by_role("alert").filter(has_text="The passkey did not work")
    assert not notice.is_visible()
    page.get_by_role("button", name="Use a passkey").click()
    notice.wait_for()
    assert audit(page) == []
    snap(page, f"passkey-failed-{page.evaluate('innerWidth')}")
