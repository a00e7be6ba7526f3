"""Health for outsiders, and the page of work that was given up."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import AuditEntry, Role
from desk.views import health
from jobs.actions import beat
from tests.accounts.makers import browser_of, make_staff
from tests.jobs.makers import make_job

pytestmark = pytest.mark.django_db


def test_health_is_well_while_relay_and_worker_live(client: Client) -> None:
    for name in ("relay", "worker"):
        beat(name=name, now=timezone.now())
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()) == (200, {"well": True, "amiss": [], "late_by_seconds": 0})
    assert "no-store" in answer["Cache-Control"]


def test_health_names_the_silent_part(client: Client) -> None:
    beat(name="relay", now=timezone.now())
    beat(name="worker", now=timezone.now() - timedelta(minutes=2))
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()["amiss"]) == (503, ["worker"])


def test_health_says_when_work_is_late(client: Client) -> None:
    for name in ("relay", "worker"):
        beat(name=name, now=timezone.now())
    make_job(now=timezone.now() - timedelta(minutes=10))
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()["amiss"]) == (503, ["late work"])


def test_health_says_when_the_database_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(now: object) -> object:
        raise DatabaseError("host=10.0.0.1 password=x")

    monkeypatch.setattr(health, "standing", away)
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()) == (503, {"well": False, "amiss": ["database"]})


def test_an_administrator_lets_dead_work_begin_anew_once() -> None:
    moment = timezone.now()
    job = make_job(now=moment, state="dead", finished_at=moment)
    staff = make_staff(Role.ADMINISTRATOR)
    browser = browser_of(staff)
    assert "test.note" in browser.get("/desk/jobs/").content.decode()
    for _ in range(2):
        answer = browser.post(f"/desk/jobs/{job.pk}/retry/")
        assert (answer.status_code, answer["Location"]) == (302, "/desk/jobs/")
    job.refresh_from_db()
    assert job.state == "waiting"
    entry = AuditEntry.objects.get(verb="job.retried")
    assert (entry.actor, entry.about_id) == (staff, str(job.pk))


def test_the_page_asks_as_much_for_three_jobs_as_for_one(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    moment = timezone.now()
    browser = browser_of(make_staff(Role.ADMINISTRATOR))
    make_job(now=moment, state="dead", finished_at=moment)
    with CaptureQueriesContext(connection) as first:
        browser.get("/desk/jobs/")
    for _ in range(2):
        make_job(now=moment, state="dead", finished_at=moment)
    with django_assert_num_queries(len(first)):
        browser.get("/desk/jobs/")
