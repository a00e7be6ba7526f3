"""What screening found out, and where a confidential place is, stand in no trail and not in the admin."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.test import RequestFactory
from django.utils import timezone
from pytest_django import Settings

from accounts.models import AuditEntry, Role, User
from core import shield
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_organisation
from tests.volunteers.makers import make_application, make_program, make_reference, make_volunteer
from tests.volunteers.places import KEY, WHERE, make_place
from volunteers.actions.checks import order_check, record_result
from volunteers.actions.clearance import revoke_clearance
from volunteers.actions.decisions import decline_applicant, plan_interview, record_interview
from volunteers.actions.references import answer_reference
from volunteers.models import (
    Application,
    Check,
    CheckKind,
    Clearance,
    Interview,
    Program,
    Reference,
    Site,
    SiteSecret,
)

pytestmark = pytest.mark.django_db

SCREENERS = {Role.SCREENING, Role.ADMINISTRATOR}
ANSWERS = ("name", "email", "relation", "known_years", "is_reliable", "is_calm", "keeps_trust", "recommends")
# what only screening and administrators read, and what nobody reads in a table
SCREENED: dict[type[Model], tuple[str, ...]] = {
    Check: ("kind", "result", "vendor_reference"),
    Interview: ("result",),
    Reference: ANSWERS,
    Application: ("declined_for",),
    Clearance: ("revoked_for",),
}
SEALED: dict[type[Model], tuple[str, ...]] = {SiteSecret: ("sealed",), Site: ("address",)}


def named(columns: dict[type[Model], tuple[str, ...]]) -> set[str]:
    return {f"{model._meta.label}.{name}" for model, names in columns.items() for name in names}


def readable_in_admin(user: User | AnonymousUser) -> set[str]:
    """Every column of every table that Django's admin shows to somebody."""
    request = RequestFactory().get("/admin/")
    request.user = user
    return {
        f"{model._meta.label}.{field.name}"
        for model, page in admin.site._registry.items()
        if page.has_view_permission(request)
        for field in model._meta.get_fields()
    }


@pytest.mark.parametrize("role", list(Role))
def test_no_role_reads_in_the_admin_what_is_not_for_it(role: Role) -> None:
    seen = readable_in_admin(make_staff(role))

    assert seen & named(SEALED) == set()
    if role not in SCREENERS:
        assert seen & named(SCREENED) == set()


def test_the_rule_sees_a_table_that_should_not_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    tables: list[type[Model]] = [Check, Site]
    for model in tables:
        monkeypatch.setitem(admin.site._registry, model, admin.ModelAdmin(model, admin.site))

    seen = readable_in_admin(make_staff(Role.ADMINISTRATOR))

    assert {"volunteers.Check.result", "volunteers.Site.address"} <= seen
    assert readable_in_admin(make_staff(Role.COORDINATOR)) == set()


def test_every_secret_column_is_one() -> None:
    for model, names in {**SCREENED, **SEALED}.items():
        assert set(names) <= {field.name for field in model._meta.get_fields()}


@pytest.fixture
def told(settings: Settings) -> Iterator[list[AuditEntry]]:
    """The trail of everything that screening and keepers do."""
    settings.LOCATION_KEYS = [KEY]
    shield.forget()
    make_organisation()
    _screen(make_program(required_checks=["background"]), make_staff(Role.SCREENING))
    make_place(timezone.now(), label="House A", district="North")
    yield list(AuditEntry.objects.all())
    shield.forget()


def _screen(program: Program, actor: User) -> None:
    now = timezone.now()
    day, volunteer = now.date(), make_volunteer(program, name="Rosa Lind")
    application = make_application(volunteer, program)
    by: dict[str, Any] = {"actor": actor, "now": now}
    make_reference(application, "a-token", name="Karin Sommer", email="karin@example.org", asked_at=now)
    answers: dict[str, str | int] = {
        "known_years": 3,
        "is_reliable": "no",
        "is_calm": "with_care",
        "recommends": "no",
    }
    answer_reference(token="a-token", answers=answers, now=now)
    check = order_check(
        volunteer=volunteer, kind="background", ordered_on=day, vendor_reference="VENDOR-77", **by
    )
    record_result(check_id=check.pk, result="not_pass", done_on=day, expires_on=None, **by)
    talk = plan_interview(application_id=application.pk, at=now + timedelta(hours=1), **by)
    record_interview(interview_id=talk.pk, result="not_pass", actor=actor, now=now + timedelta(hours=2))
    decline_applicant(application_id=application.pk, declined_for="interview", **by)
    revoke_clearance(clearance=volunteer.clearances.get(), reason="check", **by)


def test_the_trail_says_that_something_was_done_and_not_what_came_of_it(told: list[AuditEntry]) -> None:
    verbs = {entry.verb for entry in told}
    assert {"check.ordered", "check.recorded", "application.declined", "clearance.revoked"} <= verbs
    found_out = {
        *(value for value in Check.Result.values if value != Check.Result.PENDING),
        *Reference.Verdict.values,
        *Application.Declined.values,
        *Clearance.Revoked.values,
        *CheckKind.values,
    }

    for entry in told:
        facts = {**entry.before, **entry.after}
        assert {str(value) for value in facts.values()} & found_out == set(), entry
        assert facts.keys() & {name for names in SCREENED.values() for name in names} == set(), entry
        assert entry.reason == "", entry


@pytest.mark.usefixtures("told")
def test_whoever_reads_the_trail_learns_neither_results_nor_addresses() -> None:
    page = browser_of(make_staff(Role.PRIVACY)).get("/desk/audit/").content.decode()

    assert "check.recorded" in page
    for secret in ("VENDOR-77", "not_pass", "Not pass", "Karin", "with_care", WHERE.street, WHERE.entry):
        assert secret not in page
