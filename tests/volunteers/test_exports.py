"""Applications and agreements leave as files: what the filter shows, why, and nothing of screening."""

import csv
import io
import time
from datetime import UTC, datetime

import pytest
from django.test import Client

from accounts.models import AuditEntry, Role
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_organisation
from tests.volunteers.makers import make_application, make_program, make_version, make_volunteer
from volunteers.models import Agreement, AgreementAcceptance

pytestmark = pytest.mark.django_db

APPLICATIONS, AGREEMENTS = "/desk/applications/export/", "/desk/agreements/export/"


@pytest.fixture
def desk() -> Client:
    make_organisation()
    return browser_of(make_staff(Role.COORDINATOR))


def exported(desk: Client, path: str) -> list[list[str]]:
    answer = desk.post(path, {"reason": "for the board"})
    return list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))[1:]


def trail() -> list[tuple[str, str, object]]:
    rows = AuditEntry.objects.filter(verb__endswith=".exported").order_by("pk")
    return list(rows.values_list("verb", "reason", "after"))


def test_applications_leave_as_the_filter_shows_them_without_the_reason_of_a_no(desk: Client) -> None:
    program = make_program(name="Evenings")
    at = datetime(2026, 11, 20, 12, tzinfo=UTC)
    declined = {"state": "declined", "declined_for": "check", "told_at": at, "decided_at": at}
    make_application(make_volunteer(name="=Rosa Lind"), program, **declined)
    make_application(make_volunteer(name="Ivo Brandt"), program)

    rows = exported(desk, f"{APPLICATIONS}?state=declined&program={program.pk}")

    assert rows == [["'=Rosa Lind", "Evenings", "declined", "2026-11-01", "2026-11-20"]]
    assert trail() == [("application.exported", "for the board", {"rows": 1, "filters": "program, state"})]


def test_agreements_leave_as_the_search_shows_them_and_name_nobody(desk: Client) -> None:
    version = make_version(make_program(name="Evenings"))
    AgreementAcceptance.objects.create(
        volunteer=make_volunteer(name="Rosa Lind"), version=version, accepted_at=datetime.now(tz=UTC)
    )
    Agreement.objects.create(code="other", name="Photos")

    found = exported(desk, f"{AGREEMENTS}?q=confid")
    everything = exported(desk, AGREEMENTS)

    code = version.agreement.code
    line = ["Confidentiality", code, "yes", "Evenings", "no", "1", "2026-01-01", "1"]
    assert (found, everything) == ([line], [line, ["Photos", "other", "yes", "", "no", "", "", ""]])
    assert [facts for _verb, _reason, facts in trail()] == [
        {"rows": 1, "filters": "q"},
        {"rows": 2, "filters": ""},
    ]


@pytest.mark.parametrize("path", [APPLICATIONS, AGREEMENTS])
def test_without_a_reason_nothing_leaves_and_the_list_stays_as_it_was(desk: Client, path: str) -> None:
    answer = desk.post(f"{path}?q=Rosa", {"reason": " "})

    assert answer["Location"] == f"{path.removesuffix('export/')}?q=Rosa"
    assert trail() == []


@pytest.mark.parametrize("path", [APPLICATIONS, AGREEMENTS])
def test_without_a_fresh_second_factor_nothing_leaves(path: str) -> None:
    make_organisation()
    make_application(make_volunteer(), make_program())
    stale = browser_of(make_staff(Role.ADMINISTRATOR), factor_at=time.time() - 3600)

    assert stale.post(path, {"reason": "for the board"}).status_code == 302
    assert trail() == []


@pytest.mark.parametrize("page", ["/desk/applications/", "/desk/agreements/"])
def test_whoever_may_only_read_sees_no_export(page: str) -> None:
    make_organisation()
    make_application(make_volunteer(), make_program())
    make_version()

    coordinator, reader = (browser_of(make_staff(role)) for role in (Role.COORDINATOR, Role.READ_ONLY))

    assert "export/" in coordinator.get(page).content.decode()
    assert "export/" not in reader.get(page).content.decode()
