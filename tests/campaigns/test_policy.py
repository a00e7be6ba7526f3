"""The rules for giving, and the switch."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.test import Client

from accounts.models import AuditEntry, Role
from gifts.actions.policy import PolicyFacts, edit_policy
from gifts.models import GivingPolicy
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_campaign, make_organisation, make_user

pytestmark = pytest.mark.django_db
RULES = {
    "minimum": "10",
    "maximum": "1,000.00",
    "fee_percent": "2.2",
    "fee_fixed": "0",
    "statement_descriptor": "SH GIVING",
}
FACTS = PolicyFacts(Decimal(10), Decimal(1000), Decimal("2.2"), Decimal("0.30"), "SH GIVING", is_quiet=False)


@pytest.fixture
def desk() -> Client:
    make_organisation()
    return browser_of(make_staff(Role.FINANCE))


def test_the_rules_are_changed_in_the_browser(desk: Client) -> None:
    assert desk.get("/desk/giving/").status_code == 200

    assert desk.post("/desk/giving/", RULES).headers["Location"] == "/desk/giving/"

    policy = GivingPolicy.objects.get()
    assert (policy.minimum, policy.maximum, policy.fee_percent, policy.fee_fixed) == (
        Decimal(10),
        Decimal(1000),
        Decimal("2.2"),
        Decimal(0),
    )


def test_the_trail_keeps_what_changed_and_nothing_when_nothing_did(now: datetime) -> None:
    finance = make_user(Role.FINANCE)

    edit_policy(facts=FACTS, by=finance, now=now)
    edit_policy(facts=FACTS, by=finance, now=now)

    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.verb, entry.at) == (finance, "giving.policy_edited", now)
    assert entry.before == {"minimum": "5.00", "maximum": "25000.00", "fee_percent": "2.900"}
    assert entry.after == {"minimum": "10.00", "maximum": "1000.00", "fee_percent": "2.200"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("minimum", "0"),
        ("minimum", "-5"),
        ("minimum", "0.001"),
        ("minimum", "NaN"),
        ("maximum", "9"),
        ("maximum", ""),
        ("fee_percent", "20"),
        ("fee_percent", "-1"),
        ("fee_percent", "NaN"),
        ("fee_fixed", "-0.01"),
        ("fee_fixed", "1e99"),
        ("statement_descriptor", "SH"),
        ("statement_descriptor", "12345"),
        ("statement_descriptor", "SH <GIVING>"),
        ("statement_descriptor", "SH*GIVING"),
        ("statement_descriptor", "DONACIÓN"),
        ("statement_descriptor", "SH GIVING\nX"),
        ("statement_descriptor", "x" * 23),
    ],
)
def test_rules_that_cannot_hold_get_a_sentence_and_keep_what_was_typed(
    desk: Client, field: str, value: str
) -> None:
    answer = desk.post("/desk/giving/", {**RULES, field: value})

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert 'value="2.2"' in answer.content.decode() or field == "fee_percent"
    assert not GivingPolicy.objects.exists()


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"minimum": 0}, "policy_limits_in_order"),
        ({"minimum": 6, "maximum": 5}, "policy_limits_in_order"),
        ({"fee_percent": 20}, "policy_fee_is_sane"),
        ({"fee_fixed": -1}, "policy_fee_is_sane"),
        ({"id": 2}, "only_one_policy"),
    ],
)
def test_the_database_refuses_such_rules_too(change: dict[str, int], constraint: str) -> None:
    GivingPolicy.objects.create(pk=1)
    with pytest.raises(IntegrityError, match=constraint):
        GivingPolicy.objects.filter(pk=1).update(**change)


def test_one_press_stops_giving_and_one_press_opens_it_again(desk: Client, client: Client) -> None:
    campaign = make_campaign()

    desk.post("/desk/giving/pause/")
    desk.post("/desk/giving/pause/")

    assert GivingPolicy.objects.get().paused_at is not None
    assert "Take gifts again" in desk.get("/desk/giving/").content.decode()
    assert "data-give" not in client.get(f"{campaign.get_absolute_url()}?amount=25").content.decode()

    desk.post("/desk/giving/resume/")

    assert GivingPolicy.objects.get().paused_at is None
    assert "data-give" in client.get(f"{campaign.get_absolute_url()}?amount=25").content.decode()
    assert [entry.verb for entry in AuditEntry.objects.order_by("pk")] == ["giving.paused", "giving.resumed"]


def test_editing_rules_does_not_lift_a_pause(desk: Client) -> None:
    desk.post("/desk/giving/pause/")

    desk.post("/desk/giving/", RULES)

    assert GivingPolicy.objects.get().paused_at is not None
