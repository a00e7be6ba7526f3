"""What a paper says stands in the mail that brings it, word for word, for whoever cannot open the file."""

from datetime import datetime

import pytest

from gifts.letters import queue_thanks
from letters.models import Letter
from letters.rendering import render
from receipts.actions import settle
from receipts.actions.statements import draw_one
from receipts.models import Receipt, Statement
from receipts.snapshot import receipt_words, statement_words
from receipts.tasks import render_and_send
from tests.factories import MOMENT, make_donor, make_gift, make_organisation, make_user

pytestmark = pytest.mark.django_db


def test_the_mail_says_all_that_its_receipt_says(now: datetime) -> None:
    make_organisation()
    gift = make_gift(make_donor(name="<b>Maria</b> & Co"), amount="250.00")
    queue_thanks(gift=gift, now=now)
    receipt = settle(gift_id=gift.pk, now=now)
    assert receipt is not None
    render_and_send(str(receipt.pk), now)
    mail = render(Letter.objects.get())
    said = receipt.snapshot
    for words in (*said["statements"], str(receipt), said["total"], said["check_code"], *said["payer"]):
        assert words in mail.text
    assert "&lt;b&gt;Maria&lt;/b&gt; &amp; Co" in mail.html
    assert "<b>Maria" not in mail.html
    assert "What the attached paper says" in mail.html


def test_a_receipt_in_spanish_is_told_in_spanish(now: datetime) -> None:
    make_organisation()
    donor = make_donor()
    donor.language = "es"
    donor.save()
    receipt = settle(gift_id=make_gift(donor).pk, now=now)
    assert receipt is not None
    words = receipt_words(receipt.snapshot, receipt.language)
    assert "Emitido: 25 de noviembre de 2026" in words
    assert "Recibido de: Maria Lopez" in words


def test_goods_have_no_total_in_it_and_a_replacement_names_the_old_one() -> None:
    said = {
        "title": "Receipt for your gift",
        "number": "R-2026-000002",
        "issued_on": "Nov. 25, 2026",
        "replaces": "R-2026-000001",
        "payer": ["Maria Lopez"],
        "lines": [
            {"given_on": "Nov. 1, 2026", "description": "20 coats", "fund": "", "amount": "", "benefit": ""}
        ],
        "total": "",
        "check_code": "",
        "statements": ["Keep this."],
        "organisation": {"legal_name": "Safe Harbor"},
    }
    assert receipt_words(said, "en").splitlines() == [
        "Safe Harbor",
        "Receipt for your gift R-2026-000002",
        "Issued: Nov. 25, 2026",
        "Replaces receipt R-2026-000001",
        "Received from: Maria Lopez",
        "",
        "Nov. 1, 2026 · 20 coats",
        "",
        "Keep this.",
    ]


def test_the_mail_of_a_summary_says_each_of_its_lines(now: datetime) -> None:
    make_organisation()
    donor = make_donor()
    for amount in ("20.00", "30.00"):
        make_gift(donor, amount=amount, given_at=MOMENT.replace(year=2025))
    statement = draw_one(donor_id=donor.pk, year=2025, by=make_user(), now=now)
    assert isinstance(statement, Statement)
    mail = render(Letter.objects.get(kind="statement"))
    for receipt in Receipt.objects.all():
        assert str(receipt) in mail.text
    assert "$50.00" in mail.text
    assert statement_words(statement.snapshot, "en") in mail.text
