"""The year end on the desk, what goes by post, the exceptions, and a donor's own paper."""

import io
from datetime import datetime, timedelta
from decimal import Decimal

import pikepdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEntry, Role
from desk.reports.needs import NEEDS
from donors.models import Donor
from gifts.models import Gift
from letters.models import Letter
from receipts.actions import settle, statement_mail
from receipts.actions.statement_mail import SendingRefused, send_again, take_for_posting
from receipts.models import Statement, StatementCopy, StatementRun
from receipts.reports.statements import count_year
from receipts.reports.year_end import posting, posting_of
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_donor, make_gift, make_organisation, make_user
from tests.receipts.stating import (
    JANUARY,
    YEAR,
    give_back,
    make_address,
    make_bookkeeper,
    make_giver,
    run_year,
    work_off,
)
from tests.receipts.summaries import words

pytestmark = pytest.mark.django_db
PAGE = f"/desk/year-end/{YEAR}/"


@pytest.fixture(autouse=True)
def _organisation() -> None:
    make_organisation()


@pytest.fixture
def finance() -> Client:
    return browser_of(make_staff(Role.FINANCE))


def test_counts_come_before_the_start() -> None:
    make_giver("20.00", "30.00", name="Mailed")
    make_address(make_giver(name="Posted", email=""))
    make_address(make_giver(name="Wants no post", email="", no_post=True))
    make_giver(name="No address", email="")
    make_giver(name="Page only", contact="portal")
    make_giver(name="Erased", email="", erased_at=JANUARY)
    make_gift(make_donor(), given_at=JANUARY)
    count = count_year(YEAR)
    assert (count.donors, count.mailed, count.posted, count.page_only, count.unreached) == (5, 1, 1, 1, 2)
    assert (count.gifts, count.amount, count.erased, count.stated) == (6, Decimal("250.00"), 1, 0)


def test_started_watched_stopped_and_taken_up_again_from_the_page(finance: Client) -> None:
    make_giver()
    assert b"Draw and send the summaries of 2025" in finance.get(PAGE).content
    assert finance.post(f"{PAGE}start/")["Location"] == PAGE
    page = finance.get(PAGE)
    assert page["Refresh"] == "5"
    assert b"0 of 1 donors looked at" in page.content
    assert "Refresh" not in finance.get(f"{PAGE}?still=1")
    finance.post(f"{PAGE}stop/")
    assert "Refresh" not in finance.get(PAGE)
    work_off(timezone.now())
    assert not Statement.objects.exists()
    finance.post(f"{PAGE}resume/")
    work_off(timezone.now())
    assert b"nobody is left" in finance.get(PAGE).content
    verbs = AuditEntry.objects.filter(about_kind="statement_run").order_by("pk")
    assert [entry.verb.rpartition(".")[2] for entry in verbs] == ["started", "stopped", "resumed"]


def test_a_year_that_is_not_over_or_long_before_has_no_page(finance: Client) -> None:
    make_giver()
    assert finance.get(f"/desk/year-end/{timezone.now().year}/").status_code == 404
    assert finance.get("/desk/year-end/1999/").status_code == 404
    finance.post(f"/desk/year-end/{timezone.now().year}/start/")
    assert not StatementRun.objects.exists()


def test_who_only_reads_sees_no_button() -> None:
    make_giver()
    reader = browser_of(make_staff(Role.READ_ONLY))
    assert b"Draw and send" not in reader.get(PAGE).content
    assert reader.post(f"{PAGE}start/").status_code == 404


def test_the_file_for_posting_holds_each_once_and_can_be_had_again(finance: Client) -> None:
    for name in ("Ana", "Ben"):
        make_address(make_giver(name=name, email="", language="es" if name == "Ben" else "en"))
    make_address(make_giver(name="Wants no post", email="", no_post=True))
    make_address(make_giver(name="Page only", email="", contact="portal"))
    make_giver(name="Mailed")
    run_year()
    taken = finance.post(f"{PAGE}post/", follow=True)
    pages = pikepdf.open(io.BytesIO(taken.content)).pages
    assert (taken["Content-Type"], len(pages)) == ("application/pdf", 2)
    assert [
        str(row.donor) for row in posting_of(StatementCopy.objects.filter(channel="post").earliest("pk"))
    ] == [
        "Ana",
        "Ben",
    ]
    again = finance.get(
        f"/desk/year-end/posting/{StatementCopy.objects.filter(channel='post').earliest('pk').pk}.pdf"
    )
    assert again.content == taken.content
    with pytest.raises(SendingRefused):
        take_for_posting(year=YEAR, by=make_bookkeeper(), now=JANUARY)
    assert (posting(YEAR).of_all, posting(YEAR).left, len(posting(YEAR).files)) == (2, 0, 1)


def test_a_file_for_posting_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statement_mail, "PRINTED_TOGETHER", 2)
    for _ in range(3):
        make_address(make_giver(email=""))
    run_year()
    by = make_bookkeeper()
    sizes = []
    for minute in range(2):
        copy = take_for_posting(year=YEAR, by=by, now=JANUARY + timedelta(minutes=minute))
        sizes.append(posting_of(copy).count())
    assert sizes == [2, 1]


def test_what_holds_no_longer_is_marked_in_a_file_for_posting(finance: Client) -> None:
    make_address(make_giver(email=""))
    run_year()
    taken = finance.post(f"{PAGE}post/", follow=True)
    Statement.objects.update(status="withdrawn", ended_at=JANUARY)
    again = finance.get(taken.redirect_chain[-1][0])
    assert "VOID" not in words(taken.content)
    assert "VOID" in words(again.content)


@pytest.mark.parametrize(
    "wish", [{"no_post": True}, {"contact": "portal"}, {"erased_at": JANUARY, "name": "Name removed"}]
)
def test_whoever_wants_no_post_by_now_is_in_no_file_that_is_printed_again(
    finance: Client, wish: dict[str, object]
) -> None:
    for name in ("Ana", "Ben"):
        make_address(make_giver(name=name, email=""))
    run_year()
    file = finance.post(f"{PAGE}post/", follow=True).redirect_chain[-1][0]
    Donor.objects.filter(name="Ben").update(**wish)
    told = words(finance.get(file).content)
    assert ("Ana" in told, "Ben" in told) == (True, False)
    Donor.objects.filter(name="Ana").update(no_post=True)
    empty = finance.get(file, follow=True)
    assert empty.redirect_chain[-1][0] == PAGE
    assert "has come to want no post" in empty.content.decode()


def test_every_page_draws_with_exceptions_on_it(finance: Client) -> None:
    donor = make_giver("50.00", "60.00")
    make_giver(name="Unreached", email="")
    run_year()
    give_back(Gift.objects.get(amount="60.00"), "10.00")
    statement = Statement.objects.get(donor=donor)
    for path in ("/desk/year-end/", PAGE, "/desk/statements/", f"/desk/statements/{statement.pk}/"):
        assert finance.get(path).status_code == 200
    assert b"New version" in finance.get(f"/desk/statements/{statement.pk}/").content
    answer = finance.post(f"/desk/statements/{statement.pk}/renew/", follow=True)
    assert b"It replaces" in answer.content
    assert finance.get(f"/desk/statements/?q={statement}&year={YEAR}").context["page"].rows == [statement]
    assert len(finance.get("/desk/statements/?q=maria").context["page"].rows) == 2


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(count: int, finance: Client) -> None:
    for _ in range(count):
        make_giver()
    run_year()
    finance.get("/desk/statements/")
    with CaptureQueriesContext(connection) as queries:
        finance.get("/desk/statements/")
    assert len(queries) <= 12


def test_one_is_sent_again_but_not_twice_in_a_minute() -> None:
    make_giver()
    run_year()
    statement, by = Statement.objects.get(), make_bookkeeper()
    with pytest.raises(SendingRefused, match="less than a minute"):
        send_again(statement_id=statement.pk, by=by, now=JANUARY)
    later = JANUARY + timedelta(hours=1)
    send_again(statement_id=statement.pk, by=by, now=later)
    assert Letter.objects.filter(kind="statement").count() == 2
    assert statement.copies.filter(channel="mail").count() == 2
    assert AuditEntry.objects.filter(verb="statement.sent", actor=by).count() == 1


def test_one_that_holds_no_longer_or_has_no_reader_is_not_sent() -> None:
    make_giver(contact="portal")
    run_year()
    statement, by = Statement.objects.get(), make_bookkeeper()
    with pytest.raises(SendingRefused, match="gets no mail"):
        send_again(statement_id=statement.pk, by=by, now=JANUARY)
    Statement.objects.update(status="withdrawn", ended_at=JANUARY)
    with pytest.raises(SendingRefused, match="holds no longer"):
        send_again(statement_id=statement.pk, by=by, now=JANUARY)


@pytest.mark.parametrize("method", ["get", "head", "post", "put", "patch", "delete", "options"])
def test_a_paper_opens_to_its_donor_alone_whatever_the_method(method: str) -> None:
    user = make_user()
    make_giver(user=user)
    run_year()
    path = f"/my/statements/{Statement.objects.get().pk}.pdf"
    own = getattr(browser_of(user), method)(path)
    assert own.status_code == (200 if method in {"get", "head"} else 405)
    for other in (make_user(), make_staff(Role.FINANCE), make_staff(Role.ADMINISTRATOR)):
        assert getattr(browser_of(other), method)(path).status_code == 404
        assert getattr(browser_of(other), method)("/my/statements/999999.pdf").status_code == 404


def test_a_download_is_written_down_and_an_ended_one_is_marked() -> None:
    user = make_user()
    make_giver(user=user)
    run_year()
    statement = Statement.objects.get()
    path = f"/my/statements/{statement.pk}.pdf"
    assert browser_of(user).get(path).content == bytes(statement.pdf)
    copy = statement.copies.get(channel="download")
    assert copy.made_by == user
    Statement.objects.update(status="withdrawn", ended_at=JANUARY)
    assert browser_of(user).get(path).content != bytes(statement.pdf)


def test_the_desk_says_from_january_on_how_many_have_none() -> None:
    need = next(need for need in NEEDS if need.route == "receipts:year_end_missing")
    user = make_staff(Role.FINANCE)

    def counted(now: datetime) -> int:
        rows = need.rows(user, now)
        return rows if isinstance(rows, int) else rows.count()

    make_giver()
    make_giver(name="Erased", email="", erased_at=JANUARY)
    settle(gift_id=make_gift(make_donor(), given_at=JANUARY).pk, now=JANUARY)
    new_year = JANUARY.replace(day=1, hour=5, minute=0)
    assert counted(new_year - timedelta(seconds=1)) == 0
    assert counted(new_year) == 1
    run_year()
    assert counted(JANUARY) == 0
