"""One of each: personas with browsers, and the objects that addresses name."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from campaigns.actions.peers import PeerFacts, ask_for_page
from desk.routes import Found
from donors.actions import merge_donors
from donors.models import Address, Donor, DuplicatePair, DuplicateRun, Household, MergeRequest
from gifts.models import ClosedPeriod, Difference, FundSpending, Payout, RecurringGift, StripeEvent
from gifts.proofs import mark_of_raise
from jobs.actions import beat
from jobs.models import Job
from letters.actions import queue_letter
from letters.kinds import KINDS
from letters.models import Letter, Suppression
from receipts.actions import settle
from receipts.actions.statements import draw_one
from receipts.models import ReceiptWording, Statement, StatementCopy
from receipts.models.wording import ALL
from tests.accounts.makers import browser_of, make_staff
from tests.campaigns.telling import make_figure, make_story
from tests.campaigns.wishing import make_offer
from tests.donors.imports.files import MARIA, looked_at, text_of
from tests.factories import (
    MOMENT,
    make_appeal,
    make_donor,
    make_fund,
    make_gift,
    make_organisation,
    make_recurring,
    make_user,
)
from tests.gifts.pots import make_challenge
from tests.receipts.expensing import make_letter
from tests.receipts.wordings import THANKS, write
from tests.wall.world_of_batches import batch_values
from tests.wall.world_of_records import record_values
from tests.wall.world_of_time import OWN_ADDRESS, time_values
from volunteers.models import Volunteer

EXPENSES = ("expense_letter", "expense_paper", "expense_copy", "expense_void", "expense_replace")


@dataclass(frozen=True)
class World:
    """What a test of every route needs. Donor A owns the objects; donor B owns a gift and a receipt too."""

    donor_a: User
    donor_b: User
    values: dict[str, Any]

    def address(self, route: Found) -> str:
        """An address of this route, naming objects that exist where it names any."""
        names = route_arguments(route)
        chosen = {name: self.values.get(f"{route.name}.{name}", self.values.get(name, 1)) for name in names}
        if route.name.endswith("catch_all_view"):
            return "/admin/nowhere/"
        return reverse(route.name, kwargs=chosen)


def route_arguments(route: Found) -> list[str]:
    """The names of a route's arguments."""
    parts = route.path.replace("(?P<", "<").split("<")[1:]
    return [part.partition(">")[0].rpartition(":")[2] for part in parts]


def make_world() -> World:
    """Build it."""
    make_organisation()
    for part in ("relay", "worker"):
        # ahead: opening every page may take longer than the minute of silence that health allows
        beat(name=part, now=timezone.now() + timedelta(hours=1))
    user_a, user_b = make_user(email="a@example.org"), make_user(email="b@example.org")
    donor_a = make_donor(name="Ana Reyes", email="a@example.org", user=user_a)
    donor_b = make_donor(name="Ben Okafor", email="b@example.org", user=user_b)
    gift_a, gift_b = make_gift(donor_a), make_gift(donor_b)
    assert gift_a.campaign is not None
    appeal = make_appeal(gift_a.campaign)
    receipt_a = settle(gift_id=gift_a.pk, now=MOMENT)
    receipt_b = settle(gift_id=gift_b.pk, now=MOMENT)
    assert receipt_a is not None
    assert receipt_b is not None
    statement, posted = _statement_of(donor_a, by=user_a)
    payout = Payout.objects.create(
        payout_id="po_1",
        amount=Decimal("50.00"),
        currency="usd",
        state=Payout.State.PAID,
        created_at=MOMENT,
        arrives_on=MOMENT.date(),
    )
    event = StripeEvent.objects.create(
        event_id="evt_1", kind="charge.succeeded", root="pi_1", received_at=MOMENT
    )
    kind = KINDS["receipt"]
    queue_letter(
        kind=kind.name,
        key="receipt:a",
        to_email="a@example.org",
        language="en",
        facts=dict(kind.facts),
        about=("receipt", str(receipt_a.pk)),
        now=MOMENT,
    )
    letter = Letter.objects.get(key="receipt:a")
    Letter.objects.filter(pk=letter.pk).update(state=Letter.State.SENT, sent_at=MOMENT)
    attachment = letter.attachments.create(
        filename="receipt.pdf", content_type="application/pdf", content=b"%PDF-1.7"
    )
    stopped = Suppression.objects.create(email="gone@example.org", reason="bounced", created_at=MOMENT)
    recurring = [make_recurring(owner, state=RecurringGift.State.CANCELLED) for owner in (donor_a, donor_b)]
    place = Address.objects.create(donor=donor_a, line1="PO Box 7")
    values = {**time_values(), **_file_values()}
    volunteer = Volunteer.objects.get(pk=values["volunteer_id"])
    expenses = make_letter(volunteer)
    write(ALL, above=THANKS, by=user_a)
    doubled = _doubled_values(donor_a, donor_b, by=user_a)
    # the objects were made long before now: their jobs are not late
    Job.objects.update(run_at=timezone.now(), publish_at=timezone.now())
    values |= {
        **record_values(donor_a, donor_b, user_a),
        "recurring_id": recurring[0].pk,
        "other_recurring_id": recurring[1].pk,
        "user_id": user_b.pk,
        "what": "close",
        "gifts:my_recurring_change.what": "amount",
        "gifts:raise.token": mark_of_raise(recurring[0].pk, email=donor_a.email, now=timezone.now()),
        "gift_id": gift_a.pk,
        "donor_id": donor_a.pk,
        "receipt_id": receipt_a.pk,
        "other_receipt_id": receipt_b.pk,
        "statement_id": statement.pk,
        **{f"receipts:{name}.receipt_id": expenses.pk for name in EXPENSES},
        "receipts:posting.copy_id": posted.pk,
        "receipts:printed.copy_id": receipt_a.copies.create(
            made_at=MOMENT, made_by=user_a, channel="post"
        ).pk,
        "household_id": Household.objects.create(formal_greeting="Ana and Ben", informal_greeting="You").pk,
        "year": statement.year,
        "letter_id": letter.pk,
        "attachment_id": attachment.pk,
        "address_id": place.pk,
        "suppression_id": stopped.pk,
        "payout_id": payout.pk,
        "event_id": event.pk,
        "kind": "receipt",
        "desk:gift_record.kind": "goods",
        "gifts:report.name": "year",
        "gifts:report_export.name": "year",
        "gifts:figure.name": "raised",
        "gifts:figure_export.name": "raised",
        **{f"receipts:{name}.kind": ALL for name in ("wording_page", "wording_edit", "wording_paper")},
        "receipts:wording_restore.version_id": ReceiptWording.objects.get().pk,
        "language": "en",
        "provider": "mailgun",
        "campaign_slug": gift_a.campaign.slug,
        "slug": gift_a.campaign.slug,
        "appeal_id": appeal.pk,
        "fund_id": appeal.campaign.funds.get().pk,
        **_told_values(),
        **_asks(),
        "page_id": ask_for_page(
            campaign_id=gift_a.campaign.pk,
            facts=PeerFacts("Maria", "Ten miles", "I run so that others can rest."),
            by=user_a,
            now=MOMENT,
        ).pk,
        **doubled,
        **_books_values(user_a),
        "pk": 1,
        **batch_values(),
    }
    return World(donor_a=user_a, donor_b=user_b, values=values)


def _file_values() -> dict[str, Any]:
    """A file that was read."""
    return {"import_id": looked_at(text_of([MARIA])).pk, "number": 2}


def _asks() -> dict[str, Any]:
    """A draft of a challenge, a cost, and the size of a button."""
    challenge = make_challenge(state="draft")
    cost = challenge.campaign.costs.create(
        spent_on=MOMENT.date(), what="Hall", amount=Decimal("9.00"), created_at=MOMENT
    )
    return {"challenge_id": challenge.pk, "cost_id": cost.pk, "size": "small"}


def _told_values() -> dict[str, Any]:
    """A count, a story, and goods that somebody brings."""
    figure, story = make_figure(40), make_story()
    offered = make_offer()
    return {
        "item_id": offered.item_id,
        "place_id": offered.place_id,
        "offer_id": offered.pk,
        "gifts:wish_offer.code": offered.code,
        "figure_id": figure.pk,
        "measure_id": figure.measure_id,
        "story_id": story.pk,
        "consent_id": story.consent_id,
    }


def _books_values(by: User) -> dict[str, Any]:
    """A difference, a spending and a closed month."""
    difference = Difference.objects.create(
        kind="line", object_id="txn_1", first_seen_at=MOMENT, last_seen_at=MOMENT
    )
    spending = FundSpending.objects.create(
        form_key=uuid4(),
        fund=make_fund(),
        day=MOMENT.date(),
        amount=Decimal("10.00"),
        what="Bus passes",
        releases=True,
        by=by,
        created_at=MOMENT,
    )
    period = ClosedPeriod.objects.create(
        begins_on=date(2020, 1, 1),
        ends_on=date(2020, 1, 31),
        closed_by=by,
        closed_at=MOMENT,
        digest="0" * 64,
    )
    return {"difference_id": difference.pk, "spending_id": spending.pk, "period_id": period.pk}


def _doubled_values(one: Donor, other: Donor, *, by: User) -> dict[str, Any]:
    """Two records that look alike, a merge of two others, a request for a second person, a search."""
    pair = DuplicatePair.objects.create(left=one, right=other, score=80, mark="x", found_at=MOMENT)
    folded = make_donor()
    merge = merge_donors(kept_id=make_donor().pk, folded_id=folded.pk, by=by, now=MOMENT)
    asked = MergeRequest.objects.create(
        kind="merge", kept=one, folded=other, rows=21, mark="x", asked_by=by, asked_at=MOMENT
    )
    run = DuplicateRun.objects.create(total=1, started_at=MOMENT)
    return {"pair_id": pair.pk, "merge_id": merge.pk, "request_id": asked.pk, "run_id": run.pk}


def _statement_of(donor: Donor, *, by: User) -> tuple[Statement, StatementCopy]:
    """A statement of the year before, and the note that it was taken for posting."""
    a_year_ago = MOMENT - timedelta(days=365)
    settle(gift_id=make_gift(donor, given_at=a_year_ago).pk, now=a_year_ago)
    statement = draw_one(donor_id=donor.pk, year=a_year_ago.year, by=by, now=MOMENT)
    return statement, statement.copies.create(made_at=MOMENT, made_by=by, channel="post")


def browser_for(persona: str, world: World) -> Client:
    """A browser of this persona; staff have shown password and second factor a moment ago."""
    if persona == "anonymous":
        return Client()
    if persona == "donor":
        return browser_of(world.donor_a, factor_at=0)
    if persona == "volunteer":
        return browser_of(User.objects.get(email=OWN_ADDRESS), factor_at=0)
    return browser_of(make_staff(Role(persona)))
