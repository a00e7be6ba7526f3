"""Two people, one moment: what must happen once happens once."""

from collections.abc import Callable

import pytest

from accounts.models import Role
from tests.factories import MOMENT, make_organisation, make_user
from tests.racing import at_once
from tests.volunteers.makers import make_application, make_program, make_reference, make_volunteer
from volunteers.actions import decisions
from volunteers.actions.applications import ApplicationRefused, Wish, ask_to_help, begin_application
from volunteers.actions.references import ReferenceRefused, answer_reference, refuse_reference
from volunteers.models import Application, Clearance, Volunteer

pytestmark = pytest.mark.django_db(transaction=True)
REFUSALS = (ApplicationRefused, ReferenceRefused)


def refused(*acts: Callable[[], object]) -> list[Exception]:
    """Run them at the same moment; return the refusals."""
    results = at_once(*acts, refusals=REFUSALS)
    return [one for one in results if isinstance(one, REFUSALS)]


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

    assert len(refused(yes, no, yes, no)) == 3
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
    refusals = refused(*answers, lambda: refuse_reference(token="secret", now=MOMENT))
    assert len(refusals) == 2
    reference.refresh_from_db()
    assert reference.state in {"answered", "refused"}


def test_a_first_step_sent_twice_makes_one_volunteer_and_one_application() -> None:
    make_organisation()
    wish = Wish("Rosa Lind", "en", None, (make_program().pk,))

    def ask() -> object:
        return ask_to_help(email="rosa@example.org", wish=wish, network="192.0.2.0/24", now=MOMENT)

    assert refused(ask, ask, ask) == []
    assert Volunteer.objects.count() == 1
    user = make_user(email="rosa@example.org")
    refused(*[lambda: begin_application(user=user, wish=wish, now=MOMENT)] * 3)
    assert Application.objects.get().volunteer == Volunteer.objects.get(user=user)
