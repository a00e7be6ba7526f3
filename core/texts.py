"""Every text, JSON or file column longer than a name: why it exists, who reads it, what guards it.

Few free texts exist, and each is a door through which a person served could be named.
`tests/wall/test_texts.py` fails on a column that is not here. `guard` says what stands before it:

- `name`: one line in a field that asks for a name and nothing else; people are called Guest and Client, too;
- `address`: asks for a postal address and nothing else; the shield of confidential places stands before it;
- `shapes`: `core.guard.guard` on every form that takes it, since people type it;
- `shape`: it has one shape that is checked (an address of mail, a URL, an id), so it cannot hold a story;
- `machine`: no person types it: our code or Stripe makes it, from fixed words and ids;
- `sealed`: encrypted or hashed.
"""

from dataclasses import dataclass

GIVING_SIDE = "the donor; fundraiser, finance, privacy, administrator, read-only"
TIME_SIDE = "the volunteer; coordinator, screening, administrator, read-only"


@dataclass(frozen=True)
class Text:
    """One column. `length` None: bounded by its maker, not by the column."""

    purpose: str
    length: int | None
    readers: str
    guard: str
    retention: str


LAW = "seven years after the gift, as tax law asks"
KEPT = "as long as the record"
DAY = "a day"
YEAR = "thirteen months, then without its words"

TEXTS: dict[str, Text] = {
    "accounts.User.password": Text("password hash (Argon2)", 128, "nobody", "sealed", KEPT),
    "accounts.User.email": Text("user name", 254, "the person; administrator", "shape", KEPT),
    "accounts.User.name": Text("how we address the person", 200, "the person; administrator", "name", KEPT),
    "accounts.SignInCode.email": Text("where a code goes", 254, "nobody", "shape", DAY),
    "accounts.SignInCode.sealed": Text("the code until its letter is written", 200, "nobody", "sealed", DAY),
    "accounts.Organisation.legal_name": Text("letterhead", 200, "public", "name", KEPT),
    "accounts.Organisation.public_name": Text("masthead", 200, "public", "name", KEPT),
    "accounts.Organisation.address": Text(
        "the public postal address, a PO box", 400, "public", "address", KEPT
    ),
    "accounts.Organisation.email": Text("where donors write to", 254, "public", "shape", KEPT),
    "accounts.Organisation.website": Text("link on the letterhead", 200, "public", "shape", KEPT),
    "accounts.Organisation.logo_png": Text("letterhead", None, "public", "machine", KEPT),
    "accounts.Organisation.signature_png": Text("letterhead", None, "public", "machine", KEPT),
    "accounts.AuditEntry.before": Text(
        "non-secret values before", None, "administrator, privacy", "machine", LAW
    ),
    "accounts.AuditEntry.after": Text(
        "non-secret values after", None, "administrator, privacy", "machine", LAW
    ),
    "accounts.AuditEntry.reason": Text("why it was done", 200, "administrator, privacy", "shapes", LAW),
    "jobs.Job.key": Text("what makes doing it twice impossible", 160, "administrator", "machine", "90 days"),
    "jobs.Job.error": Text("kind of the last error", 200, "administrator", "machine", "90 days"),
    "letters.Letter.key": Text("what makes sending it twice impossible", 160, GIVING_SIDE, "machine", YEAR),
    "letters.Letter.to_email": Text("where it goes", 254, GIVING_SIDE, "shape", YEAR),
    "letters.Letter.facts": Text("values of the template's fixed keys", None, GIVING_SIDE, "machine", YEAR),
    "letters.Letter.subject": Text("as it left", 200, GIVING_SIDE, "machine", YEAR),
    "letters.Letter.provider_id": Text("the provider's id", 200, GIVING_SIDE, "machine", YEAR),
    "letters.Letter.error": Text("why it did not leave", 200, GIVING_SIDE, "machine", YEAR),
    "letters.Attachment.says": Text("the receipt in plain words", None, GIVING_SIDE, "machine", YEAR),
    "letters.Attachment.content": Text("the receipt that went along", None, GIVING_SIDE, "machine", YEAR),
    "letters.Delivery.event_id": Text("the provider's id", 200, "nobody", "machine", YEAR),
    "letters.Suppression.email": Text("where mail does not arrive", 254, GIVING_SIDE, "shape", KEPT),
    "letters.OptOut.email": Text("who declined", 254, GIVING_SIDE, "shape", KEPT),
    "donors.Household.formal_greeting": Text("Mr. and Mrs. Lopez", 200, GIVING_SIDE, "name", KEPT),
    "donors.Household.informal_greeting": Text("Maria and Luis", 200, GIVING_SIDE, "name", KEPT),
    "donors.Donor.name": Text("who gave", 200, GIVING_SIDE, "name", LAW),
    "donors.Donor.email": Text("how we reach them", 254, GIVING_SIDE, "shape", LAW),
    "donors.Address.line1": Text("where post reaches a donor", 200, GIVING_SIDE, "address", LAW),
    "donors.Address.line2": Text("where post reaches a donor", 200, GIVING_SIDE, "address", LAW),
    "donors.Consent.wording": Text("the words they agreed to", 400, GIVING_SIDE, "machine", KEPT),
    "donors.DonorMerge.moved": Text("ids of rows, to undo a merge", None, "nobody", "machine", LAW),
    "donors.DonorMerge.stayed": Text("ids of rows that could not move", None, "nobody", "machine", LAW),
    "donors.DonorMerge.before": Text("choices before a merge, no names", None, "nobody", "machine", LAW),
    "campaigns.Fund.purpose": Text("what the fund pays for", 300, "public", "shapes", KEPT),
    "campaigns.Fund.purpose_es": Text("the same in Spanish", 300, "public", "shapes", KEPT),
    "campaigns.Campaign.summary": Text("one sentence on cards and in search", 300, "public", "shapes", KEPT),
    "campaigns.Campaign.summary_es": Text("the same in Spanish", 300, "public", "shapes", KEPT),
    "campaigns.Campaign.story": Text("the page's body, cleaned HTML", 20_000, "public", "shapes", KEPT),
    "campaigns.Campaign.story_es": Text("the same in Spanish", 20_000, "public", "shapes", KEPT),
    "campaigns.PresetAmount.impact": Text("what an amount does", 160, "public", "shapes", KEPT),
    "campaigns.PresetAmount.impact_es": Text("the same in Spanish", 160, "public", "shapes", KEPT),
    "volunteers.Program.purpose": Text("what volunteers do there", 300, "public", "shapes", KEPT),
    "volunteers.Program.purpose_es": Text("the same in Spanish", 300, "public", "shapes", KEPT),
    "volunteers.Program.asks": Text("the time it takes", 200, "public", "shapes", KEPT),
    "volunteers.Program.asks_es": Text("the same in Spanish", 200, "public", "shapes", KEPT),
    "volunteers.VolunteerRole.summary": Text("what one does there", 300, "public", "shapes", KEPT),
    "volunteers.VolunteerRole.summary_es": Text("the same in Spanish", 300, "public", "shapes", KEPT),
    "volunteers.Site.address": Text("where an open place is", 300, TIME_SIDE, "address", KEPT),
    "volunteers.SiteSecret.sealed": Text(
        "where a confidential place is, for who is due there", None, "nobody", "sealed", KEPT
    ),
    "volunteers.Volunteer.email": Text("how we reach them", 254, TIME_SIDE, "shape", KEPT),
    "volunteers.GuardianConsent.guardian_email": Text("where we ask", 254, TIME_SIDE, "shape", KEPT),
    "volunteers.Reference.email": Text(
        "where we ask", 254, "screening, administrator", "shape", "two years after the decision"
    ),
    "volunteers.AgreementVersion.text": Text("what is promised", 20_000, "public", "shapes", KEPT),
    "volunteers.AgreementVersion.text_es": Text("the same in Spanish", 20_000, "public", "shapes", KEPT),
    "volunteers.Series.rule": Text("how it repeats (RRULE)", 300, TIME_SIDE, "machine", KEPT),
    "volunteers.Override.reason": Text("why a limit was set aside", 200, TIME_SIDE, "shapes", KEPT),
    "volunteers.TextMessage.words": Text("a fixed sentence", 160, TIME_SIDE, "machine", YEAR),
    "volunteers.Broadcast.words": Text("a message to one shift", 500, TIME_SIDE, "shapes", YEAR),
    "gifts.Checkout.name": Text("as the donor typed it", 200, GIVING_SIDE, "name", "90 days unless paid"),
    "gifts.Checkout.email": Text("where the receipt goes", 254, GIVING_SIDE, "shape", "90 days unless paid"),
    "gifts.Checkout.session_url": Text("Stripe's page", None, "the donor", "machine", "a day"),
    "gifts.RecurringRequest.wanted": Text("what was asked, as values", None, GIVING_SIDE, "machine", LAW),
    "gifts.RecurringRequest.sent": Text("what Stripe is told", None, "nobody", "machine", LAW),
    "gifts.RecurringRequest.reason": Text("why staff changed it", 200, GIVING_SIDE, "shapes", LAW),
    "gifts.RecurringChange.before": Text("columns before a change", None, GIVING_SIDE, "machine", LAW),
    "gifts.RecurringChange.after": Text("columns after a change", None, GIVING_SIDE, "machine", LAW),
    "gifts.Gift.payer_name": Text("as the bank or a check gave it", 200, GIVING_SIDE, "name", LAW),
    "gifts.Gift.payer_email": Text("as the bank gave it", 254, GIVING_SIDE, "machine", LAW),
    "gifts.Benefit.basis": Text("how its value was estimated", 200, GIVING_SIDE, "shapes", LAW),
    "gifts.Property.description": Text("what was given", 300, GIVING_SIDE, "shapes", LAW),
    "gifts.Difference.ours": Text(
        "what our books say", 200, "finance, administrator, read-only", "machine", LAW
    ),
    "gifts.Difference.stripes": Text(
        "what Stripe's say", 200, "finance, administrator, read-only", "machine", LAW
    ),
    "gifts.StripeEvent.error": Text(
        "kind of error", 200, "finance, administrator, read-only", "machine", LAW
    ),
    "gifts.StripeSetting.value": Text("an id or a rule at Stripe", 200, "administrator", "machine", KEPT),
    "receipts.Receipt.snapshot": Text(
        "everything the paper says; of a volunteer's expenses, services as staff typed them",
        None,
        f"{GIVING_SIDE}; of a letter about expenses {TIME_SIDE}",
        "shapes",
        LAW,
    ),
    "receipts.Receipt.pdf": Text("the paper", None, GIVING_SIDE, "machine", LAW),
    "receipts.ReceiptWording.text": Text("thanks on papers", 400, "public", "shapes", LAW),
    "receipts.ReceiptWording.text_es": Text("the same in Spanish", 400, "public", "shapes", LAW),
    "receipts.Statement.snapshot": Text("everything the paper says", None, GIVING_SIDE, "machine", LAW),
    "receipts.Statement.pdf": Text("the paper", None, GIVING_SIDE, "machine", LAW),
}
