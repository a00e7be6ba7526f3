"""Places on the desk: labels that tell nothing, addresses that are written and never read back."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from accounts.models import AuditEntry, Role
from core import shield
from core.encryption import new_key
from core.shield import holds_place
from desk.doctor import places
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_campaign, make_organisation, make_user
from tests.volunteers.makers import make_site
from tests.volunteers.places import KEY, WHERE, elsewhere, make_due, make_place
from volunteers.actions.locations import SealRefused, seal_location
from volunteers.models import LocationReading, Site, SiteSecret

pytestmark = pytest.mark.django_db
FORM = {
    "street": WHERE.street,
    "unit": WHERE.unit,
    "town": WHERE.town,
    "phone": WHERE.phone,
    "latitude": str(WHERE.latitude),
    "longitude": str(WHERE.longitude),
    "entry": WHERE.entry,
}


@pytest.fixture(autouse=True)
def _keyed(settings: Settings) -> Iterator[None]:
    settings.LOCATION_KEYS = [KEY]
    shield.forget()
    yield
    shield.forget()


@pytest.fixture
def keeper() -> Client:
    make_organisation()
    return browser_of(make_staff(Role.PRIVACY))


@pytest.fixture
def coordinator() -> Client:
    make_organisation()
    return browser_of(make_staff(Role.COORDINATOR))


def facts(**values: Any) -> dict[str, Any]:
    return {"label": "House A", "kind": "office", "zone": "America/New_York", "is_open": "on", **values}


def test_an_address_is_sealed_and_stands_nowhere_in_the_clear(keeper: Client) -> None:
    site = make_site(Site.Kind.CONFIDENTIAL)
    answer = keeper.post(f"/desk/sites/{site.pk}/address/", FORM, follow=True)
    page = answer.content.decode()
    assert "The address is sealed" in page
    assert "Wrenlow" not in page
    assert SiteSecret.objects.get().sealed.startswith("v1.")
    entry = AuditEntry.objects.get(verb="location.sealed")
    assert (entry.about_id, entry.before, entry.after) == (str(site.pk), {}, {"phone": True, "point": True})
    assert holds_place("1417 Wrenlow")


def test_sealing_wants_a_second_factor_of_this_quarter_hour() -> None:
    make_organisation()
    site = make_site(Site.Kind.CONFIDENTIAL)
    stale = browser_of(make_staff(Role.PRIVACY), factor_at=time.time() - 16 * 60)
    assert stale.get(f"/desk/sites/{site.pk}/").status_code == 200
    assert stale.post(f"/desk/sites/{site.pk}/address/", FORM).status_code == 302
    assert not SiteSecret.objects.exists()


def test_what_stood_there_is_replaced_whole_and_not_shown(keeper: Client, now: datetime) -> None:
    site = make_place(now)
    page = keeper.get(f"/desk/sites/{site.pk}/address/").content.decode()
    assert "replaces it whole" in page
    assert not shield.would_tell(shield.Place(WHERE.street), page)
    keeper.post(f"/desk/sites/{site.pk}/address/", {"street": "22 Thornfield Avenue"})
    assert holds_place("22 Thornfield")
    assert not holds_place(f"{WHERE.street} {WHERE.phone} {WHERE.entry} {WHERE.unit}")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"street": "Main Street"}, "Please write street and number"),
        ({"phone": "0147"}, "Please write the whole number"),
        ({"longitude": ""}, "A point on the map has two numbers"),
        ({"entry": "Our resident Maria opens the door"}, "It seems to name a person we serve"),
    ],
)
def test_what_cannot_be_sealed_comes_back_with_a_sentence(
    keeper: Client, values: dict[str, str], sentence: str
) -> None:
    site = make_site(Site.Kind.CONFIDENTIAL)
    page = keeper.post(f"/desk/sites/{site.pk}/address/", {**FORM, **values}).content.decode()
    assert sentence in page
    assert not SiteSecret.objects.exists()


def test_an_open_place_has_no_sealed_address(keeper: Client, now: datetime) -> None:
    site = make_site()
    assert keeper.post(f"/desk/sites/{site.pk}/address/", FORM).status_code == 404
    with pytest.raises(SealRefused, match="Only a confidential place"):
        seal_location(site_id=site.pk, location=WHERE, actor=None, now=now)


def test_an_address_that_label_or_letterhead_tell_is_not_sealed(now: datetime) -> None:
    make_organisation(phone="813 555 0147")
    site = make_site(Site.Kind.CONFIDENTIAL, label="Wrenlow 1417")
    with pytest.raises(SealRefused, match="The label or the district"):
        seal_location(site_id=site.pk, location=WHERE, actor=None, now=now)
    Site.objects.update(label="House A")
    with pytest.raises(SealRefused, match="letterhead"):
        seal_location(site_id=site.pk, location=WHERE, actor=None, now=now)
    make_organisation()
    seal_location(site_id=site.pk, location=WHERE, actor=None, now=now)


def test_without_a_key_it_is_off_and_says_so_and_the_rest_works(
    keeper: Client, coordinator: Client, settings: Settings, now: datetime
) -> None:
    site = make_site(Site.Kind.CONFIDENTIAL)
    settings.LOCATION_KEYS = []
    assert "LOCATION_KEYS" in keeper.get(f"/desk/sites/{site.pk}/address/").content.decode()
    assert "LOCATION_KEYS" in coordinator.get("/desk/sites/").content.decode()
    with pytest.raises(SealRefused, match="No key"):
        seal_location(site_id=site.pk, location=WHERE, actor=None, now=now)
    coordinator.post("/desk/sites/new/", facts(label="Library"))
    assert Site.objects.filter(label="Library").exists()


def test_a_place_that_becomes_confidential_loses_its_open_address_even_on_the_trail(
    coordinator: Client,
) -> None:
    coordinator.post("/desk/sites/new/", facts(address="77 Old Mill Road"))
    site = Site.objects.get()
    coordinator.post(f"/desk/sites/{site.pk}/edit/", facts(kind="confidential", address="77 Old Mill Road"))
    site.refresh_from_db()
    assert (site.kind, site.address) == ("confidential", "")
    trail = str(list(AuditEntry.objects.values_list("before", "after")))
    assert "there" in trail
    assert "Mill" not in trail


def test_a_confidential_place_stays_one(coordinator: Client) -> None:
    site = make_site(Site.Kind.CONFIDENTIAL)
    page = coordinator.post(f"/desk/sites/{site.pk}/edit/", facts()).content.decode()
    assert "A confidential place stays one" in page
    site.refresh_from_db()
    assert site.is_confidential


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"label": "Harbor Street"}, "It seems to tell a street"),
        ({"label": "Casa Calle Luna"}, "It seems to tell a street"),
        ({"label": "House 33602"}, "It seems to tell a street"),
        ({"district": "Old Mill Rd"}, "It seems to tell a street"),
        ({"label": "12 Harbor Street"}, "It looks like a street address"),
        ({"label": "Wrenlow 1417"}, "It tells where a confidential place is"),
        ({"address": "1417 N Wrenlow St", "kind": "office"}, "It tells where a confidential place is"),
        ({"label": "House B"}, "Another place has this label already"),
    ],
)
def test_a_label_tells_nothing(
    coordinator: Client, now: datetime, values: dict[str, str], sentence: str
) -> None:
    make_place(now, label="House B")
    page = coordinator.post("/desk/sites/new/", facts(kind="confidential") | values).content.decode()
    assert sentence in page
    assert Site.objects.count() == 1


def test_no_page_of_the_desk_shows_the_address_to_anybody(now: datetime) -> None:
    make_organisation()
    site = make_due(now, starts_at=now + timedelta(hours=1)).site
    for role in Role:
        browser = browser_of(make_staff(role))
        for path in ("/desk/sites/", f"/desk/sites/{site.pk}/", f"/desk/sites/{site.pk}/edit/"):
            assert not holds_place(browser.get(path).content.decode())


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_however_many_places_there_are(
    coordinator: Client, django_assert_num_queries: DjangoAssertNumQueries, now: datetime, rows: int
) -> None:
    for number in range(rows):
        make_place(now, elsewhere(street=f"{number + 10} Wrenlow Street", phone="", latitude=None))
    coordinator.get("/desk/sites/")
    with django_assert_num_queries(6):
        page = coordinator.get("/desk/sites/").content.decode()
    assert page.count(">sealed<") == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_readings_are_for_keepers_found_by_who_and_place(
    keeper: Client,
    coordinator: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    now: datetime,
    rows: int,
) -> None:
    reader = make_user(name="Rosa Lind")
    due = make_due(now, starts_at=now, user=reader)
    for number in range(rows):
        at = now + timedelta(minutes=number)
        LocationReading.objects.create(site=due.site, sign_up=due.sign_up, user=reader, at=at)
    assert coordinator.get("/desk/sites/readings/").status_code == 404
    keeper.get("/desk/sites/readings/")
    with django_assert_num_queries(5):
        page = keeper.get("/desk/sites/readings/").content.decode()
    assert page.count("Rosa Lind") == rows
    assert "No reading is like this" in keeper.get("/desk/sites/readings/?q=nobody").content.decode()
    assert "Rosa Lind" in keeper.get(f"/desk/sites/readings/?q={due.site.label}").content.decode()
    assert "Rosa Lind" in keeper.get(f"/desk/sites/{due.site.pk}/").content.decode()
    assert "Rosa Lind" not in coordinator.get(f"/desk/sites/{due.site.pk}/").content.decode()


def test_an_old_key_can_go_after_resealing(settings: Settings, now: datetime) -> None:
    make_place(now)
    before = SiteSecret.objects.get().sealed
    fresh = new_key()
    settings.LOCATION_KEYS = [fresh, KEY]
    call_command("reseal_locations")
    after = SiteSecret.objects.get()
    assert (after.sealed != before, after.changed_at) == (True, now)
    call_command("reseal_locations")
    assert SiteSecret.objects.get().sealed == after.sealed
    settings.LOCATION_KEYS = [fresh]
    shield.forget()
    assert holds_place(WHERE.street)


def test_resealing_without_the_old_key_changes_nothing(settings: Settings, now: datetime) -> None:
    make_place(now)
    before = SiteSecret.objects.get().sealed
    settings.LOCATION_KEYS = [new_key()]
    with pytest.raises(CommandError, match="does not open"):
        call_command("reseal_locations")
    settings.LOCATION_KEYS = []
    with pytest.raises(CommandError, match="not set"):
        call_command("reseal_locations")
    assert SiteSecret.objects.get().sealed == before


def test_the_doctor_finds_a_lost_key_and_a_text_that_is_older_than_the_place(
    settings: Settings, now: datetime
) -> None:
    assert places(timezone.now()).remedy == ""
    make_campaign().presets.update(impact="a night at 1417 N. Wrenlow")
    make_place(now, label="House A")
    told = places(timezone.now())
    assert (told.says, told.is_serious) == (
        "A public text tells a confidential place: campaigns.PresetAmount.impact.",
        True,
    )
    settings.LOCATION_KEYS = [new_key()]
    assert "House A" in places(timezone.now()).says
