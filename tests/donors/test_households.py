"""Households: greetings that guess nothing, joining and leaving."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Role
from donors.actions.households import HouseholdRefused, join_household, leave_household, make_household
from donors.models import Donor, Household
from donors.reports.greetings import Greetings, named, proposed_for, together
from tests.factories import MOMENT, make_donor, make_user

BOTH = Greetings("Maria and Luis Lopez", "Maria and Luis")


@pytest.mark.parametrize(
    ("language", "names", "formal", "informal"),
    [
        ("en", ["Maria Lopez"], "Maria Lopez", "Maria"),
        ("en", ["Maria Lopez", "Luis Lopez"], "Maria and Luis Lopez", "Maria and Luis"),
        ("en", ["Maria Lopez", "Ben Okafor"], "Maria Lopez and Ben Okafor", "Maria and Ben"),
        ("en", ["Dr. Maria Lopez", "Luis Lopez"], "Dr. Maria Lopez and Luis Lopez", "Maria and Luis"),
        ("en", ["Luis Lopez Jr.", "Ana Lopez"], "Luis Lopez Jr. and Ana Lopez", "Luis and Ana"),
        ("en", ["Ana Lind", "Bo Lind", "Cy Lind"], "Ana, Bo and Cy Lind", "Ana, Bo and Cy"),
        ("en", ["Ann van der Berg", "Jo van der Berg"], "Ann and Jo van der Berg", "Ann and Jo"),
        ("en", ["Cher", "Bono"], "Cher and Bono", "Cher and Bono"),
        ("en", ["Mary Ann Hill", "Tom Hill"], "Mary Ann and Tom Hill", "Mary Ann and Tom"),
        ("es", ["María López", "Luis López"], "María y Luis López", "María y Luis"),
        ("es", ["María López", "Inés López"], "María e Inés López", "María e Inés"),
        ("es", ["María López", "Hilario López"], "María e Hilario López", "María e Hilario"),
        ("es", ["María López", "Yolanda López"], "María y Yolanda López", "María y Yolanda"),
        (
            "es",
            ["María López García", "Luis Pérez Soto"],
            "María López García y Luis Pérez Soto",
            "María y Luis",
        ),
    ],
)
def test_a_greeting_is_proposed_from_names_alone(
    language: str, names: list[str], formal: str, informal: str
) -> None:
    donors = [Donor(name=name, language=language) for name in names]
    assert proposed_for(donors) == Greetings(formal, informal)


def test_nobody_is_greeted_by_nothing() -> None:
    assert proposed_for([]) == Greetings("", "")


WORDS = st.text(st.sampled_from("abcdefghñ é'-.JrDóñI"), min_size=1, max_size=30)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(WORDS.filter(str.strip), min_size=1, max_size=5), st.sampled_from(["en", "es"]))
def test_whatever_the_names_nobody_is_left_out_and_it_fits(names: list[str], language: str) -> None:
    greetings = proposed_for([Donor(name=name, language=language) for name in names])
    assert 0 < len(greetings.formal_greeting) <= 200
    assert 0 < len(greetings.informal_greeting) <= 200
    for name in names:
        assert named(name, language).first in greetings.formal_greeting


@given(st.lists(st.sampled_from(["Ana", "Inés", "Hielo", "Ian"]), min_size=1, max_size=4))
def test_names_are_joined_as_one_says_them(names: list[str]) -> None:
    said = together(names, "es")
    assert said.count(" y ") + said.count(" e ") == (len(names) > 1)


@pytest.mark.django_db
def test_who_belongs_to_one_joins_no_other() -> None:
    by, donor = make_user(Role.FUNDRAISER), make_donor()
    make_household(donor=donor, greetings=BOTH, by=by, now=MOMENT)
    other = Household.objects.create(formal_greeting="A", informal_greeting="B")
    donor.refresh_from_db()
    with pytest.raises(HouseholdRefused, match="another household"):
        join_household(donor=donor, household=other, by=by, now=MOMENT)


@pytest.mark.django_db
def test_a_refused_household_is_not_begun() -> None:
    company = make_donor(name="Mohawk Tools")
    Donor.objects.filter(pk=company.pk).update(kind="organisation")
    with pytest.raises(HouseholdRefused, match="organisation"):
        make_household(donor=company, greetings=BOTH, by=make_user(), now=MOMENT)
    assert not Household.objects.exists()


@pytest.mark.django_db
def test_the_last_one_takes_the_household_along() -> None:
    by, maria, luis = make_user(Role.FUNDRAISER), make_donor(), make_donor(name="Luis")
    household = make_household(donor=maria, greetings=BOTH, by=by, now=MOMENT)
    join_household(donor=luis, household=household, by=by, now=MOMENT)
    leave_household(donor=maria, by=by, now=MOMENT)
    assert list(household.donors.all()) == [luis]
    for _twice in range(2):
        leave_household(donor=luis, by=by, now=MOMENT)
    assert not Household.objects.exists()
