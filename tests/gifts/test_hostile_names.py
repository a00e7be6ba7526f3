"""A payment under a name that tries everything ends as a receipt with that text, and nothing else."""

import io
from datetime import datetime
from pathlib import Path

import pikepdf
import pytest

from accounts.models import Role
from gifts.actions.matching import match_gift
from gifts.actions.sweep import sweep
from gifts.models import Gift
from receipts.actions import settle
from receipts.papers import store
from tests.factories import make_campaign, make_user
from tests.receipts.reading import one_line
from tests.standin.process import StandIn

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("organisation"),
    pytest.mark.enable_socket,
]

TYPED = '<b>x</b><img src="/x/y.png"><a href="javascript:1">&'
WAYS_OUT = ("/URI", "/Launch", "/JavaScript", "/JS", "/EmbeddedFile", "/GoToR", "/Annots", "/OpenAction")


@pytest.mark.parametrize("after", ["", "\x00\u202egnp.\u2066\u200f", "x" * 5000, "\x00" * 300 + "م" * 5000])
def test_a_hostile_name_becomes_text_on_a_receipt(
    after: str, standin: StandIn, now: datetime, tmp_path: Path
) -> None:
    standin.control("direct_payment", amount=1234, name=TYPED + after, email="walk@example.org")
    sweep(now=now)
    gift = Gift.objects.get()
    campaign = make_campaign()
    match_gift(
        gift_id=gift.pk,
        name=gift.payer_name,
        email=gift.payer_email,
        campaign=campaign,
        fund=campaign.funds.get(),
        by=make_user(Role.FINANCE),
        now=now,
    )
    receipt = settle(gift_id=gift.pk, now=now)
    assert receipt is not None
    content = store(receipt)
    assert TYPED in one_line(content, tmp_path)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        found = "".join(repr(item) for item in pdf.objects)
        pictures = list(pdf.pages[0].Resources.XObject)
    assert [way for way in WAYS_OUT if way in found] == []
    assert pictures == ["/Code"]
