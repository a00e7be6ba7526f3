"""What the browser tests of volunteering share: a program with everything it asks for, an eye for pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from accounts.models import Role, User
from tests.accounts.makers import make_staff
from tests.browser.looking import audit, snap
from tests.factories import MOMENT, make_organisation
from tests.volunteers.makers import (
    SHIFT_START,
    make_application,
    make_check,
    make_clearance,
    make_program,
    make_reference,
    make_role,
    make_shift,
    make_sign_up,
    make_site,
    make_volunteer,
)
from volunteers.actions.agreements import publish_version
from volunteers.actions.checks import order_check, record_result
from volunteers.actions.decisions import Terms, clear_applicant, plan_interview, record_interview
from volunteers.actions.training import record_course
from volunteers.models import (
    Agreement,
    AgreementVersion,
    Application,
    Course,
    Interview,
    Program,
    Reference,
    Shift,
    Volunteer,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

DAY = timedelta(days=1)
UNFOLD = """
document.querySelectorAll('main details:not([open])')
  .forEach(one => { one.dataset.shut = ''; one.open = true })
"""
FOLD = "document.querySelectorAll('[data-shut]').forEach(one => { one.open = false })"
TOO_WIDE = """
document.documentElement.scrollWidth > document.documentElement.clientWidth
  ? [...document.querySelectorAll('body *')]
      .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth)
      .map(one => one.outerHTML.slice(0, 90))
  : []
"""
TOO_SMALL = """
[...document.querySelectorAll('main :is(button, summary, .button, .time-nav a, .either a, select)')]
  .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 44)
  .map(one => one.outerHTML.slice(0, 90))
"""


@dataclass(frozen=True)
class Ground:
    """What stands before anybody applies."""

    program: Program
    course: Course
    promise: AgreementVersion
    screener: User
    shift: Shift
    other: Shift
    wim: Volunteer


def lay_ground() -> Ground:
    """A program that asks for everything, two shifts of it, and somebody who is on the second."""
    make_organisation()
    screener = make_staff(Role.SCREENING, Role.COORDINATOR)
    program = make_program(
        "tutoring",
        name="Tutoring",
        purpose="One table, one subject, the same hour each week.",
        asks="Two hours a week, for half a year.",
        needs_interview=True,
        min_references=1,
        required_checks=["background"],
    )
    course = Course.objects.create(code="welcome", name="Welcome evening")
    course.programs.add(program)
    agreement = Agreement.objects.create(code="trust", name="What we keep")
    agreement.programs.add(program)
    promise = publish_version(
        agreement_id=agreement.pk,
        text="I tell nobody whom I meet here, and where.",
        text_es="",
        in_force_on=MOMENT.date(),
        actor=screener,
        now=MOMENT,
    )
    role = make_role(program, name="Tutor", summary="You sit beside somebody who learns.")
    library = make_site(label="Library annex", district="Westside", address="Main Library, second floor")
    first, second = (make_shift(role, starts_at=SHIFT_START + DAY * day, site=library) for day in range(2))
    wim = make_volunteer(name="Wim Adler")
    return Ground(program, course, promise, screener, shift=first, other=second, wim=wim)


def looked_at(page: Page, name: str) -> None:
    """Audit the open page with every fold open, measure it, keep a picture."""
    page.evaluate(UNFOLD)
    found = [*audit(page), *page.evaluate(TOO_WIDE), *page.evaluate(TOO_SMALL)]
    assert found == [], f"{name}: {found}"
    snap(page, f"volunteer-{name}")
    page.evaluate(FOLD)


def is_cleared(ground: Ground) -> None:
    """What the staff do on the desk; its own tests drive those pages."""
    by, now = ground.screener, MOMENT + DAY
    application = Application.objects.get()
    interview = plan_interview(
        application_id=application.pk, at=now + timedelta(minutes=1), actor=by, now=now
    )
    later = now + timedelta(minutes=30)
    record_interview(interview_id=interview.pk, result=Interview.Result.PASS, actor=by, now=later)
    rosa, today = application.volunteer, later.date()
    check = order_check(
        volunteer=rosa, kind="background", ordered_on=today, vendor_reference="", actor=by, now=later
    )
    record_result(
        check_id=check.pk, result="pass", done_on=today, expires_on=today + DAY * 365, actor=by, now=later
    )
    record_course(volunteer=rosa, course=ground.course, done_on=today, actor=by, now=later)
    terms = Terms((ground.program,), is_for_confidential=False, from_on=today, until_on=None)
    clear_applicant(application_id=application.pk, terms=terms, actor=by, now=later)


def wim_is_on(ground: Ground) -> None:
    """Wim has done all that is asked, and holds a seat of the second shift."""
    by, today = ground.screener, MOMENT.date()
    make_clearance(ground.wim, ground.program)
    make_check(ground.wim, "background")
    record_course(volunteer=ground.wim, course=ground.course, done_on=today, actor=by, now=MOMENT)
    ground.wim.accepted.create(version=ground.promise, accepted_at=MOMENT)
    applied = make_application(ground.wim, ground.program, state=Application.State.CLEARED)
    make_reference(applied, state=Reference.State.ANSWERED, answered_at=MOMENT, recommends="yes")
    applied.interviews.create(at=MOMENT, held_by=by, result=Interview.Result.PASS)
    make_sign_up(ground.other, ground.wim)
