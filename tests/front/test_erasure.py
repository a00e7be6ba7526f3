"""A person has everything erased: what was theirs goes, what the books need stays without a name."""

import json
from collections.abc import Iterator
from datetime import datetime

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core import serializers
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.actions.codes import ask_for_code, code_in_clear
from accounts.actions.own import ErasureRefused, erase_person
from accounts.models import AuditEntry, Role, SignInCode, User
from donors.actions import merge_donors
from donors.models import Address, Consent, Donor, Household, Import, ImportPart
from gifts.actions.erasure import forget_late_visit
from gifts.models import Checkout, Gift, ImportedGift, LedgerLine, RecurringElsewhere, RecurringGift
from letters.models import Letter, OptOut, Suppression
from letters.tasks import deliver
from receipts.actions import settle
from receipts.models import Receipt
from tests.accounts.makers import browser_of, enrol
from tests.factories import (
    MOMENT,
    make_campaign,
    make_checkout,
    make_donor,
    make_gift,
    make_organisation,
    make_recurring,
    make_user,
)
from tests.gifts.elsewhere import make_elsewhere
from tests.letters.makers import make_letter
from tests.volunteers.makers import (
    make_application,
    make_program,
    make_reference,
    make_role,
    make_shift,
    make_sign_up,
    make_volunteer,
)
from volunteers.models import SignUp, Volunteer

pytestmark = pytest.mark.django_db
PAGE, CODE_PAGE = "/my/data/erase/", "/my/data/erase/code/"
PERSONAL = ("maria", "lopez", "rosa ibarra", "acme tools", "518-555-0199", "po box 1199", "vera stone")


@pytest.fixture
def maria(client: Client) -> User:
    make_organisation()
    user = make_user(email="maria@example.org", name="Maria Lopez")
    house = Household.objects.create(formal_greeting="Mr. and Mrs. Lopez", informal_greeting="Maria")
    donor = make_donor(name="Maria Lopez", email="maria@example.org", user=user)
    Donor.objects.filter(pk=donor.pk).update(phone="518-555-0199", household=house, customer_id="cus_1")
    Address.objects.create(donor=donor, line1="PO Box 1199")
    Consent.objects.note(donor=donor, topic="news", is_given=True, source="giving", at=MOMENT)
    checkout = make_checkout(make_campaign(), email="maria@example.org")
    Checkout.objects.update(state="completed", tribute_kind="memory", tribute_name="Rosa Ibarra")
    make_checkout(make_campaign(), email="maria@example.org")
    Checkout.objects.filter(state="open").update(state="expired")
    gift = make_gift(donor, amount="25.00")
    Gift.objects.filter(pk=gift.pk).update(
        checkout=checkout,
        payer_name="MARIA LOPEZ",
        payer_email="maria@example.org",
        tribute_kind="memory",
        tribute_name="Rosa Ibarra",
        employer="Acme Tools",
    )
    settle(gift_id=gift.pk, now=MOMENT)
    make_recurring(donor, state=RecurringGift.State.CANCELLED)
    sent = make_letter()
    deliver(str(sent.pk), MOMENT)
    make_letter(key="waits")
    client.cookies = browser_of(user, factor_at=0).cookies
    return user


def everything() -> Iterator[str]:
    """All rows of our tables, in lower case; receipts, which the law keeps, and jobs are left out."""
    for model in apps.get_models():
        if model._meta.app_label in {"accounts", "donors", "gifts", "letters", "volunteers"}:
            yield serializers.serialize("json", model._default_manager.all()).lower()


def left_of(person: User) -> list[str]:
    whole = "".join(everything())
    assert str(person.pk) in whole
    return [word for word in PERSONAL if word in whole]


def test_nothing_personal_is_left_but_the_receipt(maria: User) -> None:
    assert left_of(maria) == list(PERSONAL[:-1])
    erase_person(user=maria, now=timezone.now())
    assert left_of(maria) == []
    assert Receipt.objects.get().snapshot["payer"][0] == "Maria Lopez"
    assert Receipt.objects.get().status == Receipt.Status.LIVE


def test_what_files_of_other_programs_said_of_their_gifts_goes_too(maria: User) -> None:
    donor, gift = Donor.objects.get(user=maria), Gift.objects.get()
    elsewhere = make_elsewhere(donor)
    ImportedGift.objects.create(gift=gift, source="givewp", key="G-1")
    for number, (kind, target) in enumerate([("recurring", elsewhere.pk), ("gifts", gift.pk)]):
        run = Import.objects.create(
            kind=kind,
            source="givewp",
            file_name="people.csv",
            encoding="utf-8",
            delimiter=",",
            samples=[["Maria Lopez"]],
            size=20,
            created_at=MOMENT,
            worked_at=MOMENT,
        )
        run.parts.create(number=0, content=b"Maria Lopez")
        run.lines.create(
            number=number, title="Maria Lopez", values={"name": "Maria Lopez"}, target=str(target)
        )
    erase_person(user=maria, now=timezone.now())
    assert left_of(maria) == []
    assert not RecurringElsewhere.objects.exists()
    assert not ImportPart.objects.exists()
    assert Gift.objects.get().imported.key == "G-1"


def test_the_ledger_and_the_receipt_stand_as_before(maria: User) -> None:
    def books() -> list[object]:
        columns = (
            "id",
            "amount",
            "state",
            "given_on",
            "payment_id",
            "donor_id",
            "campaign_id",
            "recurring_id",
        )
        return [
            list(Gift.objects.values_list(*columns)),
            list(LedgerLine.objects.values_list("txn_id", "amount", "fee", "gift_id")),
            list(Receipt.objects.values_list("number", "snapshot_sha256", "status", "donor_id")),
            list(RecurringGift.objects.values_list("subscription_id", "amount", "state", "donor_id")),
        ]

    before = books()
    erase_person(user=maria, now=timezone.now())
    assert books() == before
    assert settle(gift_id=Gift.objects.get().pk, now=timezone.now()) in {None, Receipt.objects.get()}
    assert Receipt.objects.count() == 1


@pytest.mark.parametrize("value", [{"email": "m@example.org"}, {"phone": "1"}, {"customer_id": "cus_1"}])
def test_the_database_keeps_nothing_personal_of_an_erased_donor(maria: User, value: dict[str, str]) -> None:
    erase_person(user=maria, now=timezone.now())
    with pytest.raises(IntegrityError, match="erased_donor_keeps_nothing_personal"), transaction.atomic():
        Donor.objects.update(**value)


def test_codes_and_second_factors_go_and_every_session_ends(maria: User, client: Client) -> None:
    ask_for_code(email="maria@example.org", network="n", language="en", now=timezone.now())
    moving = SignInCode.Purpose.NEW_EMAIL
    ask_for_code(
        email="m@example.org", network="n", language="en", now=timezone.now(), purpose=moving, user=maria
    )
    enrol(maria)
    round_before = maria.session_round
    erase_person(user=maria, now=timezone.now())
    maria.refresh_from_db()
    assert not SignInCode.objects.exists()
    assert not Authenticator.objects.exists()
    assert maria.session_round == round_before + 1
    assert client.get("/my/").status_code == 302


def test_twice_is_once_and_the_trail_names_nobody(maria: User) -> None:
    erase_person(user=maria, now=timezone.now())
    before = sorted(everything())
    erase_person(user=maria, now=timezone.now())
    assert sorted(everything()) == before
    entries = AuditEntry.objects.filter(verb__endswith=".erased")
    assert sorted(entries.values_list("verb", flat=True)) == ["donor.erased", "user.erased"]
    assert "maria" not in json.dumps(list(entries.values("before", "after", "reason"))).lower()


def test_the_page_wants_word_and_code_and_signs_out(client: Client, maria: User) -> None:
    assert "What stays, and why" in client.get(PAGE).content.decode()
    client.post(PAGE)
    code = code_in_clear(SignInCode.objects.latest("pk"))
    assert "Please type the word" in client.post(CODE_PAGE, {"word": "yes", "code": code}).content.decode()
    answer = client.post(CODE_PAGE, {"word": "erase", "code": code})
    assert answer["Location"] == "/goodbye/"
    assert client.get("/my/").status_code == 302
    maria.refresh_from_db()
    assert (maria.is_active, maria.email, maria.has_usable_password()) == (
        False,
        f"{maria.pk}@erased.invalid",
        False,
    )


def test_the_code_of_another_browser_or_purpose_erases_nothing(client: Client, maria: User) -> None:
    client.post(PAGE)
    code = code_in_clear(SignInCode.objects.latest("pk"))
    elsewhere = Client()
    elsewhere.force_login(maria)
    assert elsewhere.post(CODE_PAGE, {"word": "ERASE", "code": code})["Location"] == PAGE
    client.post("/my/details/email/", {"email": "maria@example.org"})
    other = code_in_clear(SignInCode.objects.latest("pk"))
    assert b"not the code we sent" in client.post(CODE_PAGE, {"word": "ERASE", "code": other}).content
    assert Donor.objects.get().erased_at is None


def test_whoever_works_here_is_told_to_wait(maria: User) -> None:
    maria.grants.create(role=Role.FUNDRAISER)
    with pytest.raises(ErasureRefused):
        erase_person(user=User.objects.get(pk=maria.pk), now=timezone.now())
    assert Donor.objects.get().name == "Maria Lopez"


def test_nothing_goes_while_a_recurring_gift_has_not_ended(maria: User) -> None:
    make_recurring(maria.donor, subscription_id="sub_open")
    with pytest.raises(ErasureRefused, match="is being stopped"):
        erase_person(user=maria, now=timezone.now())
    maria.refresh_from_db()
    assert (maria.is_active, Donor.objects.get().name) == (True, "Maria Lopez")
    assert Letter.objects.filter(to_email="maria@example.org").count() == 2


def test_a_refusal_of_mail_holds_when_the_address_comes_back(maria: User, now: datetime) -> None:
    OptOut.objects.create(email="maria@example.org", topic="news", created_at=now)
    Suppression.objects.create(email="maria@example.org", reason="complained", created_at=now)
    erase_person(user=maria, now=timezone.now())
    assert left_of(maria) == []
    assert OptOut.objects.declining("maria@example.org", "news").exists()
    assert not OptOut.objects.declining("ana@example.org", "news").exists()
    assert Suppression.objects.stopping("maria@example.org").exists()
    letter = make_letter(key="again")
    deliver(str(letter.pk), now)
    letter.refresh_from_db()
    assert letter.state == Letter.State.SUPPRESSED


def test_the_same_address_may_come_back_as_somebody_new(maria: User, client: Client) -> None:
    erase_person(user=maria, now=timezone.now())
    fresh = make_user(email="maria@example.org")
    make_donor(email="maria@example.org", user=fresh)
    client.force_login(fresh)
    page = client.get("/my/gifts/").content.decode()
    assert "No gift with this address yet" in page
    assert not Letter.objects.sent_to(fresh).exists()


def test_a_record_folded_into_theirs_goes_along(maria: User) -> None:
    folded = make_donor(name="M. Lopez", email="old.maria@example.org")
    make_gift(folded)
    letter = make_letter(key="old", to_email="old.maria@example.org")
    deliver(str(letter.pk), MOMENT)
    merge_donors(kept_id=maria.donor.pk, folded_id=folded.pk, by=make_user(), now=MOMENT)
    late = make_gift(folded)
    Gift.objects.filter(pk=late.pk).update(payer_name="M LOPEZ")
    erase_person(user=maria, now=timezone.now())
    assert left_of(maria) == []


def test_a_visit_that_is_still_open_is_forgotten_a_day_later(maria: User) -> None:
    visit = make_checkout(make_campaign(), email="maria@example.org")
    Checkout.objects.filter(pk=visit.pk).update(session_id="cs_1", session_url="https://example.org")
    erase_person(user=maria, now=timezone.now())
    assert Checkout.objects.get(pk=visit.pk).email == "maria@example.org"
    forget_late_visit(checkout_id=str(visit.pk))
    forget_late_visit(checkout_id=str(visit.pk))
    assert not Checkout.objects.filter(pk=visit.pk).exists()


def test_whoever_gives_time_too_leaves_their_seats_and_their_name(maria: User) -> None:
    volunteer = make_volunteer(make_program(), user=maria, name="Maria Lopez", email="maria@example.org")
    seat = make_sign_up(make_shift(make_role()), volunteer)
    make_reference(make_application(volunteer), name="Vera Stone", email="vera@example.org")
    assert left_of(maria) == list(PERSONAL)
    erase_person(user=maria, now=MOMENT)
    seat.refresh_from_db()
    gone = Volunteer.objects.get(pk=volunteer.pk)
    assert left_of(maria) == []
    assert (gone.name, gone.user, gone.left_at is None) == ("Name removed", None, False)
    assert seat.state not in SignUp.ACTIVE
