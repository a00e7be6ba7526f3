"""Nonsense in an address never ends in an error of ours."""

import pytest
from django.urls import reverse

from accounts.models import Role
from desk.routes import ROUTES, all_routes
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_organisation
from tests.wall.world import route_arguments

NONSENSE = (
    "q=%00&page=x&older=zz&since=abc&until=2026-99-99&campaign=x&fund=99999999999999999999&donor=x"
    "&year=99999&month=2026-13&state=zz&least=NaN",
    "q='%22%3E%3Cscript&year=-1&on=0000-00-00&older=eyJ4IjoxfQ&page=99999999999",
)


@pytest.mark.django_db
@pytest.mark.parametrize("query", NONSENSE, ids=["of no kind", "of a wrong kind"])
def test_a_list_asked_for_nonsense_answers(query: str) -> None:
    make_organisation()
    browser = browser_of(make_staff(Role.ADMINISTRATOR))
    browser.raise_request_exception = False
    asked = [
        reverse(route.name)
        for route in all_routes()
        if route.path.startswith("/desk/")
        and not route_arguments(route)
        and "GET" in ROUTES[route.name].methods
        and "administrator" in ROUTES[route.name].admits
    ]
    assert len(asked) > 60
    assert browser.get("/desk/").status_code == 200
    failed = [path for path in asked if browser.get(f"{path}?{query}").status_code >= 500]
    assert failed == []
