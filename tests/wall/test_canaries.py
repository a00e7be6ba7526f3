"""The canary sweep: confidential addresses and disclosures, planted through every input, come out nowhere."""

import base64
import html
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import datetime, timedelta
from urllib.parse import quote

import pytest
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from pytest_django.fixtures import Settings

from core import guard, shield
from desk.routes import PERSONAS
from jobs.models import Job
from jobs.registry import SCHEDULES, work_for
from letters.models import Letter
from receipts.models import Receipt
from receipts.tasks import render_and_send
from tests.accounts.makers import browser_of, enrol
from tests.factories import make_user
from tests.volunteers.places import KEY, make_due, make_place
from tests.wall.canaries.planted import (
    ADDRESSES,
    EVERYTHING,
    NEEDLES,
    SEALED_MARKS,
)
from tests.wall.canaries.sinks import database, hits, mail, marks_in
from tests.wall.canaries.walk import Walk, logs
from tests.wall.world import World, browser_for, make_world
from volunteers.models import Series, Shift, Site

ALL_MARKS = {mark for canary in EVERYTHING for mark in canary.marks} | set(SEALED_MARKS)


@pytest.fixture(autouse=True)
def _keyed(settings: Settings) -> Iterator[None]:
    settings.LOCATION_KEYS = [KEY]
    shield.forget()
    yield
    shield.forget()


@pytest.fixture
def world() -> World:
    """One of everything, and all shifts at the first of two sealed places."""
    world = make_world()
    first, _second = [
        make_place(timezone.now(), one, label=f"House {place}")
        for place, one in zip("QR", ADDRESSES, strict=True)
    ]
    Shift.objects.update(site=first)
    Series.objects.update(site=first)
    world.values["site_id"] = first.pk
    return world


@pytest.mark.django_db
@pytest.mark.parametrize("persona", PERSONAS)
def test_nothing_that_a_persona_types_or_opens_tells_a_canary(
    world: World, persona: str, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    walk = Walk(browser_for(persona, world), persona, world)
    with logs() as lines:
        walk.look()
        walk.plant()
        for canary in EVERYTHING:
            walk.browser.get(f"/{quote(canary.text)}/")
            walk.browser.get(f"/give/nowhere/{quote(canary.text)}/")
        walk.press()
        _work(timezone.now())
    walk.found += hits(database(), ALL_MARKS, NEEDLES)
    walk.found += hits(mail(mailoutbox), ALL_MARKS, NEEDLES)
    walk.found += hits([("log", line) for line in lines.getvalue().splitlines()], ALL_MARKS, NEEDLES)
    assert walk.found == []
    assert walk.typed > 0
    assert lines.getvalue()


def _work(now: datetime) -> None:
    """What clock and workers do meanwhile: papers are drawn, letters and messages leave."""
    for name, schedule in SCHEDULES.items():
        if name.startswith("volunteers."):
            schedule.tick(now)
    for receipt in Receipt.objects.all():
        render_and_send(str(receipt.pk), now)
    Letter.objects.waiting().update(send_after=now)
    for kind, about in list(Job.objects.filter(state=Job.State.WAITING).values_list("kind", "about")):
        if kind.startswith(("letters.", "volunteers.")):
            work_for(kind, about)(now)


@pytest.mark.django_db
def test_an_address_comes_out_of_one_page_in_one_case(world: World) -> None:
    """Whoever is due reads it; no list, letter, calendar, paper or log learns of it."""
    now, user = timezone.now(), make_user()
    site = Site.objects.get(pk=world.values["site_id"])
    due = make_due(now, starts_at=now + timedelta(hours=1), site=site, user=user)
    enrol(user)
    path = f"/volunteer/sign-ups/{due.sign_up.pk}/location/"
    with logs() as lines:
        shown = browser_of(user).post(path)
    assert "2871 Quillmere Terrace" in shown.content.decode()
    assert hits(database(), SEALED_MARKS, NEEDLES) == []
    assert hits([("log", lines.getvalue())], SEALED_MARKS, NEEDLES) == []


LEAK = "{% extends 'desk/base.html' %}{% block content %}<p>2871&nbsp;Quillmere Ter</p>{% endblock %}"


@pytest.mark.django_db
def test_a_leak_planted_in_a_template_is_found(world: World, settings: Settings) -> None:
    leaky = deepcopy(settings.TEMPLATES)
    planted = ("django.template.loaders.locmem.Loader", {"volunteers/desk/site.html": LEAK})
    leaky[0]["OPTIONS"]["loaders"].insert(0, planted)
    settings.TEMPLATES = leaky
    walk = Walk(browser_for("coordinator", world), "coordinator", world)
    walk.look()
    page = f"/desk/sites/{world.values['site_id']}/"
    assert walk.found == [f"{page}: Quillmere", f"{page}: a sealed place"]


@pytest.mark.django_db
def test_an_input_without_its_guard_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "RULES", ())
    monkeypatch.setattr(guard, "holds_place", lambda _text: False)
    walk = Walk(browser_for("fundraiser", world), "fundraiser", world)
    walk.look()
    walk.forms = {key: form for key, form in walk.forms.items() if form.action == "/desk/funds/new/"}
    walk.plant()
    assert {one.split(":")[0] for one in walk.found} == {
        f"fundraiser, {name} of /desk/funds/new/" for name in ("name", "name_es", "purpose", "purpose_es")
    }


@pytest.mark.parametrize("mark", ["Quillmere", "QX-88213", "912-55-0147"])
@pytest.mark.parametrize(
    "dress",
    [
        *(str, html.escape, quote, str.upper),
        lambda mark: mark.encode().hex(),
        lambda mark: base64.b64encode(f"{mark} st".encode()).decode(),
        lambda mark: base64.b64encode(f"x{mark} st".encode()).decode(),
        lambda mark: base64.urlsafe_b64encode(f"xx{mark}".encode()).decode(),
    ],
)
def test_a_mark_is_found_in_each_dress(mark: str, dress: Callable[[str], str]) -> None:
    assert marks_in(f"before {dress(mark)} after", [mark]) == {mark}
