"""Browsers that have proven something."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from accounts.actions.codes import code_in_clear
from accounts.models import SignInCode
from letters.sign_in_codes import write_sign_in_code


@pytest.fixture
def ask(client: Client) -> Callable[..., SignInCode]:
    """Ask for a code in a browser and return its row."""

    def ask_for(email: str, *, browser: Client = client, next_path: str = "") -> SignInCode:
        response = browser.post("/accounts/sign-in/", {"email": email, "next": next_path})
        assert response.status_code == 302
        return SignInCode.objects.latest("pk")

    return ask_for


@pytest.fixture
def code_of() -> Callable[[SignInCode], str]:
    """Let the worker write the letter, and return the code."""

    def read(row: SignInCode) -> str:
        code = code_in_clear(row)
        write_sign_in_code(str(row.pk), datetime.now(UTC))
        return code

    return read
