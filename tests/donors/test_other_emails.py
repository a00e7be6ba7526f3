"""A further address of mail leads gifts to a donor, and nobody to a sign-in."""

import pytest
from django.db import connection

from accounts.models import AuditEntry, Role
from donors import known
from donors.actions import claim_donor, erase_donor, merge_donors
from donors.actions.emails import EmailRefused, add_email, lead_with_email, remove_email
from donors.actions.records import move_to_address
from donors.letters import manner, note
from donors.models import Donor, OtherEmail
from donors.people import addresses, is_taken
from gifts.actions.givers import find_or_make_donor
from letters.registry import Choice
from tests.factories import MOMENT, make_donor, make_user

pytestmark = pytest.mark.django_db
WORK = "maria@work.example"


@pytest.fixture
def maria() -> Donor:
    """A donor whom staff know by an address of work, too."""
    donor = make_donor(name="Maria Lopez", email="maria@example.org")
    add_email(donor=donor, email=WORK.upper(), label="work", by=make_user(Role.FUNDRAISER), now=MOMENT)
    return donor


def test_a_gift_from_another_address_is_this_donor_s(maria: Donor) -> None:
    assert find_or_make_donor(name="M. Lopez", email=WORK) == maria
    assert Donor.objects.count() == 1


def test_nobody_signs_in_or_claims_a_record_by_what_staff_typed(maria: Donor) -> None:
    assert not known.has(WORK)
    stranger = make_user(email=WORK)
    known.join(stranger)
    assert not claim_donor(user=stranger, now=MOMENT)
    maria.refresh_from_db()
    assert maria.user is None


def test_what_is_sent_to_another_address_is_not_shown_to_who_signs_in(maria: Donor) -> None:
    user = make_user(email="maria@example.org")
    claim_donor(user=user, now=MOMENT)
    assert addresses(user) == ["maria@example.org"]


def test_whoever_proves_an_address_has_it(maria: Donor) -> None:
    somebody = make_user(email="old@example.org")
    donor = make_donor(email="old@example.org", user=somebody)
    assert not is_taken(somebody, WORK)
    move_to_address(user=somebody, email=WORK)
    donor.refresh_from_db()
    assert (donor.email, maria.more_emails.count()) == (WORK, 0)


def test_a_letter_to_another_address_heeds_the_donor_s_wish(maria: Donor) -> None:
    Donor.objects.filter(pk=maria.pk).update(contact="neutral")
    assert manner(WORK).is_neutral


def test_a_refusal_by_another_address_holds_and_an_agreement_does_not(maria: Donor) -> None:
    note(Choice(email=WORK, topic="news", is_given=True, at=MOMENT))
    assert not maria.consents.exists()
    Donor.objects.filter(pk=maria.pk).update(wants_news=True)
    note(Choice(email=WORK, topic="news", is_given=False, at=MOMENT))
    maria.refresh_from_db()
    assert (maria.wants_news, maria.consents.get().is_given) == (False, False)


def test_an_address_that_somebody_has_is_refused_with_their_name(maria: Donor) -> None:
    ben, by = make_donor(name="Ben Okafor", email="ben@example.org"), make_user(Role.FUNDRAISER)
    for email in ("maria@example.org", WORK):
        with pytest.raises(EmailRefused, match="Maria Lopez"):
            add_email(donor=ben, email=email, label="", by=by, now=MOMENT)
    with pytest.raises(EmailRefused, match="already"):
        add_email(donor=maria, email=WORK, label="", by=by, now=MOMENT)


def test_taking_it_away_twice_is_once_and_the_trail_does_not_say_it(maria: Donor) -> None:
    by, other = make_user(Role.FUNDRAISER), maria.more_emails.get()
    for _twice in range(2):
        remove_email(donor=maria, email_id=other.pk, by=by, now=MOMENT)
    entries = AuditEntry.objects.filter(about_kind="donor", about_id=str(maria.pk)).order_by("pk")
    assert [entry.verb for entry in entries] == ["donor.email_added", "donor.email_removed"]
    assert WORK not in str([(entry.before, entry.after) for entry in entries])


def test_an_address_of_another_donor_is_not_taken_away_from_here(maria: Donor) -> None:
    other = maria.more_emails.get()
    remove_email(donor=make_donor(), email_id=other.pk, by=make_user(), now=MOMENT)
    assert OtherEmail.objects.filter(pk=other.pk).exists()


def test_letters_go_to_the_one_that_leads_and_the_one_before_stays_beside(maria: Donor) -> None:
    lead_with_email(donor=maria, email_id=maria.more_emails.get().pk, by=make_user(), now=MOMENT)
    maria.refresh_from_db()
    assert (maria.email, maria.more_emails.get().email) == (WORK, "maria@example.org")


def test_whoever_signs_in_chooses_where_letters_go(maria: Donor) -> None:
    claim_donor(user=make_user(email="maria@example.org"), now=MOMENT)
    with pytest.raises(EmailRefused, match="own page"):
        lead_with_email(donor=maria, email_id=maria.more_emails.get().pk, by=make_user(), now=MOMENT)


def test_a_merge_takes_it_along_and_it_is_searched_there(maria: Donor) -> None:
    kept = make_donor(name="Maria L.")
    merge_donors(kept_id=kept.pk, folded_id=maria.pk, by=make_user(Role.ADMINISTRATOR), now=MOMENT)
    assert list(kept.more_emails.values_list("email", flat=True)) == [WORK]
    assert Donor.objects.carrying(WORK) == kept
    assert list(Donor.objects.standing().containing("work.example")) == [kept]


def test_it_goes_with_the_person(maria: Donor) -> None:
    user = make_user(email="maria@example.org")
    claim_donor(user=user, now=MOMENT)
    erase_donor(user=user, now=MOMENT)
    maria.refresh_from_db()
    assert (OtherEmail.objects.count(), maria.other_emails) == (0, "")


def test_whoever_writes_a_donor_s_own_address_holds_off_who_notes_another() -> None:
    held = "SELECT mode FROM pg_locks WHERE objid = 4026112 AND pid = pg_backend_pid() AND granted"
    with connection.cursor() as cursor:
        cursor.execute(held)
        before = cursor.fetchall()
        make_donor(email="maria@example.org")
        cursor.execute(held)
        assert (before, cursor.fetchall()) == ([], [("ShareLock",)])
