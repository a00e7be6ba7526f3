"""Finding a donor by what staff remember of them."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from core.folding import ACCENTED, PLAIN, fold
from donors.actions import merge_donors
from donors.models import Donor
from gifts.models import Payout
from tests.accounts.makers import browser_of, make_staff
from tests.factories import MOMENT, make_campaign, make_donor, make_gift, make_user

pytestmark = pytest.mark.django_db


def found(words: str) -> list[str]:
    return sorted(Donor.objects.containing(words).values_list("name", flat=True))


@pytest.fixture
def people() -> None:
    make_donor(name="José María Hernández", email="chema@example.org")
    make_donor(name="Maria Lopez", email="mlopez@example.org")
    Donor.objects.filter(name="Maria Lopez").update(phone="(518) 555-0199")
    make_donor(name="Bob O’Neil 100%", email="bob_o@example.org")


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("maria", ["José María Hernández", "Maria Lopez"]),
        ("MARÍA  lop", ["Maria Lopez"]),
        ("lopez maria", ["Maria Lopez"]),
        ("hernandez", ["José María Hernández"]),
        ("rnand", ["José María Hernández"]),
        ("chema@", ["José María Hernández"]),
        ("lo", ["Maria Lopez"]),
        ("518 555 0199", ["Maria Lopez"]),
        ("555-0199", ["Maria Lopez"]),
        ("100%", ["Bob O’Neil 100%"]),
        ("bob_o", ["Bob O’Neil 100%"]),
        ("bobxo", []),
        ("%", []),
        ("--", []),
        ("51", ["Maria Lopez"]),
        ("\\", []),
    ],
)
def test_each_word_must_stand_somewhere(words: str, names: list[str]) -> None:
    assert found(words) == names


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("words", ["mraia lopez", "maria lopes", "marialopez", "Lopz Maria"])
def test_typing_errors_in_a_name_are_forgiven(words: str) -> None:
    assert Donor.objects.containing(words).count() == 0
    assert Donor.objects.resembling(words)[0].name == "Maria Lopez"
    assert "Maria Lopez" in Donor.objects.matching(words).values_list("name", flat=True)


def test_python_and_the_database_fold_alike() -> None:
    donor = make_donor(name=f"{ACCENTED} {ACCENTED.upper()}")
    donor.refresh_from_db()
    assert len(ACCENTED) == len(PLAIN)
    assert fold(donor.name) in donor.search_text


@pytest.mark.parametrize("most", [1, 2, 3, 9])
def test_the_first_who_contain_the_words_are_the_first_of_all_also_by_a_record_that_was_folded(
    most: int,
) -> None:
    zoe, ben = make_donor(name="Zoe Hill"), make_donor(name="Ben Moor")
    for kept, name in ((zoe, "Zoe Hillman"), (ben, "Ben Hill")):
        merge_donors(kept_id=kept.pk, folded_id=make_donor(name=name).pk, by=make_user(), now=MOMENT)
    for name in ("Ada Hill", "Hillary Nott", "Kim Dale"):
        make_donor(name=name)
    rows = Donor.objects.standing()
    assert rows.first_containing("hill", most) == list(rows.containing("hill").order_by("name", "pk")[:most])


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("words", ["maria lopez", "lo", "5550199", "lopes maria"])
def test_search_stands_on_its_index(words: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    for rows in (Donor.objects.containing(words), Donor.objects.matching(words)):
        assert "donor_search" in rows.explain()


def test_the_page_finds_people_gifts_receipts_and_campaigns() -> None:
    make_donor(name="Ana Díaz")
    campaign = make_campaign(name="Anchor")
    browser = browser_of(make_staff(Role.FUNDRAISER))
    seen = browser.get("/desk/search/?q=an").context["found"]
    assert [donor.name for donor, _why in seen.donors] == ["Ana Díaz"]
    assert seen.campaigns == [campaign]
    assert browser.get("/desk/search/?q=anna diez").context["found"].resembling is True


def test_an_id_of_stripes_opens_its_gift() -> None:
    gift = make_gift()
    browser = browser_of(make_staff(Role.FINANCE))
    assert gift.payment_id is not None
    for words in (gift.payment_id, gift.charge_id):
        answer = browser.get("/desk/search/", {"q": words})
        assert answer.headers["Location"] == f"/desk/gifts/{gift.pk}/"


def test_what_the_books_name_is_found_by_its_id() -> None:
    gift = make_gift()
    line = gift.ledger_lines.get()
    money = {"amount": Decimal("1.00"), "currency": "usd"}
    gift.refunds.create(refund_id="re_1", state="succeeded", requested_at=MOMENT, **money)
    payout = Payout.objects.create(
        payout_id="po_1", state="paid", created_at=MOMENT, arrives_on=MOMENT.date(), **money
    )
    finance, fundraiser = browser_of(make_staff(Role.FINANCE)), browser_of(make_staff(Role.FUNDRAISER))
    assert line.txn_id is not None
    for words in (line.txn_id, "re_1"):
        answer = finance.get("/desk/search/", {"q": words})
        assert answer.headers["Location"] == f"/desk/gifts/{gift.pk}/"
    answer = finance.get("/desk/search/?q=po_1")
    assert answer.headers["Location"] == f"/desk/payouts/{payout.pk}/"
    assert fundraiser.get("/desk/search/?q=po_1").context["found"].any is False


@pytest.mark.parametrize("words", ["", "a", "  a ", "\x00"])
def test_one_letter_is_too_little(words: str) -> None:
    page = browser_of(make_staff(Role.FINANCE)).get("/desk/search/", {"q": words})
    assert (page.status_code, page.context["asked"]) == (200, False)


@pytest.mark.parametrize("words", ["zz\x00zz", "'; DROP TABLE", "%%%", "<script>", "🕯️🕯️", "x" * 5000])
def test_odd_words_find_nothing_and_break_nothing(words: str) -> None:
    page = browser_of(make_staff(Role.FINANCE)).get("/desk/search/", {"q": words})
    assert (page.status_code, page.context["found"].any) == (200, False)
    assert "<script>" not in page.content.decode().split("Found for")[1][:60]


def test_search_asks_the_database_six_times_at_most() -> None:
    browser = browser_of(make_staff(Role.FINANCE))
    make_gift(make_donor(name="Ana"))

    def asked(path: str) -> list[str]:
        browser.get(path)
        with CaptureQueriesContext(connection) as captured:
            browser.get(path)
        return [query["sql"] for query in captured]

    who_am_i = asked("/desk/search/")
    for words in ("ana", "nobody like this", "R-2026-000001", "pi_1"):
        assert len(asked(f"/desk/search/?q={words}")) - len(who_am_i) <= 6


def test_privacy_finds_people_only() -> None:
    for name in ("Ana", "Anja"):  # one alone would open
        make_donor(name=name)
    make_campaign(name="Anchor")
    gift = make_gift()
    browser = browser_of(make_staff(Role.PRIVACY))
    seen = browser.get("/desk/search/?q=an").context["found"]
    assert ([donor.name for donor, _why in seen.donors], seen.campaigns) == (["Ana", "Anja"], ())
    assert browser.get("/desk/search/", {"q": gift.charge_id}).context["found"].any is False


def test_the_donor_list_is_narrowed_by_its_address() -> None:
    ana, ben = make_donor(name="Ana"), make_donor(name="Ben")
    Donor.objects.filter(pk=ben.pk).update(kind="organisation", wants_news=True)
    browser = browser_of(make_staff(Role.FUNDRAISER))

    def shown(query: str) -> list[Donor]:
        return list(browser.get(f"/desk/donors/?{query}").context["page"].rows)

    assert shown("") == [ben, ana]
    assert shown("q=ana") == [ana]
    assert shown("kind=organisation") == [ben]
    assert shown("news=yes") == [ben]
    assert shown("news=no") == [ana]
