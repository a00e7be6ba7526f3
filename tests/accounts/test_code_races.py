"""Two requests at once: limits still count, and a code still opens one door."""

from collections.abc import Callable
from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest
from django.db import connection

from accounts.actions.codes import (
    PER_MAILBOX,
    CodeRefused,
    TooManyCodes,
    ask_for_code,
    code_in_clear,
    prove_code,
)
from accounts.models import SignInCode
from tests.factories import make_donor

pytestmark = pytest.mark.django_db(transaction=True)
TOGETHER = 12


def together(act: Callable[[int], str]) -> list[str]:
    """What each of many threads got that began at the same moment."""
    gate, answers = Barrier(TOGETHER), ["" for _each in range(TOGETHER)]

    def run(number: int) -> None:
        gate.wait()
        try:
            answers[number] = act(number)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number,)) for number in range(TOGETHER)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_a_burst_for_one_mailbox_gets_six_codes() -> None:
    def ask(number: int) -> str:
        try:
            ask_for_code(
                email=f"maria+{number}@example.org",
                network=f"198.51.{number}.0/24",
                language="en",
                now=datetime.now(UTC),
            )
        except TooManyCodes:
            return "refused"
        return "asked"

    assert sorted(together(ask)) == ["asked"] * PER_MAILBOX + ["refused"] * (TOGETHER - PER_MAILBOX)
    assert SignInCode.objects.count() == PER_MAILBOX


def test_a_code_sent_many_times_at_once_opens_one_door() -> None:
    make_donor(email="maria@example.org")
    now = datetime.now(UTC)
    row = ask_for_code(email="maria@example.org", network="192.0.2.0/24", language="en", now=now)
    code = code_in_clear(row)

    def prove(_number: int) -> str:
        try:
            prove_code(code_id=row.pk, code=code, now=now)
        except CodeRefused:
            return "refused"
        return "opened"

    assert sorted(together(prove)) == ["opened"] + ["refused"] * (TOGETHER - 1)
