"""Two people, one moment: what must happen once happens once."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from accounts.models import Role
from tests.factories import MOMENT, make_organisation, make_user
from tests.volunteers.makers import make_application, make_program, make_reference, make_volunteer
from volunteers.actions import decisions
from volunteers.actions.applications import ApplicationRefused, Wish, ask_to_help, begin_application
from volunteers.actions.references import ReferenceRefused, answer_reference, refuse_reference
from volunteers.models import Application, Clearance, Volunteer

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[Exception]:
    """Run them in threads that start together; return the refusals."""
    barrier = threading.Barrier(len(acts))
    refused: list[Exception] = []

    def run(act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            act()
        except (ApplicationRefused, ReferenceRefused) as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def test_of_a_yes_and_a_no_one_is_the_decision() -> None:
    make_organisation()
    program = make_program()
    application = make_application(make_volunteer(), program, state=Application.State.CHECKS)
    actor = make_user(Role.SCREENING)
    terms = decisions.Terms((program,), is_for_confidential=False, from_on=MOMENT.date(), until_on=None)

    def yes() -> object:
        return decisions.clear_applicant(application_id=application.pk, terms=terms, actor=actor, now=MOMENT)

    def no() -> None:
        decisions.decline_applicant(
            application_id=application.pk, declined_for="time", actor=actor, now=MOMENT
        )

    assert len(at_once(yes, no, yes, no)) == 3
    application.refresh_from_db()
    assert application.events.count() == 1
    assert Clearance.objects.count() == (application.state == Application.State.CLEARED)


def test_a_link_is_answered_once() -> None:
    application = make_application(make_volunteer(), make_program())
    reference = make_reference(application, token="secret", asked_at=MOMENT)
    answers = [
        lambda word=word: answer_reference(token="secret", answers={"recommends": word}, now=MOMENT)
        for word in ("yes", "no")
    ]
    refused = at_once(*answers, lambda: refuse_reference(token="secret", now=MOMENT))
    assert len(refused) == 2
    reference.refresh_from_db()
    assert reference.state in {"answered", "refused"}


def test_a_first_step_sent_twice_makes_one_volunteer_and_one_application() -> None:
    make_organisation()
    wish = Wish("Rosa Lind", "en", None, (make_program().pk,))

    def ask() -> object:
        return ask_to_help(email="rosa@example.org", wish=wish, network="192.0.2.0/24", now=MOMENT)

    assert at_once(ask, ask, ask) == []
    assert Volunteer.objects.count() == 1
    user = make_user(email="rosa@example.org")
    at_once(*[lambda: begin_application(user=user, wish=wish, now=MOMENT)] * 3)
    assert Application.objects.get().volunteer == Volunteer.objects.get(user=user)
