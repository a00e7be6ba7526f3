"""How a letter leaves, or does not, by the manner of contact that its reader chose."""

from datetime import date, datetime

import pytest
from django.core.mail import EmailMultiAlternatives

from accounts.actions.codes import ask_for_code, code_in_clear
from accounts.models import SignInCode
from donors.models import Donor
from letters.kinds import KINDS, LetterKind
from letters.models import Letter
from letters.sign_in_codes import write_sign_in_code
from letters.tasks import deliver
from tests.factories import make_donor, make_organisation, make_user
from tests.letters.makers import make_letter

pytestmark = pytest.mark.django_db
Outbox = list[EmailMultiAlternatives]


def maria(**wish: object) -> Donor:
    donor = make_donor(email="maria@example.org")
    Donor.objects.filter(pk=donor.pk).update(**wish)
    donor.refresh_from_db()
    return donor


def delivered(letter: Letter, now: datetime) -> Letter:
    deliver(str(letter.pk), now)
    letter.refresh_from_db()
    return letter


def test_whoever_wants_this_page_only_gets_no_mail_and_finds_the_letter_there(
    now: datetime, mailoutbox: Outbox
) -> None:
    maria(contact=Donor.Contact.PORTAL)
    letter = delivered(make_letter(), now)
    assert (mailoutbox, letter.state, letter.sent_at) == ([], Letter.State.KEPT, None)
    assert letter.subject != ""
    assert letter.facts != {}


@pytest.mark.parametrize("kind", ["sign_in_code", "new_email_code", "erasure_code", "neutral_code"])
@pytest.mark.parametrize("contact", [Donor.Contact.PORTAL, Donor.Contact.NEUTRAL])
def test_a_code_always_goes(now: datetime, mailoutbox: Outbox, kind: str, contact: str) -> None:
    maria(contact=contact, quiet_until=date(2027, 1, 1))
    letter = delivered(make_letter(kind=kind), now)
    assert (len(mailoutbox), letter.state) == (1, Letter.State.SENT)
    assert "1234 5678" in mailoutbox[0].body


@pytest.mark.parametrize("purpose", list(SignInCode.Purpose))
@pytest.mark.parametrize(
    ("contact", "names_us"),
    [(Donor.Contact.USUAL, True), (Donor.Contact.NEUTRAL, False), (Donor.Contact.PORTAL, False)],
)
def test_a_code_names_us_to_those_alone_who_want_mail_as_usual(
    now: datetime, mailoutbox: Outbox, purpose: str, contact: str, names_us: bool
) -> None:
    make_organisation(legal_name="Quiet Bay, Inc.", public_name="Quiet Bay")
    donor = maria(contact=contact, user=make_user(email="maria@example.org"))
    to = "new@example.org" if purpose == SignInCode.Purpose.NEW_EMAIL else "maria@example.org"
    who = None if purpose == SignInCode.Purpose.SIGN_IN else donor.user
    row = ask_for_code(email=to, network="n", language="en", now=now, purpose=purpose, user=who)
    code = code_in_clear(row)

    write_sign_in_code(str(row.pk), now)
    delivered(Letter.objects.get(), now)

    mail = mailoutbox[0]
    page = str(mail.alternatives[0][0])
    assert f"{code[:4]} {code[4:]}" in mail.body
    assert f"{code[:4]} {code[4:]}" in page
    whole = " ".join([str(mail.subject), str(mail.body), page, mail.from_email, *mail.reply_to])
    assert any(told in whole for told in ("Quiet Bay", "giving@example.org", "PO Box")) == names_us
    if not names_us:
        assert mail.subject == "Your code"


def test_a_letter_with_secrets_is_not_kept_on_a_page(now: datetime, mailoutbox: Outbox) -> None:
    maria(contact=Donor.Contact.PORTAL)
    kind = next(one.name for one in KINDS.values() if one.purge_facts and not one.always_leaves)
    letter = delivered(make_letter(kind=kind), now)
    assert (mailoutbox, letter.state, letter.error) == ([], Letter.State.SUPPRESSED, "page only")
    assert letter.facts == {}


def test_neutral_mail_says_nothing_but_that_something_is_there(now: datetime, mailoutbox: Outbox) -> None:
    make_organisation(legal_name="Quiet Bay, Inc.", public_name="Quiet Bay")
    maria(contact=Donor.Contact.NEUTRAL)
    letter = make_letter()
    letter.attachments.create(filename="receipt.pdf", content_type="application/pdf", content=b"%PDF-1.7")
    delivered(letter, now)
    mail = mailoutbox[0]
    page = str(mail.alternatives[0][0])
    assert (mail.subject, mail.attachments, mail.reply_to) == ("A note for you", [], [])
    assert "/my/letters/" in mail.body
    assert "/my/letters/" in page
    for told in ("Maria", "$50.00", "Quiet Bay", "D-2026-000123", "receipt", "donat", "gift"):
        assert told not in mail.body + page + mail.from_email
    letter.refresh_from_db()
    assert letter.state == Letter.State.SENT
    assert letter.subject != "A note for you"


def test_neutral_mail_is_written_in_the_language_of_the_letter(now: datetime, mailoutbox: Outbox) -> None:
    maria(contact=Donor.Contact.NEUTRAL)
    delivered(make_letter(language="es"), now)
    assert mailoutbox[0].subject != "A note for you"


@pytest.mark.parametrize(
    ("until", "state"),
    [
        (date(2026, 11, 26), Letter.State.KEPT),
        (date(2026, 11, 25), Letter.State.SENT),
        (None, Letter.State.SENT),
    ],
)
def test_news_rests_until_the_day_that_was_chosen(
    now: datetime, news: LetterKind, until: date | None, state: str
) -> None:
    maria(quiet_until=until)
    assert delivered(make_letter(kind=news.name), now).state == state


def test_what_we_owe_goes_also_in_a_pause(now: datetime, mailoutbox: Outbox) -> None:
    maria(quiet_until=date(2027, 1, 1))
    assert delivered(make_letter(), now).state == Letter.State.SENT
    assert len(mailoutbox) == 1


def test_the_wish_of_the_kept_record_holds_for_the_address_of_a_folded_one(now: datetime) -> None:
    kept = make_donor(email="new@example.org")
    Donor.objects.filter(pk=kept.pk).update(contact=Donor.Contact.PORTAL)
    Donor.objects.filter(pk=maria().pk).update(merged_into=kept)
    assert delivered(make_letter(), now).state == Letter.State.KEPT


def test_somebody_elses_wish_changes_nothing(now: datetime) -> None:
    other = make_donor(email="other@example.org")
    Donor.objects.filter(pk=other.pk).update(contact=Donor.Contact.PORTAL)
    assert delivered(make_letter(), now).state == Letter.State.SENT
