"""Views of lists: kept, shared, put in order; each an address that refreshes itself."""

import pytest
from django.test import Client

from accounts.actions.views import MOST, ViewRefused, move_view, save_view
from accounts.models import Role, SavedView
from donors.models import Donor
from tests.accounts.makers import browser_of, make_staff
from tests.factories import MOMENT, make_donor, make_organisation, make_user

pytestmark = pytest.mark.django_db
LIST = "donors:donor_list"


@pytest.fixture
def browser() -> Client:
    return browser_of(make_staff(Role.FUNDRAISER))


def keep(browser: Client, **more: str) -> str:
    sent = {"route": LIST, "name": "Organisations", "query": "kind=organisation", **more}
    answer = browser.post("/desk/views/save/", sent)
    return answer.headers.get("Location", str(answer.status_code))


def test_a_list_is_kept_and_refreshes_itself(browser: Client) -> None:
    assert keep(browser) == "/desk/donors/?kind=organisation"
    page = browser.get("/desk/donors/?kind=organisation")
    assert page.context["count"] == 0
    assert 'aria-current="page">Organisations' in page.content.decode()
    Donor.objects.filter(pk=make_donor().pk).update(kind="organisation")
    assert browser.get("/desk/donors/?kind=organisation").context["count"] == 1


@pytest.mark.parametrize(
    ("route", "path", "query"),
    [
        ("gifts:gift_list", "/desk/gifts/", "state=paid&least=100"),
        ("gifts:pledge_list", "/desk/pledges/", "state=overdue"),
    ],
)
def test_gifts_and_pledges_are_kept_as_donors_are(browser: Client, route: str, path: str, query: str) -> None:
    make_organisation()
    assert f'name="route" value="{route}"' in browser.get(f"{path}?{query}").content.decode()
    assert keep(browser, route=route, name="Large or late", query=query) == f"{path}?{query}"
    assert 'aria-current="page">Large or late' in browser.get(f"{path}?{query}").content.decode()
    assert "Large or late" not in browser.get("/desk/donors/").content.decode()


def test_where_one_is_on_the_list_is_no_part_of_it(browser: Client) -> None:
    keep(browser, query="kind=person&older=abc&page=2&q=&newer=x")
    assert SavedView.objects.get().query == "kind=person"


@pytest.mark.parametrize("name", ["Survivors", "Former clients", "residents", "12 Elm Street", ""])
def test_no_segment_marks_whom_we_help(browser: Client, name: str) -> None:
    keep(browser, name=name)
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("query", ["q=our+client+Rosa", "q=our%20client%20Rosa", "q=case%20no.%201234"])
def test_words_in_the_filters_are_guarded_as_they_read(browser: Client, query: str) -> None:
    keep(browser, query=query)
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    "route", ["accounts:people", "front:home", "desk:donor", "nowhere", "", "//evil.example"]
)
def test_only_a_list_that_one_may_open_is_kept(browser: Client, route: str) -> None:
    assert keep(browser, route=route) == "404"
    assert not SavedView.objects.exists()


def test_others_see_what_is_shared_and_change_nothing_of_it(browser: Client) -> None:
    keep(browser, name="Mine alone")
    keep(browser, name="For all", is_shared="on")
    other = browser_of(make_staff(Role.FINANCE))
    page = other.get("/desk/donors/").content.decode()
    assert ("For all" in page, "Mine alone" in page) == (True, False)
    view = SavedView.objects.get(name="For all")
    for path in ("", "move/", "remove/"):
        assert other.post(f"/desk/views/{view.pk}/{path}", {"name": "x"}).status_code == 404
    assert SavedView.objects.count() == 2


def test_a_name_that_one_has_is_kept_anew(browser: Client) -> None:
    keep(browser)
    keep(browser, name="ORGANISATIONS", query="kind=person")
    assert list(SavedView.objects.values_list("name", "query")) == [("ORGANISATIONS", "kind=person")]


def test_it_is_renamed_shared_and_removed_by_its_owner(browser: Client) -> None:
    keep(browser)
    view = SavedView.objects.get()
    browser.post(f"/desk/views/{view.pk}/", {"name": "Companies", "is_shared": "on"})
    view.refresh_from_db()
    assert (view.name, view.is_shared, view.query) == ("Companies", True, "kind=organisation")
    browser.post(f"/desk/views/{view.pk}/remove/")
    assert not SavedView.objects.exists()


def test_they_stand_in_the_order_that_one_chose() -> None:
    owner = make_user(Role.FUNDRAISER)
    views = [
        save_view(owner=owner, route=LIST, name=name, query="", is_shared=False, now=MOMENT) for name in "abc"
    ]

    def order() -> str:
        return "".join(SavedView.objects.order_by("position", "pk").values_list("name", flat=True))

    assert order() == "abc"
    move_view(view=views[2], up=True)
    assert order() == "acb"
    move_view(view=views[0], up=True)
    assert order() == "acb"
    move_view(view=views[0], up=False)
    assert order() == "cab"


def test_thirty_of_one_list_are_enough() -> None:
    owner = make_user(Role.FUNDRAISER)
    for number in range(MOST):
        save_view(owner=owner, route=LIST, name=f"{number}", query="", is_shared=False, now=MOMENT)
    with pytest.raises(ViewRefused, match="thirty"):
        save_view(owner=owner, route=LIST, name="more", query="", is_shared=False, now=MOMENT)
    save_view(owner=owner, route="gifts:gift_list", name="more", query="", is_shared=False, now=MOMENT)
