"""The demo has a gift of each kind and payer, with the paper that each gets."""

import pytest

from accounts.models import Role
from desk.demo.offline import EXAMPLES, enter_gifts
from gifts.models import Gift, GiftKind, Payer
from letters.models import Letter
from receipts.models import Receipt, Unreceipted
from tests.factories import MOMENT, make_campaign, make_organisation, make_user

pytestmark = pytest.mark.django_db


def test_every_example_has_its_paper_and_entering_them_again_changes_nothing() -> None:
    make_organisation()
    make_user(Role.FINANCE)
    make_campaign()
    for _twice in range(2):
        enter_gifts(MOMENT)
    assert Gift.objects.count() == len(EXAMPLES)
    kinds = set(Gift.objects.values_list("kind", flat=True))
    payers = set(Gift.objects.values_list("payer", flat=True))
    assert kinds == set(GiftKind.values) - {"currency"}
    assert payers == set(Payer.values) - {"company", "foundation"}
    papers = set(Receipt.objects.values_list("kind", flat=True))
    expected = {"simple_receipt", "acknowledgment", "quid_pro_quo", "noncash_acknowledgment"}
    assert papers == expected | {"thank_you_only", "qcd_letter"}
    assert not Receipt.objects.filter(pdf=None).exists()
    assert Unreceipted.objects.get().why == "payroll"
    assert Letter.objects.filter(kind="credit_thanks").count() == 2
