"""Hours by program and month: sums, worth, and the rows behind each figure."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import Role
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_organisation
from tests.volunteers.attending import entry, today
from tests.volunteers.makers import make_program, make_volunteer
from tests.volunteers.pages import plain
from volunteers.models import HourValue, Program
from volunteers.reports.hours_report import Span, hours_report

pytestmark = pytest.mark.django_db
DESK = "/desk/hours/"


@pytest.fixture(autouse=True)
def _organisation(db: None) -> None:
    make_organisation()


@pytest.fixture
def desk() -> Client:
    return browser_of(make_staff(Role.COORDINATOR))


@pytest.fixture
def program() -> Program:
    return make_program(name="Tutoring")


def said(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return plain(answer.content.decode())


def test_the_report_values_each_hour_by_its_day(program: Program) -> None:
    other, rosa, wim = make_program(name="Drives"), make_volunteer(), make_volunteer()
    HourValue.objects.create(from_on=date(2026, 1, 1), value=Decimal("30.00"), currency="usd", source="x")
    HourValue.objects.create(from_on=date(2026, 4, 1), value=Decimal("34.79"), currency="usd", source="y")
    first = entry(rosa, program, date(2026, 3, 31), 120, state="approved")
    entry(wim, program, date(2026, 4, 1), 60, state="approved")
    entry(
        rosa,
        program,
        date(2026, 3, 31),
        -30,
        kind="correction",
        state="approved",
        corrects=first,
        reason="mistake",
    )
    entry(rosa, other, date(2025, 12, 31), 600, state="approved")
    entry(rosa, other, date(2026, 4, 2), 45)

    report = hours_report(Span(date(2025, 12, 1), date(2026, 4, 30)))

    tutoring = next(row for row in report.programs if row.program == program)
    assert (tutoring.minutes, tutoring.people, tutoring.value) == (150, 2, Decimal("79.79"))
    assert [cell.minutes for cell in tutoring.months] == [0, 0, 0, 90, 60]
    assert (report.minutes, report.value, report.unvalued) == (750, Decimal("79.79"), 600)
    assert report.people == 2


def test_every_figure_of_the_report_is_the_sum_of_the_rows_it_opens(desk: Client, program: Program) -> None:
    rosa = make_volunteer()
    for back, minutes in ((0, 60), (1, 45), (40, 30), (75, 15)):
        entry(rosa, program, today() - timedelta(days=back), minutes, state="approved")
    entry(rosa, make_program(name="Drives"), today(), 20, state="approved")
    span = Span(today() - timedelta(days=90), today())
    report = hours_report(span)

    for row in report.programs:
        figures = [(row.href, row.minutes), *((cell.href, cell.minutes) for cell in row.months)]
        for href, minutes in figures:
            assert desk.get(href).context["totals"].counted == minutes
    page = said(desk, f"{DESK}report/?since={span.since}&until={span.until}")
    assert "Hours by month" in page
    assert "no value of an hour is written down" in page


def test_an_hour_s_value_without_a_source_is_refused(desk: Client) -> None:
    path = f"{DESK}values/add/"
    facts = {"from_on": "2026-01-01", "value": "34.79", "source": ""}
    assert desk.post(path, facts).status_code == 200
    assert not HourValue.objects.exists()
    assert desk.post(path, {**facts, "source": "Independent Sector, April 2026"}).status_code == 302
    assert "already" in plain(desk.post(path, {**facts, "source": "x"}).content.decode())
    assert "Independent Sector, April 2026" in said(desk, f"{DESK}values/")
