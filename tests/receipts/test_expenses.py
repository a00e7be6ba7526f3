"""A letter about what a volunteer spent: what it says, how it is numbered, how it ends; never an amount."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from accounts.models import AuditEntry, Role
from letters.models import Attachment, Letter
from receipts.actions import settle
from receipts.actions.copies import CopyRefused, send_copy
from receipts.actions.corrections import CorrectionRefused, replace_receipt, void_receipt
from receipts.actions.expenses import (
    ExpensesRefused,
    foretell_letter,
    replace_expense_letter,
    void_expense_letter,
)
from receipts.models import Receipt, Series
from receipts.papers import marked
from receipts.regimes import Given
from tests.factories import MOMENT, make_donor, make_gift, make_organisation, make_user
from tests.racing import at_once
from tests.receipts.correcting import do_jobs
from tests.receipts.expensing import make_letter, served
from tests.receipts.reading import one_line
from tests.volunteers.makers import make_volunteer
from volunteers.actions.erasure import erase_volunteer
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
REPAID = (Given("a fuel card and two meals", Decimal("65.00")),)


@pytest.fixture(autouse=True)
def _organisation() -> None:
    make_organisation()


@pytest.fixture
def rosa() -> Volunteer:
    return make_volunteer()


def drawn(letter: Receipt) -> Receipt:
    """The letter after its job."""
    do_jobs("receipts.render", now=MOMENT)
    letter.refresh_from_db()
    return letter


def test_the_paper_tells_services_and_that_nothing_was_repaid_and_no_amount(
    rosa: Volunteer, tmp_path: Path
) -> None:
    letter = drawn(make_letter(rosa))
    text = one_line(bytes(letter.pdf or b""), tmp_path)
    for words in (
        "Safe Harbor, Inc.",
        "Your expenses as a volunteer",
        "From Mar 2, 2026 to Mar 5, 2026 you served us as a volunteer:",
        "Chaperone on a flight to a conference.",
        "You had costs of your own for these services.",
        "We provided no goods or services to reimburse you for those costs, in whole or in part.",
        "Please keep this letter for your tax records.",
        "Rosa Lind",
        str(letter),
        letter.check_code,
    ):
        assert words in text
    for words in ("$", "Received from", "Amount", "Total", "320"):
        assert words not in text
    assert (letter.amount, letter.donor, letter.volunteer) == (Decimal("0.00"), None, rosa)
    assert (letter.kind, letter.tax_year) == ("volunteer_expense_letter", 2026)
    assert not letter.lines.exists()


def test_what_repaid_them_is_described_and_valued(rosa: Volunteer, tmp_path: Path) -> None:
    letter = drawn(make_letter(rosa, repaid=REPAID, until_on=date(2026, 3, 2)))
    text = one_line(bytes(letter.pdf or b""), tmp_path)
    assert "On Mar 2, 2026 you served us" in text
    assert "good-faith estimate of its fair market value: a fuel card and two meals, $65.00." in text
    assert "We provided no goods" not in text


def test_it_is_written_in_their_language(tmp_path: Path) -> None:
    letter = drawn(make_letter(make_volunteer(language="es"), services="Conducir a citas"))
    text = one_line(bytes(letter.pdf or b""), tmp_path)
    assert "Conducir a citas" in text
    assert "Para Rosa Lind" in text
    assert "From " not in text


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"services": "Drove client Maria home"}, "services", "name a person"),
        ({"services": "Painting at 12 Elm Street"}, "services", "street address"),
        ({"services": " "}, "services", "describe"),
        ({"repaid": (Given("meals with resident Ana", Decimal("9.00")),)}, "repaid_with", "name a person"),
        ({"repaid": (Given("meals", Decimal("0.00")),)}, "repaid_value", "estimate"),
        ({"until_on": date(2026, 3, 1)}, "until_on", "before the first"),
        ({"until_on": date(2026, 12, 24)}, "until_on", "have passed"),
        ({"from_on": date(2025, 12, 31)}, "from_on", "one tax year"),
    ],
)
def test_what_does_not_pass_draws_no_number(
    rosa: Volunteer, values: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(ExpensesRefused, match=words) as refused:
        make_letter(rosa, **values)
    assert refused.value.field == field
    assert not Series.objects.exists()


def test_a_country_that_knows_no_such_letter_issues_none(rosa: Volunteer) -> None:
    make_organisation(regime="CA")
    with pytest.raises(ExpensesRefused, match="know no letter"):
        make_letter(rosa)
    assert not Receipt.objects.exists()


def test_the_same_letter_is_issued_once_and_a_foretold_one_draws_no_number(rosa: Volunteer) -> None:
    assert foretell_letter(served=served(rosa), now=MOMENT)["number"] == ""
    first = make_letter(rosa)
    with pytest.raises(ExpensesRefused, match=f"{first} says the same"):
        make_letter(rosa)
    assert make_letter(rosa, services="Driving to the airport").number == 2
    assert AuditEntry.objects.filter(verb="receipt.expenses_issued", about_id=str(rosa.pk)).count() == 2


def test_it_goes_by_mail_to_a_proven_address_and_says_nothing_of_money(rosa: Volunteer) -> None:
    letter = drawn(make_letter(rosa))
    mail = Letter.objects.get(about_kind="receipt")
    assert (mail.to_email, mail.kind) == (rosa.email, "expenses_letter")
    assert mail.facts == {"name": "Rosa Lind", "number": str(letter), "replaces": ""}
    assert bytes(Attachment.objects.get().content) == bytes(letter.pdf or b"")
    assert letter.left_at is not None


def test_an_address_that_nobody_proved_gets_no_mail_and_no_copy(rosa: Volunteer) -> None:
    Volunteer.objects.update(user=None)
    letter = drawn(make_letter(rosa))
    assert not Letter.objects.exists()
    assert letter.pdf
    with pytest.raises(CopyRefused, match="hand it over"):
        send_copy(receipt_id=letter.pk, by=make_user(), now=MOMENT)


def test_a_copy_is_marked_and_noted(rosa: Volunteer, tmp_path: Path) -> None:
    letter = drawn(make_letter(rosa))
    send_copy(receipt_id=letter.pk, by=make_user(), now=MOMENT)
    copy = Letter.objects.get(key__contains=":copy:")
    assert copy.to_email == rosa.email
    assert "COPY" in one_line(bytes(copy.attachments.get().content), tmp_path)
    assert letter.copies.get().channel == "mail"


def test_a_void_one_keeps_its_number_and_its_volunteer_is_told(rosa: Volunteer, tmp_path: Path) -> None:
    letter, by = drawn(make_letter(rosa)), make_user()
    void_expense_letter(receipt_id=letter.pk, reason="wrong days", by=by, now=MOMENT)
    do_jobs("receipts.tell_void", now=MOMENT)
    letter.refresh_from_db()
    assert (letter.status, letter.void_reason, letter.voided_by) == ("void", "mistaken", by)
    assert Letter.objects.get(kind="expenses_letter_void").to_email == rosa.email
    assert "VOID" in one_line(marked(letter), tmp_path)
    with pytest.raises(CorrectionRefused, match="no longer valid"):
        void_expense_letter(receipt_id=letter.pk, reason="again", by=by, now=MOMENT)
    assert AuditEntry.objects.get(verb="receipt.voided").reason == "wrong days"


def test_another_takes_its_place_and_names_it(rosa: Volunteer, tmp_path: Path) -> None:
    old, by = drawn(make_letter(rosa)), make_user()
    again: dict[str, Any] = {
        "why": "corrected",
        "reason": "a fuel card was forgotten",
        "by": by,
        "now": MOMENT,
    }
    new = replace_expense_letter(receipt_id=old.pk, served=served(rosa, repaid=REPAID), **again)
    drawn(new)
    old.refresh_from_db()
    assert (old.status, old.void_reason, new.replaces, new.number) == ("replaced", "corrected", old, 2)
    assert f"Replaces letter {old}" in one_line(bytes(new.pdf or b""), tmp_path)
    assert Letter.objects.get(facts__number=str(new)).facts["replaces"] == str(old)
    with pytest.raises(CorrectionRefused, match="no longer valid"):
        replace_expense_letter(receipt_id=old.pk, served=served(rosa), **again)
    with pytest.raises(CorrectionRefused, match="somebody else"):
        replace_expense_letter(receipt_id=new.pk, served=served(make_volunteer()), **again)
    with pytest.raises(CorrectionRefused, match="say why"):
        replace_expense_letter(receipt_id=new.pk, served=served(rosa), **{**again, "why": "refunded"})


def test_what_is_done_to_receipts_of_gifts_does_not_reach_it_nor_the_other_way(rosa: Volunteer) -> None:
    letter, by = make_letter(rosa), make_user(Role.FINANCE)
    with pytest.raises(CorrectionRefused, match="not about a gift"):
        void_receipt(receipt_id=letter.pk, reason="mistake", by=by, now=MOMENT)
    with pytest.raises(CorrectionRefused, match="not about a gift"):
        replace_receipt(receipt_id=letter.pk, why="corrected", reason="x", by=by, now=MOMENT)
    receipt = settle(gift_id=make_gift(make_donor()).pk, now=MOMENT)
    assert receipt is not None
    with pytest.raises(Receipt.DoesNotExist):
        void_expense_letter(receipt_id=receipt.pk, reason="mistake", by=by, now=MOMENT)
    assert set(Receipt.objects.values_list("status", flat=True)) == {"live"}


def test_whoever_was_erased_gets_no_letter_and_theirs_stay_as_they_were(rosa: Volunteer) -> None:
    letter = make_letter(rosa)
    assert rosa.user is not None
    erase_volunteer(user=rosa.user, now=MOMENT)
    rosa.refresh_from_db()
    with pytest.raises(ExpensesRefused, match="erased"):
        make_letter(rosa, services="Driving")
    do_jobs("receipts.render", now=MOMENT)
    void_expense_letter(receipt_id=letter.pk, reason="mistake", by=make_user(), now=MOMENT)
    do_jobs("receipts.tell_void", now=MOMENT)
    assert not Letter.objects.filter(about_kind="receipt").exists()
    letter.refresh_from_db()
    assert letter.snapshot["payer"] == ["Rosa Lind"]


@pytest.mark.django_db(transaction=True)
def test_letters_and_receipts_of_gifts_draw_from_one_series_without_a_gap() -> None:
    gifts = [make_gift(make_donor()) for _each in range(4)]
    people, by = [make_volunteer() for _each in range(4)], make_user()
    twice = people[0]
    at_once(
        *(lambda gift=gift: settle(gift_id=gift.pk, now=MOMENT) for gift in gifts),
        *(lambda one=one: make_letter(one, by=by) for one in (*people, twice)),
        *(lambda one=one: make_letter(one, by=by, services="client Maria") for one in people),
        refusals=(ExpensesRefused,),
    )
    assert sorted(Receipt.objects.values_list("number", flat=True)) == list(range(1, 9))
    assert Series.objects.get().last == 8
    assert Receipt.objects.filter(volunteer=twice).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_end_a_letter_at_once_one_is_refused() -> None:
    letter, by = make_letter(), make_user()
    volunteer = letter.volunteer
    assert volunteer is not None
    done = at_once(
        lambda: void_expense_letter(receipt_id=letter.pk, reason="mistake", by=by, now=MOMENT),
        lambda: replace_expense_letter(
            receipt_id=letter.pk,
            served=served(volunteer, services="Driving"),
            why="corrected",
            reason="wrong",
            by=by,
            now=MOMENT,
        ),
        refusals=(CorrectionRefused,),
    )
    assert sorted(isinstance(one, CorrectionRefused) for one in done) == [False, True]
    assert Series.objects.get().last == Receipt.objects.count()
