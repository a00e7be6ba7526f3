"""What tests of applying share: a first step, the code that proves an address, references."""

from datetime import UTC, datetime
from typing import Any

from django.test import Client

from accounts.actions.codes import code_in_clear
from accounts.models import SignInCode
from letters.sign_in_codes import write_sign_in_code
from volunteers.models import Application, Program


def first_step(*programs: Program, **values: Any) -> dict[str, Any]:
    return {
        "name": "Rosa Lind",
        "email": "rosa@example.org",
        "language": "en",
        "programs": [program.pk for program in programs],
        "age": "adult",
        **values,
    }


def prove(browser: Client) -> None:
    """Type the newest code that was mailed."""
    row = SignInCode.objects.latest("pk")
    code = code_in_clear(row)
    write_sign_in_code(str(row.pk), datetime.now(UTC))
    answer = browser.post("/accounts/sign-in/code/", {"code": code})
    assert answer["Location"] == "/volunteer/apply/time/"


def applicant(*programs: Program, browser: Client, **values: Any) -> Application:
    """Somebody who proved their address and saved the second step."""
    browser.post("/volunteer/apply/", first_step(*programs, **values))
    prove(browser)
    browser.post("/volunteer/apply/time/", {"hours_a_week": "3", "months": "6", "go": "next"})
    return Application.objects.get()


def references(*people: tuple[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, (name, email) in enumerate(people, start=1):
        found |= {f"r{number}-name": name, f"r{number}-email": email, f"r{number}-relation": "teacher"}
    return found
