"""Which charges of a quiet recurring gift are told of by mail all the same."""

from gifts.letters.words import ABOUT
from gifts.models import Gift
from letters.models import Letter

# what was said of a charge that failed is followed by a word when it came after all
FAILURES = ("payment_failed_first", "payment_failed_again", "payment_failed_last")


def is_told_by_mail(gift: Gift) -> bool:
    """Whether a gift is thanked for, and its receipt brought, by mail.

    The charges of a quiet gift are not: their receipts stand on the donor's page, and the year's summary
    names them. The first charge is, and one after a letter that said it had failed.
    """
    recurring = gift.recurring
    if recurring is None or not recurring.is_quiet:
        return True
    earlier = recurring.gifts.arrived().exclude(pk=gift.pk)
    if gift.given_at is not None:
        earlier = earlier.filter(given_at__lt=gift.given_at)
    last = earlier.order_by("-given_at").values_list("given_at", flat=True).first()
    if last is None:
        return True
    failed = Letter.objects.filter(about_kind=ABOUT, about_id=str(recurring.pk), kind__in=FAILURES)
    return failed.filter(created_at__gt=last).exists()
