"""No place for the people served: no model, column, value, permission, route or template names them."""

import re
from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db import models

from desk.routes import all_routes
from letters.kinds import KINDS

SERVED = re.compile(
    r"(?:^|_)(survivors?|victims?|clients?|residents?|participants?|mentees?|cases?|intakes?|traffick\w*"
    r"|abusers?|diagnos\w*|immigrations?|visas?|ssn|hmis|shelter_?guests?|beneficiar\w*|patients?|minors?"
    r"|caseloads?|casework\w*|referrals?|placements?|bed_nights?|disabilit\w*|ethnicit\w*|race|gender"
    r"|sexual\w*|religion|birth_?dates?|date_of_birth|dob|trauma\w*|abuse\w*|police|courts?)(?:_|$)"
)
ACTIONS = ("add", "change", "delete", "view")
# columns that may point at people: whoever gives, gives time, or works here
PEOPLE = {"accounts.User", "donors.Donor", "donors.Household"}


def snake(name: str) -> str:
    """`ShiftSeat` and `shift-seat` as `shift_seat`."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return re.sub(r"[^a-z0-9]+", "_", spaced.lower())


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in settings.OUR_APPS]


def names() -> Iterator[tuple[str, str]]:
    """Every name in the house that could tell of somebody: where it is, and what it says."""
    for model in our_models():
        label = model._meta.label
        yield label, snake(model.__name__)
        yield label, snake(model._meta.db_table)
        yield label, snake(str(model._meta.verbose_name))
        for field in model._meta.get_fields():
            yield f"{label}.{field.name}", snake(field.name)
            for value, _text in getattr(field, "choices", None) or []:
                yield f"{label}.{field.name}={value}", snake(str(value))
    for route in all_routes():
        yield route.path, snake(route.path)
        yield route.name, snake(route.name)
    for path in (settings.BASE_DIR / "templates").rglob("*"):
        yield str(path.relative_to(settings.BASE_DIR)), snake(path.stem)
    for kind in KINDS.values():
        yield f"letter {kind.name}", snake(kind.name)
        for fact in kind.facts:
            yield f"letter {kind.name}.{fact}", snake(fact)


def test_nothing_is_named_for_the_people_served() -> None:
    named = [f"{where}: {found.group(1)}" for where, name in names() if (found := SERVED.search(name))]
    assert named == []


def test_no_permission_is_named_for_the_people_served() -> None:
    wanted = [f"{action}_{snake(model.__name__)}" for model in our_models() for action in ACTIONS]
    assert [name for name in wanted if SERVED.search(name)] == []


def test_the_scan_would_find_them() -> None:
    planted = [
        "survivor",
        "client_id",
        "is_resident",
        "CaseNote",
        "trafficker",
        "intake-form",
        "hmisNumber",
        "dob",
    ]
    assert [name for name in planted if not SERVED.search(snake(name))] == []


def test_the_scan_leaves_ordinary_words_alone() -> None:
    ordinary = ["showcase", "president", "presence", "minority", "racecourse", "courtesy", "caseless"]
    assert [name for name in ordinary if SERVED.search(snake(name))] == []


def test_people_are_pointed_at_only_by_donor_user_and_household() -> None:
    pointed_at = {
        field.related_model._meta.label
        for model in our_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.OneToOneField)
        and isinstance(field.related_model, type)
    }
    suspicious = {
        label for label in pointed_at - PEOPLE if re.search(r"(?i)person|people|contact|guest", label)
    }
    assert suspicious == set()


def test_foreign_keys_of_a_shift_lead_only_to_the_list() -> None:
    allowed = {
        *("accounts.User", "volunteers.Site", "volunteers.Team", "volunteers.Volunteer"),
        *("volunteers.Program", "volunteers.VolunteerRole", "volunteers.Qualification"),
        *("volunteers.Series", "volunteers.Shift", "volunteers.SignUp", "volunteers.HoursEntry"),
        *("volunteers.Agreement", "volunteers.AgreementVersion", "volunteers.Application"),
        *("volunteers.Course", "volunteers.TrainingSession"),
    }
    led_to = {
        field.related_model._meta.label
        for model in our_models()
        if model._meta.app_label == "volunteers"
        for field in model._meta.concrete_fields
        if field.is_relation and isinstance(field.related_model, type)
    }
    assert led_to - allowed == set()


def test_a_shift_itself_points_at_no_person() -> None:
    led_to = {
        field.related_model._meta.label
        for field in apps.get_model("volunteers", "Shift")._meta.concrete_fields
        if field.is_relation and isinstance(field.related_model, type)
    }
    assert led_to == {"volunteers.Series", "volunteers.VolunteerRole", "volunteers.Site"}
