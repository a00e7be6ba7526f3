"""Two who write the words of papers at one moment."""

from functools import partial

import pytest

from receipts.actions.wording import WordingRefused, save_wording
from receipts.models import ReceiptWording
from receipts.models.wording import ALL
from receipts.reports.wording import Words, written_now
from tests.factories import MOMENT, make_organisation, make_user
from tests.racing import at_once


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_told_of_the_other() -> None:
    make_organisation()
    by, held = make_user(), written_now(ALL)
    save = partial(save_wording, kind=ALL, seen=0, by=by, now=MOMENT)
    words = [{**held, "above": Words(text, text)} for text in ("One.", "Two.")]
    said = at_once(*(partial(save, wanted=wanted) for wanted in words), refusals=(WordingRefused,))
    assert [type(one) for one in said if one != ["above"]] == [WordingRefused]
    assert ["above"] in said
    assert ReceiptWording.objects.get().version == 1
