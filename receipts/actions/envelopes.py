"""The envelope of a household: one file to print, a sheet with its address, then a section for each payer."""

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from donors.models import Household
from receipts.models import Receipt, ReceiptCopy, Statement, StatementCopy
from receipts.papers import envelope
from receipts.pdf import Cover
from receipts.reports.households import Envelope, envelope_of


class EnvelopeRefused(Exception):
    """A sentence for the person who asked."""


def fill_envelope(*, household: Household, year: int, by: User, now: datetime) -> bytes:
    """Return the file, and note for each paper in it that it left by post.

    Raises: EnvelopeRefused where nothing is in it or nobody has an address; LeakRefused.
    """
    with transaction.atomic():
        filled = envelope_of(household, year)
        papers = [paper for section in filled.sections for paper in section.papers]
        if not papers:
            raise EnvelopeRefused(_("Nobody of this household has a paper of that year that goes by post."))
        if not filled.address:
            raise EnvelopeRefused(_("Nobody of this household has an address."))
        receipts = [paper for paper in papers if isinstance(paper, Receipt)]
        ReceiptCopy.objects.bulk_create(
            ReceiptCopy(receipt=paper, made_at=now, made_by=by, channel=ReceiptCopy.Channel.POST)
            for paper in receipts
        )
        Receipt.objects.filter(pk__in=[paper.pk for paper in receipts]).note_left(now)
        StatementCopy.objects.bulk_create(
            StatementCopy(statement=paper, made_at=now, made_by=by, channel=StatementCopy.Channel.POST)
            for paper in papers
            if isinstance(paper, Statement)
        )
        record(
            actor=by,
            verb="household.envelope",
            about=("household", str(household.pk)),
            now=now,
            after={"year": year, "papers": len(papers)},
        )
        return envelope(_cover(filled, now), papers, str(household))


def _cover(filled: Envelope, now: datetime) -> Cover:
    with translation.override(filled.language):
        return Cover(
            language="es" if filled.language == "es" else "en",
            issued_at=now.replace(microsecond=0),
            address=filled.address,
            title=_("Your papers of %(year)s") % {"year": filled.year},
            words=_(
                "Each of you gave, and each has papers of their own for their own tax return. They are in "
                "this envelope together and are not added up."
            ),
            heads=(_("Whose"), _("Paper"), _("Number")),
            rows=tuple(
                (section.donor.name, paper.snapshot["title"], str(paper))
                for section in filled.sections
                for paper in section.papers
            ),
        )
