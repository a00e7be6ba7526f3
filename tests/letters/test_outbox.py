"""Letters are written once, with facts that cannot do harm, and wait for what joins them."""

import threading
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from jobs.models import Job
from jobs.worker import run_job
from letters.actions import join_attachment, queue_letter
from letters.models import Attachment, Letter
from letters.rendering import render
from letters.tasks import deliver
from tests.letters.makers import FACTS, make_letter

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def join(key: str, now: datetime, *, content: bytes = b"%PDF", filename: str = "receipt.pdf") -> bool:
    return join_attachment(
        key=key, filename=filename, content_type="application/pdf", content=content, now=now
    )


def test_the_same_key_twice_is_one_letter_and_one_job(now: datetime) -> None:
    make_letter(key="k")
    make_letter(key="k", to_email="other@example.org")
    assert list(Letter.objects.values_list("key", "to_email")) == [("k", "maria@example.org")]
    assert Job.objects.filter(kind="letters.deliver").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_transactions_that_want_the_same_letter_write_one(now: datetime) -> None:
    together = threading.Barrier(2, timeout=10)

    def write() -> None:
        with transaction.atomic():
            together.wait()
            make_letter(key="k")
        connection.close()

    threads = [threading.Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert (Letter.objects.count(), Job.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_fails_leaves_neither_letter_nor_job(now: datetime) -> None:
    class Failed(Exception):
        pass

    def write_and_fail() -> None:
        with transaction.atomic():
            make_letter()
            raise Failed

    with pytest.raises(Failed):
        write_and_fail()
    assert (Letter.objects.count(), Job.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_what_an_action_wrote(now: datetime, mailoutbox: list[object]) -> None:
    letter = make_letter()
    run_job(job_id=Job.objects.get().pk, clock=lambda: now)
    letter.refresh_from_db()
    assert (letter.state, Job.objects.get().state, len(mailoutbox)) == ("sent", "done", 1)


def test_a_held_letter_has_its_job_when_the_hold_ends(now: datetime) -> None:
    letter = make_letter(held_for=MINUTE)
    assert (letter.state, letter.send_after) == (Letter.State.HELD, now + MINUTE)
    assert Job.objects.get().run_at == now + MINUTE


def test_an_attachment_lets_a_held_letter_go_at_once(now: datetime) -> None:
    letter = make_letter(held_for=MINUTE)
    assert join(letter.key, now)
    letter.refresh_from_db()
    assert (letter.state, letter.send_after) == (Letter.State.QUEUED, now)
    assert sorted(Job.objects.values_list("run_at", flat=True)) == [now, now + MINUTE]


def test_an_attachment_that_comes_too_late_is_told_so(now: datetime, mailoutbox: list[object]) -> None:
    letter = make_letter(held_for=MINUTE)
    deliver(str(letter.pk), now + MINUTE)
    assert join(letter.key, now + MINUTE) is False
    assert (len(mailoutbox), Attachment.objects.count()) == (1, 0)


def test_an_attachment_cannot_join_a_letter_that_a_worker_has_in_hand(now: datetime) -> None:
    letter = make_letter()
    Letter.objects.update(lease_until=now + MINUTE)
    assert join(letter.key, now) is False


def test_an_attachment_cannot_join_a_letter_whose_worker_hangs_at_the_provider(now: datetime) -> None:
    letter = make_letter()
    Letter.objects.update(lease_until=now - MINUTE)
    assert join(letter.key, now) is False


def test_joining_twice_is_one_file_and_stays_true_after_it_left(now: datetime) -> None:
    letter = make_letter(held_for=MINUTE)
    assert join(letter.key, now)
    assert join(letter.key, now)
    deliver(str(letter.pk), now)
    assert join(letter.key, now)
    assert Attachment.objects.count() == 1


def test_nothing_joins_a_letter_that_does_not_exist(now: datetime) -> None:
    assert join("nowhere", now) is False


def test_only_known_types_of_files_travel(now: datetime) -> None:
    letter = make_letter()
    with pytest.raises(ValueError, match="text/html"):
        join_attachment(
            key=letter.key, filename="a.html", content_type="text/html", content=b"<script>", now=now
        )


def test_a_file_name_cannot_leave_its_header_or_its_folder(now: datetime) -> None:
    letter = make_letter()
    join(letter.key, now, filename='../../etc/"x"\r\nBcc: a@b.org.pdf')
    name = Attachment.objects.get().filename
    assert name == "etc--x---Bcc--a-b.org.pdf"


@pytest.mark.parametrize(
    "address", ["", "maria", "maria@example.org\nBcc: all@example.org", "a b@example.org"]
)
def test_what_is_no_address_gets_no_letter(address: str) -> None:
    with pytest.raises(ValidationError):
        make_letter(to_email=address)
    assert not Letter.objects.exists()


def test_addresses_are_kept_in_lower_case() -> None:
    assert make_letter(to_email=" Maria@Example.ORG ").to_email == "maria@example.org"


@pytest.mark.parametrize("facts", [{}, FACTS | {"extra": "x"}, {"name": "Maria"}])
def test_missing_or_foreign_facts_are_refused(facts: dict[str, str], now: datetime) -> None:
    with pytest.raises(ValueError, match="missing or foreign"):
        queue_letter(
            kind="receipt",
            key="k",
            to_email="a@example.org",
            language="en",
            facts=facts,
            about=("receipt", "1"),
            now=now,
        )


def test_a_fact_with_markup_is_text_in_the_page_and_in_the_plain_letter() -> None:
    letter = make_letter(facts=FACTS | {"name": '<img src=x onerror="go()"> & {{ facts.amount }}'})
    words = render(letter)
    assert "<img" not in words.html
    assert '&lt;img src=x onerror="go()"&gt; &amp; {{ facts.amount }}' in words.html
    assert 'Dear <img src=x onerror="go()"> & {{ facts.amount }},' in words.text


def test_a_fact_cannot_add_a_line_a_control_or_turn_the_text_around() -> None:
    letter = make_letter(facts=FACTS | {"name": "Ana\r\nBcc: all@example.org\x00\u202e\u2028Lee"})
    assert letter.facts["name"] == "Ana Bcc: all@example.org Lee"
    assert "\nBcc:" not in render(letter).text


def test_names_of_every_script_arrive_whole() -> None:
    name = "محمد 小林 Žofia 👩‍👧"
    assert make_letter(facts=FACTS | {"name": name}).facts["name"] == name


def test_a_letter_speaks_its_own_language_whatever_the_page_spoke() -> None:
    assert 'lang="es"' in render(make_letter(language="es")).html
    assert make_letter(key="k", language="xx").language == "en"
