"""References and guardians: links that open one thing, once, for a month; opening them changes nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from letters.kinds import lookup
from letters.models import Letter
from tests.factories import MOMENT, make_organisation, make_user
from tests.volunteers.makers import (
    SHIFT_START,
    make_application,
    make_consent,
    make_program,
    make_reference,
    make_role,
    make_shift,
    make_sign_up,
    make_volunteer,
)
from volunteers.actions import guardians, references
from volunteers.actions.references import Named, ReferenceRefused, replace_reference
from volunteers.models import Application, GuardianConsent, Reference, Volunteer

pytestmark = pytest.mark.django_db
ANSWERS = {
    "known_years": "3",
    "is_reliable": "yes",
    "is_calm": "with_care",
    "keeps_trust": "yes",
    "recommends": "yes",
}


def asked(**values: Any) -> Reference:
    """A reference who was asked yesterday by the link /volunteer/reference/secret/."""
    application = make_application(make_volunteer(name="Rosa Lind"), make_program())
    facts = {"asked_at": timezone.now() - timedelta(days=1), **values}
    return make_reference(application, token="secret", **facts)


def test_opening_the_link_changes_nothing_however_often(client: Client) -> None:
    reference = asked()
    for _scan in range(3):
        page = client.get("/volunteer/reference/secret/")
        assert page.status_code == 200
        assert "Rosa Lind" in page.content.decode()
        assert "no-store" in page["Cache-Control"]
        client.head("/volunteer/reference/secret/")
    reference.refresh_from_db()
    assert reference.state == "asked"


def test_the_form_holds_no_free_text(client: Client) -> None:
    asked()
    page = client.get("/volunteer/reference/secret/").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert "<textarea" not in main
    assert 'type="text"' not in main


def test_an_answer_is_kept_once_and_the_link_is_dead_afterwards(client: Client) -> None:
    reference = asked()
    assert client.post("/volunteer/reference/secret/", ANSWERS).status_code == 200
    again = client.post("/volunteer/reference/secret/", {**ANSWERS, "recommends": "no"})

    reference.refresh_from_db()
    assert (reference.state, reference.recommends, reference.known_years) == ("answered", "yes", 3)
    assert again.status_code == 410
    assert "Your answer is with us" in client.get("/volunteer/reference/secret/").content.decode()


def test_an_incomplete_answer_keeps_what_was_ticked_and_stores_nothing(client: Client) -> None:
    reference = asked()
    page = client.post("/volunteer/reference/secret/", {**ANSWERS, "recommends": ""})
    assert page.status_code == 200
    assert page.content.decode().count("checked") == 4
    reference.refresh_from_db()
    assert reference.state == "asked"


def test_a_polite_no_is_kept_and_the_applicant_is_not_told_who_said_it(client: Client) -> None:
    reference = asked()
    client.post("/volunteer/reference/secret/", {"answer": "no"})
    reference.refresh_from_db()
    assert reference.state == "refused"
    letter = Letter.objects.get(kind="reference_wanted")
    assert letter.facts == {"name": "Rosa Lind"}
    assert client.get("/volunteer/reference/secret/").status_code == 410


@pytest.mark.parametrize(
    "values",
    [{"asked_at": timezone.now() - timedelta(days=30)}, {"state": "expired"}],
)
def test_a_late_link_is_closed_on_every_method(client: Client, values: dict[str, Any]) -> None:
    reference = asked(**values)
    for answer in (
        client.get("/volunteer/reference/secret/"),
        client.post("/volunteer/reference/secret/", ANSWERS),
    ):
        assert answer.status_code == 410
    reference.refresh_from_db()
    assert reference.answered_at is None


@pytest.mark.parametrize("state", ["withdrawn", "cleared"])
def test_a_link_dies_with_its_application(client: Client, state: str) -> None:
    reference = asked()
    Application.objects.filter(pk=reference.application_id).update(state=state)
    assert client.post("/volunteer/reference/secret/", ANSWERS).status_code == 410


def test_an_unknown_link_and_one_for_another_purpose_are_404(client: Client) -> None:
    reference = asked()
    make_consent(reference.application.volunteer, token="guardian")
    for path in ("reference/nothing", "reference/guardian", "guardian/secret"):
        assert client.get(f"/volunteer/{path}/").status_code == 404
        assert client.post(f"/volunteer/{path}/", ANSWERS).status_code == 404


def test_a_reference_named_in_a_draft_has_no_link_that_works(client: Client) -> None:
    asked(asked_at=None)
    assert client.get("/volunteer/reference/secret/").status_code == 404


def real(now: Any = MOMENT) -> tuple[Reference, str]:
    """A reference asked by the house, and the secret of the letter."""
    application = make_application(make_volunteer(), make_program())
    reference = replace_reference(
        application_id=application.pk,
        named=Named("Ivo", "ivo@example.org", "teacher"),
        actor=make_user(),
        now=now,
    )
    return reference, Letter.objects.get(kind="reference_asked").facts["token"]


def test_only_the_hash_of_a_link_is_kept_and_its_letter_forgets_it() -> None:
    reference, token = real()
    reference.refresh_from_db()
    assert token not in str(reference.__dict__)
    assert references.find_reference(token=token, now=MOMENT) == reference
    assert all(
        lookup(name).purge_facts for name in ("reference_asked", "reference_reminder", "guardian_asked")
    )


def test_who_is_silent_is_reminded_once_after_a_week_with_the_same_link_and_given_up_after_a_month() -> None:
    make_organisation()
    reference, token = real()
    for days, expected in ((6, (0, 0)), (7, (1, 0)), (8, (0, 0)), (29, (0, 0)), (30, (0, 1)), (31, (0, 0))):
        assert references.follow_up(now=MOMENT + timedelta(days=days)) == expected
    reminder = Letter.objects.get(kind="reference_reminder")
    assert reminder.facts["token"] == token
    reference.refresh_from_db()
    assert reference.state == "expired"
    assert Letter.objects.filter(kind="reference_wanted").count() == 1


def test_nobody_is_reminded_of_an_application_that_is_over() -> None:
    reference, _token = real()
    Application.objects.filter(pk=reference.application_id).update(state="withdrawn")
    assert references.follow_up(now=MOMENT + timedelta(days=8)) == (0, 0)
    assert references.follow_up(now=MOMENT + timedelta(days=31)) == (0, 0)


def test_the_same_person_is_not_asked_twice_and_nobody_after_the_decision() -> None:
    reference, _token = real()
    same: dict[str, Any] = {"application_id": reference.application_id, "actor": make_user(), "now": MOMENT}
    with pytest.raises(ReferenceRefused, match="asked already"):
        replace_reference(named=Named("Ivo", "ivo@example.org", "teacher"), **same)
    Application.objects.filter(pk=reference.application_id).update(state="withdrawn")
    with pytest.raises(ReferenceRefused, match="decided"):
        replace_reference(named=Named("Una", "una@example.org", "teacher"), **same)


def test_the_applicant_names_somebody_else_where_one_fell_silent(client: Client) -> None:
    volunteer = make_volunteer(name="Rosa Lind")
    application = make_application(volunteer, make_program(min_references=1))
    make_reference(application, state="expired")
    client.force_login(volunteer.user, backend="accounts.adapter.Backend")  # type: ignore[arg-type] # they have one
    assert "One more person who knows you" in client.get("/volunteer/application/").content.decode()

    own = client.post("/volunteer/application/reference/", {"more-name": "Me", "more-email": volunteer.email})
    assert own.status_code == 200
    person = {"more-name": "Una", "more-email": "una@example.org", "more-relation": "faith"}
    client.post("/volunteer/application/reference/", person)
    client.post("/volunteer/application/reference/", {**person, "more-email": "two@example.org"})

    assert list(Letter.objects.filter(kind="reference_asked").values_list("to_email", flat=True)) == [
        "una@example.org"
    ]


# -- guardians


@pytest.fixture
def young() -> Volunteer:
    return make_volunteer(name="Kim Lind", adult_on=SHIFT_START.date() + timedelta(days=30))


def guardian_link(volunteer: Volunteer) -> GuardianConsent:
    make_application(volunteer, make_program(takes_under_18=True))
    return make_consent(volunteer, token="kin", asked_at=timezone.now() - timedelta(days=1))


def test_a_guardian_reads_ticks_and_agrees_and_gets_the_way_back(client: Client, young: Volunteer) -> None:
    consent = guardian_link(young)
    client.get("/volunteer/guardian/kin/")
    unticked = client.post("/volunteer/guardian/kin/", {"answer": "yes"}).content.decode()
    assert "Please tick the box first." in unticked
    assert not GuardianConsent.objects.exclude(given_at=None).exists()

    client.post("/volunteer/guardian/kin/", {"answer": "yes", "read": "on"})
    client.post("/volunteer/guardian/kin/", {"answer": "yes", "read": "on"})

    consent.refresh_from_db()
    assert consent.given_at is not None
    letter = Letter.objects.get(kind="guardian_given")
    assert letter.to_email == consent.guardian_email


def test_a_guardian_may_say_no_and_the_link_is_closed(client: Client, young: Volunteer) -> None:
    consent = guardian_link(young)
    client.post("/volunteer/guardian/kin/", {"answer": "no"})
    consent.refresh_from_db()
    assert consent.refused_at is not None
    assert client.post("/volunteer/guardian/kin/", {"answer": "yes", "read": "on"}).status_code == 410
    assert Letter.objects.filter(kind="guardian_wanted").count() == 1


def test_a_consent_taken_back_frees_the_shifts_before_the_birthday_and_no_others(
    client: Client, young: Volunteer
) -> None:
    consent = guardian_link(young)
    GuardianConsent.objects.filter(pk=consent.pk).update(given_at=timezone.now())
    role = make_role(make_program(takes_under_18=True))
    soon = make_sign_up(make_shift(role, starts_at=timezone.now() + timedelta(days=2)), young)
    GuardianConsent.objects.filter(pk=consent.pk).update(asked_at=timezone.now() - timedelta(days=200))
    Volunteer.objects.filter(pk=young.pk).update(adult_on=(timezone.now() + timedelta(days=30)).date())
    later = make_sign_up(make_shift(role, starts_at=timezone.now() + timedelta(days=40)), young)

    page = client.post("/volunteer/guardian/kin/", {"answer": "back"})

    assert page.status_code == 200
    states = {one.pk: one.state for one in young.sign_ups.all()}
    assert states == {soon.pk: "released", later.pk: "confirmed"}
    assert client.post("/volunteer/guardian/kin/", {"answer": "back"}).status_code == 410


def test_nothing_can_be_taken_back_that_was_not_given(client: Client, young: Volunteer) -> None:
    guardian_link(young)
    assert client.post("/volunteer/guardian/kin/", {"answer": "back"}).status_code == 410


def test_a_silent_guardian_is_reminded_once_then_the_volunteer_is_told(young: Volunteer) -> None:
    make_organisation()
    make_application(young, make_program(takes_under_18=True))
    guardians.name_guardian(
        volunteer_id=young.pk, name="Karin", email="karin@example.org", actor=make_user(), now=MOMENT
    )
    token = Letter.objects.get(kind="guardian_asked").facts["token"]
    for days, expected in ((6, (0, 0)), (7, (1, 0)), (8, (0, 0)), (30, (0, 1)), (31, (0, 0))):
        assert guardians.follow_up_guardians(now=MOMENT + timedelta(days=days)) == expected
    assert Letter.objects.get(kind="guardian_reminder").facts["token"] == token
    assert Letter.objects.filter(kind="guardian_wanted").count() == 1


def test_a_new_guardian_replaces_the_silent_one_and_a_standing_consent_is_left_alone(
    young: Volunteer,
) -> None:
    make_application(young, make_program(takes_under_18=True))
    name: dict[str, Any] = {"volunteer_id": young.pk, "name": "Karin", "actor": make_user(), "now": MOMENT}
    guardians.name_guardian(email="first@example.org", **name)
    first = Letter.objects.get(kind="guardian_asked").facts["token"]
    guardians.name_guardian(email="second@example.org", **name)
    with pytest.raises(guardians.ConsentRefused):
        guardians.give_consent(token=first, now=MOMENT)
    young.consents.filter(refused_at=None).update(given_at=MOMENT)
    with pytest.raises(guardians.ConsentRefused, match="a consent already"):
        guardians.name_guardian(email="third@example.org", **name)
