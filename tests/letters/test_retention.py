"""Words and files are dropped in time; that a letter was sent stays; no letter is left lying."""

from datetime import datetime, timedelta

import pytest

from jobs.models import Job
from letters.actions import forget_old_letters, join_attachment, rescue_stranded_letters
from letters.models import Attachment, Letter
from letters.rendering import TextGone, render
from letters.tasks import deliver
from tests.letters.makers import make_letter

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_words_go_after_400_days_and_files_after_30(now: datetime) -> None:
    letter = make_letter()
    join_attachment(
        key=letter.key, filename="r.pdf", content_type="application/pdf", content=b"%PDF", now=now
    )
    deliver(str(letter.pk), now)
    assert forget_old_letters(now=now + 30 * DAY) == 0
    assert Attachment.objects.count() == 1
    assert forget_old_letters(now=now + 31 * DAY) == 0
    assert Attachment.objects.count() == 0
    assert forget_old_letters(now=now + 400 * DAY) == 0
    assert forget_old_letters(now=now + 401 * DAY) == 1
    letter.refresh_from_db()
    assert (letter.facts, letter.subject, letter.to_email) == ({}, "Your receipt", "maria@example.org")
    with pytest.raises(TextGone):
        render(letter)
    assert forget_old_letters(now=now + 402 * DAY) == 0


def test_a_letter_that_still_waits_keeps_its_words(now: datetime) -> None:
    make_letter()
    assert forget_old_letters(now=now + 500 * DAY) == 0


def test_a_letter_whose_job_died_gets_a_new_one_once_per_half_hour(now: datetime) -> None:
    letter = make_letter()
    Job.objects.update(state="dead", finished_at=now)
    assert rescue_stranded_letters(now=now + timedelta(minutes=29)) == 0
    later = now + timedelta(minutes=31)
    assert rescue_stranded_letters(now=later) == 1
    assert rescue_stranded_letters(now=later) == 1
    [job] = Job.objects.filter(state="waiting")
    assert job.about == str(letter.pk)


def test_letters_in_hand_or_gone_are_not_rescued(now: datetime) -> None:
    make_letter(key="a")
    Letter.objects.update(lease_until=now + DAY)
    deliver(str(make_letter(key="b").pk), now)
    assert rescue_stranded_letters(now=now + timedelta(hours=2)) == 0
    assert Letter.objects.filter(state=Letter.State.SENT).count() == 1
