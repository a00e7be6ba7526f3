"""`manage.py stripe_books --json`: our books, so that anyone can lay them beside Stripe's."""

import json
from argparse import ArgumentParser
from collections import defaultdict

from django.core.management.base import BaseCommand

from gifts.reports.books import gift_rows, other_books
from letters.models import Letter
from receipts.models import ReceiptLine


class Command(BaseCommand):
    """Prints every gift with its receipts and letters, and all that Stripe's books should hold too."""

    help = "Print gifts, recurring gifts, refunds, disputes, ledger lines and payouts as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take `--json`; there is no other form yet."""
        parser.add_argument("--json", action="store_true", required=True, help="as JSON on standard output")

    def handle(self, **_options: object) -> None:
        """Print."""
        receipts: dict[str, list[dict[str, str]]] = defaultdict(list)
        for line in ReceiptLine.objects.select_related("receipt__series").order_by("receipt_id"):
            facts = {"number": str(line.receipt), "status": line.receipt.status, "paid": str(line.paid)}
            receipts[str(line.gift_id)].append(facts)
        letters: dict[str, list[dict[str, str]]] = defaultdict(list)
        for letter in Letter.objects.filter(about_kind="gift").order_by("key"):
            facts = {"kind": letter.kind, "state": letter.state, "to": letter.to_email}
            letters[letter.about_id].append(facts)
        gifts = [
            {**row, "receipts": receipts.get(gift_id, []), "letters": letters.get(gift_id, [])}
            for gift_id, row in gift_rows()
        ]
        self.stdout.write(json.dumps({"gifts": gifts, **other_books()}, indent=1))
