"""Every table about a person is in the file that they take along, and in erasure; or it says why not.

A new table fails here until it is named: `told` by which tables of the file, `gone` by what erasing does.
"""

from dataclasses import dataclass

import pytest
from django.apps import apps
from django.db.models import EmailField, Model

from accounts.holders import addresses_of, all_about
from accounts.models import User
from donors.models import Donor
from tests.factories import make_donor, make_user
from volunteers.models import Volunteer

ROOTS: tuple[type[Model], ...] = (User, Donor, Volunteer)

DELETED = "deleted"
EMPTIED = "what is personal in it is emptied"
NAMELESS = "stays, and leads to a record without a name"
BOOKS = "stays seven years: the books and the law rest on it, and it leads to a record without a name"
PAPER = "stays seven years as it was issued, name included: tax law"
TRAIL = "stays: append-only, no names in it, and it leads to a user without a name"
SCREENING = "goes by screening's own periods (`forget_old_applications`)"
CONFIDENCE = "what others said or decided in confidence"
INSIDE = "how the house works inside; it says nothing that the rows beside it do not"


@dataclass(frozen=True)
class Held:
    """Where a table's rows are told, or a reason why they are not; and what becomes of them."""

    told: str | tuple[str, ...]
    gone: str


REGISTER = {
    # who signs in
    "accounts.User": Held(("sign_in",), EMPTIED),
    "accounts.SignInCode": Held(("sign_in_codes",), DELETED),
    "accounts.RoleGrant": Held(("roles",), "staff give their roles back before they can be erased"),
    "accounts.AuditEntry": Held(("what_you_did",), TRAIL),
    "mfa.Authenticator": Held(("second_factors",), DELETED),
    # who gives
    "donors.Donor": Held(("donor",), EMPTIED),
    "donors.Household": Held(
        ("donor",), "deleted with its last donor; its greetings are told with the donor"
    ),
    "donors.Address": Held(("addresses",), DELETED),
    "donors.Consent": Held(("consents",), DELETED),
    "donors.DonorMerge": Held(
        ("details_before_a_merge",), "the columns that it remembers are emptied; " + NAMELESS
    ),
    "donors.MergeRequest": Held("who asked to merge two records; both are told as donor", NAMELESS),
    "donors.DuplicateKey": Held("hashes of the record's own columns, to find doubles by", DELETED),
    "donors.DuplicatePair": Held(INSIDE, DELETED),
    "donors.OtherEmail": Held(("other_addresses",), DELETED),
    "donors.Relationship": Held(("relationships",), DELETED),
    "donors.Note": Held(("notes",), DELETED),
    "donors.Tagging": Held(("tags",), DELETED),
    "donors.Task": Held(("tasks",), DELETED),
    "campaigns.Challenge": Held(("challenges_sponsored",), NAMELESS),
    "donors.ExternalId": Held(("numbers_in_other_programs",), DELETED),
    "donors.ImportRow": Held(
        "what a file said of them; what came of it is told as their record",
        "emptied, and the file is deleted",
    ),
    "campaigns.PeerPage": Held(("peer_pages",), "closed and emptied; what came by it stays counted"),
    # what was given
    "gifts.Checkout": Held(("visits_to_giving_pages",), "deleted; one that was paid is emptied"),
    "gifts.Gift": Held(("gifts", "joint_gifts"), "payer, tribute and employer are emptied; " + BOOKS),
    "gifts.BatchRow": Held(
        "what was typed of a gift until it is in the books, and then only that gift, which is told",
        "leads to a record without a name; the words of one still open go when it is posted",
    ),
    "gifts.Pledge": Held(("pledges",), BOOKS),
    "gifts.Instalment": Held(("pledge_instalments",), BOOKS),
    "gifts.WriteOff": Held(("pledge_write_offs",), BOOKS),
    "gifts.Allocation": Held(("gift_shares",), BOOKS),
    "gifts.Benefit": Held(("benefits",), BOOKS),
    "gifts.Property": Held(("property",), BOOKS),
    "gifts.ChallengeMatch": Held(("gifts_matched",), BOOKS),
    "gifts.ImportedGift": Held(("gifts_from_files",), BOOKS),
    "gifts.SoftCredit": Held(("thanked_for",), DELETED),
    "gifts.LedgerLine": Held(("gifts",), BOOKS + "; its sum is told as the net of the gift"),
    "gifts.Refund": Held(("refunds",), BOOKS),
    "gifts.Dispute": Held(("disputes",), BOOKS),
    "gifts.RecurringGift": Held(("recurring_gifts",), "what names the card is emptied; " + BOOKS),
    "gifts.RecurringElsewhere": Held(("recurring_gifts_elsewhere",), DELETED),
    "gifts.RecurringRequest": Held(("recurring_gift_requests",), BOOKS),
    "gifts.RecurringChange": Held(("recurring_gift_changes",), BOOKS),
    # what was certified
    "receipts.Receipt": Held(("receipts",), PAPER),
    "receipts.ReceiptLine": Held(("receipts",), PAPER),
    "receipts.Unreceipted": Held("why a gift has no paper yet; the gift is told", NAMELESS),
    "receipts.PaperSignature": Held("a paper's hash, its number and our signature; the paper is told", PAPER),
    "receipts.ReceiptCopy": Held(("copies",), NAMELESS),
    "receipts.Statement": Held(("statements",), PAPER),
    "receipts.StatementLine": Held(("statements",), PAPER),
    "receipts.StatementCopy": Held(("copies",), NAMELESS),
    "receipts.StatementProblem": Held(INSIDE, NAMELESS),
    # what was written
    "letters.Letter": Held(("letters",), EMPTIED),
    "letters.Attachment": Held("stands on the letter's own page, for thirty days", DELETED),
    "letters.Delivery": Held(("letters",), "stays: an event's id and kind; the letter's state tells it"),
    "letters.OptOut": Held(("letters_declined",), "a keyed hash stays, so that the refusal holds"),
    "letters.Suppression": Held(("addresses_that_get_no_mail",), "a keyed hash stays, so that it holds"),
    # who gives time
    "volunteers.Volunteer": Held(("volunteer",), EMPTIED),
    "volunteers.Availability": Held(("availability",), DELETED),
    "volunteers.Away": Held(("away",), DELETED),
    "volunteers.CalendarFeed": Held(("calendar_feeds",), DELETED),
    "volunteers.TextMessage": Held(("text_messages",), DELETED),
    "volunteers.Application": Held(("applications",), SCREENING),
    "volunteers.ApplicationEvent": Held(CONFIDENCE, SCREENING),
    "volunteers.Reference": Held(CONFIDENCE, "whom they named goes at once; the answers: " + SCREENING),
    "volunteers.Interview": Held(CONFIDENCE, SCREENING),
    "volunteers.Check": Held(CONFIDENCE, SCREENING),
    "volunteers.Clearance": Held(("clearances",), NAMELESS),
    "volunteers.GuardianConsent": Held("about another person, the guardian", EMPTIED),
    "volunteers.AgreementAcceptance": Held(("agreements",), NAMELESS),
    "volunteers.HeldQualification": Held(("qualifications",), NAMELESS),
    "volunteers.TrainingRecord": Held(("trainings",), NAMELESS),
    "volunteers.TrainingPlace": Held(("training_places",), NAMELESS),
    "volunteers.SignUp": Held(("sign_ups",), NAMELESS),
    "volunteers.SignUpEvent": Held(("sign_ups",), NAMELESS),
    "volunteers.Attendance": Held(("attendance",), NAMELESS),
    "volunteers.HoursEntry": Held(("hours",), NAMELESS),
    "volunteers.StandingPlace": Held(("sign_ups",), NAMELESS),
    "volunteers.Handover": Held("names two people; what came of it is told as sign-ups", NAMELESS),
    "volunteers.Override": Held(CONFIDENCE, NAMELESS),
    "volunteers.Notice": Held(INSIDE, NAMELESS),
    "volunteers.LocationReading": Held("tells that a confidential place was read", TRAIL),
    "volunteers.Team": Held("a team's row, which names its leader and no more", NAMELESS),
}

# they name a member of staff who did something, or nobody; none is about a donor or a volunteer
NOT_ABOUT_A_PERSON = {
    "account.EmailAddress": "allauth's, empty here: users carry their address",
    "account.EmailConfirmation": "allauth's, empty here",
    "accounts.Organisation": "the organisation's own address",
    "accounts.SavedView": "which lists a member of staff keeps",
    "admin.LogEntry": "Django's admin is for looking only",
    "donors.DuplicateRun": "who began to search for duplicates",
    "gifts.Batch": "who opened, posted and took it back",
    "gifts.BatchShare": "the funds of a batch",
    "campaigns.ImpactFigure": "who typed a count",
    "campaigns.Story": "rests on a consent",
    "campaigns.StoryConsent": "who noted it; nothing leads to whoever it is of",
    "donors.Import": "who uploaded a file, wrote it, undid it",
    "donors.ImportPart": "a file's bytes, for two weeks at most; deleted where it names whom we forget",
    "campaigns.WishOffer": "a first name, ninety days; who ticked it off",
    "gifts.GivingPolicy": "who paused giving",
    "gifts.Difference": "who explained a difference",
    "gifts.Payout": "who saw it on the bank statement",
    "gifts.JournalPolicy": "who looked through the accounts",
    "gifts.ClosedPeriod": "who closed a month",
    "gifts.FundOpening": "who typed it",
    "gifts.FundSpending": "who typed it",
    "gifts.JournalRow": "a side of an entry, in sums",
    "receipts.StatementRun": "who began the year end",
    "receipts.ReceiptWording": "who wrote the thanks on papers",
    "receipts.StatementChunk": "a span of ids in a year end",
    "volunteers.Broadcast": "who wrote to a shift",
    "volunteers.Lockdown": "who began one",
    "volunteers.Series": "who planned it",
    "volunteers.SeriesException": "a day of a series",
    "volunteers.Shift": "a time and a place",
    "volunteers.ShiftKiosk": "who opened a device",
}


def tables_about_people() -> set[str]:
    """Every table from which foreign keys lead to a person, and every one that holds a mail address."""
    found: set[type[Model]] = set(ROOTS)
    while True:
        more = {
            model
            for model in apps.get_models()
            if model not in found
            and any(field.related_model in found for field in model._meta.fields if field.is_relation)
        }
        if not more:
            break
        found |= more
    mailed = {
        model
        for model in apps.get_models()
        if any(isinstance(field, EmailField) for field in model._meta.fields)
    }
    # a household names its donors, and is led to by them
    return {model._meta.label for model in found | mailed} | {"donors.Household"}


def test_every_table_about_a_person_is_named_once() -> None:
    named = [*REGISTER, *NOT_ABOUT_A_PERSON]
    assert sorted(named) == sorted(set(named))
    assert set(named) == tables_about_people()


@pytest.mark.django_db
def test_what_is_said_to_be_in_the_file_is_in_it_and_nothing_else() -> None:
    there = {table.name for table in all_about(make_user())}
    said = {name for held in REGISTER.values() if isinstance(held.told, tuple) for name in held.told}
    assert there == said


@pytest.mark.django_db
def test_a_column_that_the_file_names_exists_and_is_told_in_every_row() -> None:
    user = make_user(email="maria@example.org")
    make_donor(email="maria@example.org", user=user)
    for table in all_about(user):
        assert len(set(table.columns)) == len(table.columns)
        for row in table.rows:
            assert len(row) == len(table.columns)


@pytest.mark.django_db
def test_all_addresses_of_a_person_are_known_also_that_of_a_folded_record() -> None:
    user = make_user(email="maria@example.org")
    kept = make_donor(email="kept@example.org", user=user)
    Donor.objects.filter(pk=make_donor(email="old@example.org").pk).update(merged_into=kept)
    make_donor(email="somebody@example.org")
    assert addresses_of(user) == {"maria@example.org", "kept@example.org", "old@example.org"}
