"""What must never be false of a gift's kind, payers, benefits and property is refused by the database."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Role
from gifts.actions.offline import record_gift
from gifts.models import Benefit, Gift, Property, SoftCredit
from tests.factories import MOMENT, make_donor, make_gift, make_organisation, make_user
from tests.gifts.offline import typed_check, typed_coats
from tests.gifts.pretend import check_constraints

pytestmark = pytest.mark.django_db
TEN = Decimal("10.00")


def offline() -> Gift:
    return record_gift(typed=typed_check(), by=make_user(Role.FINANCE), now=MOMENT)


def coats() -> Gift:
    made = record_gift(typed=typed_coats(), by=make_user(Role.FINANCE), now=MOMENT)
    check_constraints()
    return made


def gift(make: Callable[[], Gift] = offline, **values: object) -> Callable[[], None]:
    """A gift that says so."""

    def do() -> None:
        Gift.objects.filter(pk=make().pk).update(**values)

    return do


def benefit(**values: Any) -> Callable[[], None]:
    def do() -> None:
        facts = {"description": "Dinner", "fair_value": TEN, "basis": "price"}
        Benefit.objects.create(gift=make_gift(), **{**facts, **values})

    return do


def thing(**values: object) -> Callable[[], None]:
    def do() -> None:
        Property.objects.filter(gift=coats()).update(**values)

    return do


def credit(**values: Any) -> Callable[[], None]:
    def do() -> None:
        facts = {"gift": make_gift(), "donor": make_donor(), "role": "adviser", "amount": TEN}
        SoftCredit.objects.create(created_at=MOMENT, **{**facts, **values})

    return do


def the_same_twice() -> None:
    one, donor = make_gift(), make_donor()
    for _twice in range(2):
        credit(gift=one, donor=donor)()


def paid_by_the_donor_and_the_donor() -> None:
    made = offline()
    Gift.objects.filter(pk=made.pk).update(co_payer=made.donor)


def a_company_with_a_joint_account() -> None:
    Gift.objects.filter(pk=offline().pk).update(payer="company", co_payer=make_donor())


def the_same_form() -> None:
    one, other = offline(), offline()
    Gift.objects.filter(pk=other.pk).update(form_key=one.form_key)


def goods_that_nobody_describes() -> None:
    Gift.objects.filter(pk=offline().pk).update(kind="goods")
    check_constraints()


def goods_that_lose_their_description() -> None:
    Property.objects.filter(gift=coats()).delete()
    check_constraints()


def money_that_is_described() -> None:
    Property.objects.create(gift=offline(), description="Coats")
    check_constraints()


VIN = {"vin": "JHMGE8H50FC000001"}
BREAKS: list[tuple[str, Callable[[], None]]] = [
    ("gift_kind_is_known", gift(kind="time")),
    ("gift_payer_is_known", gift(payer="friend")),
    ("gift_has_two_payers_or_one", paid_by_the_donor_and_the_donor),
    ("gift_has_two_payers_or_one", a_company_with_a_joint_account),
    (
        "gift_is_posted_before_it_is_received",
        gift(postmarked_on=date(2026, 1, 2), received_on=date(2026, 1, 1)),
    ),
    ("gift_dated_by_postmark_was_posted_then", gift(date_basis="postmark")),
    ("gift_dated_by_postmark_was_posted_then", gift(date_basis="postmark", postmarked_on=date(2026, 1, 1))),
    ("gift_online_is_money_and_stays_with_its_books", gift(make_gift, kind="goods")),
    ("gift_online_is_money_and_stays_with_its_books", gift(make_gift, state="reversed")),
    ("gift_online_is_money_and_stays_with_its_books", gift(make_gift, form_key=uuid4())),
    ("gifts_gift_form_key", the_same_form),
    ("gift_of_property_is_described", goods_that_nobody_describes),
    ("property_stays_with_its_gift", goods_that_lose_their_description),
    ("property_stays_with_its_gift", money_that_is_described),
    ("benefit_is_described", benefit(description="")),
    ("benefit_value_is_not_negative", benefit(fair_value=-TEN)),
    ("benefit_value_says_how_it_was_estimated", benefit(basis="")),
    ("benefit_token_has_its_cost", benefit(kind="token")),
    ("benefit_token_has_its_cost", benefit(kind="token", cost=-TEN)),
    ("benefit_token_has_its_cost", benefit(cost=TEN)),
    ("benefit_of_membership_is_sold_from", benefit(sold_from=TEN)),
    ("benefit_of_membership_is_sold_from", benefit(kind="membership", sold_from=Decimal(0))),
    ("benefit_that_is_religious_has_no_value", benefit(kind="religious")),
    ("property_is_described", thing(description="")),
    ("property_shares_have_issuer", thing(shares=TEN)),
    ("property_shares_have_issuer", thing(issuer="Acme")),
    ("property_shares_have_issuer", thing(issuer="Acme", shares=Decimal(0))),
    ("property_use_is_of_a_vehicle", thing(use="needy")),
    ("property_sale_has_day_and_proceeds", thing(**VIN, use="sale", proceeds=TEN)),
    ("property_sale_has_day_and_proceeds", thing(**VIN, use="sale", sold_on=date(2026, 1, 1))),
    ("property_sale_has_day_and_proceeds", thing(sold_on=date(2026, 1, 1), proceeds=TEN)),
    ("property_kept_says_how_long", thing(**VIN, use="kept", use_note="deliveries")),
    ("property_kept_says_how_long", thing(**VIN, use="kept", use_months=12)),
    ("soft_credit_is_positive", credit(amount=Decimal(0))),
    ("one_soft_credit_per_gift_and_donor", the_same_twice),
]


@pytest.mark.parametrize(("name", "broken"), BREAKS, ids=[f"{n}-{case[0]}" for n, case in enumerate(BREAKS)])
def test_what_must_never_be_false_is_refused(name: str, broken: Callable[[], None]) -> None:
    make_organisation()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        broken()


def test_whatever_stands_on_a_receipt_is_counted_as_a_change() -> None:
    make_organisation()
    made = coats()
    seen = [Gift.objects.get(pk=made.pk).terms]
    for change in (
        lambda: Benefit.objects.create(gift=made, description="Mug", fair_value=Decimal(0)),
        lambda: Property.objects.filter(gift=made).update(description="Ten coats"),
        lambda: Gift.objects.filter(pk=made.pk).update(received_on=date(2026, 11, 24)),
        lambda: Benefit.objects.filter(gift=made).delete(),
    ):
        change()
        seen.append(Gift.objects.get(pk=made.pk).terms)
    assert seen == sorted(set(seen))
