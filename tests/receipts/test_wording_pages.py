"""The pages on which staff write the words of papers."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from receipts.forms.wording import WordingForm
from receipts.models import Receipt, ReceiptWording
from receipts.models.wording import ALL
from receipts.reports.wording import Words, written_now
from tests.accounts.makers import browser_of, make_staff
from tests.factories import make_organisation
from tests.receipts.reading import one_line
from tests.receipts.wordings import THANKS, write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _organisation() -> None:
    make_organisation()


def typed(**other: str) -> dict[str, str]:
    fields = ("above", "above_es", "below", "below_es", "closing", "closing_es", "title")
    return {**dict.fromkeys(fields, ""), "seen": "0", **other}


def test_the_page_saves_both_languages_and_shows_every_version() -> None:
    browser = browser_of(make_staff(Role.ADMINISTRATOR))
    path = "/desk/receipts/wording/all/"
    answer = browser.post(f"{path}edit/", typed(above="Thanks,\r\n{name}.", above_es="Gracias, {name}."))
    assert (answer.status_code, answer["Location"]) == (302, path)
    assert written_now(ALL)["above"] == Words("Thanks, {name}.", "Gracias, {name}.")
    shown = browser.get(path).content.decode()
    assert "Thanks, Maria Lopez." in shown
    assert "Gracias, Maria Lopez." in shown
    version = ReceiptWording.objects.get()
    assert browser.post(f"/desk/receipts/wording/versions/{version.pk}/restore/")["Location"] == path


@pytest.mark.parametrize(
    ("field", "other"),
    [
        ("above", {"above": "Dear {donor}", "above_es": "Gracias"}),
        ("above_es", {"above": "Thanks"}),
        ("above", {"above_es": "Gracias"}),
        ("closing", {"closing": "o" * 121, "closing_es": "o"}),
        ("below", {"below": "It is deductible.", "below_es": "Gracias"}),
        ("below_es", {"below": "Thanks", "below_es": "Conozca a nuestra residente Elena"}),
    ],
)
def test_the_page_refuses_with_a_sentence_beside_the_field(field: str, other: dict[str, str]) -> None:
    browser = browser_of(make_staff(Role.ADMINISTRATOR))
    answer = browser.post("/desk/receipts/wording/all/edit/", typed(**other))
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert not ReceiptWording.objects.exists()


def test_a_preview_shows_unsaved_words_and_saves_nothing(tmp_path: Path) -> None:
    browser = browser_of(make_staff(Role.ADMINISTRATOR))
    path = "/desk/receipts/wording/quid_pro_quo/edit/"
    words = typed(above="Good evening, {name}.", above_es="Buenas noches, {name}.")
    shown = browser.post(path, words | {"act": "preview"}).content.decode()
    assert "Good evening, Maria Lopez." in shown
    assert "Buenas noches, Maria Lopez." in shown
    assert "good-faith estimate of its fair market value" in shown
    for language, said in (("en", "Good evening, Maria Lopez."), ("es", "Buenas noches, Maria Lopez.")):
        answer = browser.post(path, words | {"act": f"pdf-{language}"})
        assert answer["Content-Type"] == "application/pdf"
        assert said in one_line(answer.content, tmp_path)
    assert not ReceiptWording.objects.exists()
    assert not Receipt.objects.exists()


def test_a_kind_takes_only_the_titles_of_its_own() -> None:
    browser = browser_of(make_staff(Role.ADMINISTRATOR))
    path = "/desk/receipts/wording/thank_you_only/"
    refused = browser.post(f"{path}edit/", typed(title="donation"))
    assert list(refused.context["form"].errors) == ["title"]
    browser.post(f"{path}edit/", typed(title="thanks"))
    assert "Thank you for your grant" in browser.get(path).content.decode()
    assert "title" not in WordingForm(kind="vehicle_1098c", titles={"": "Usual"}).fields


def test_finance_reads_and_does_not_write() -> None:
    browser = browser_of(make_staff(Role.FINANCE))
    write(ALL, above=THANKS)
    assert browser.get("/desk/receipts/wording/").status_code == 200
    shown = browser.get("/desk/receipts/wording/all/").content.decode()
    assert "Thank you, Maria Lopez." in shown
    assert "/edit/" not in shown
    assert "restore" not in shown
    assert browser.get("/desk/receipts/wording/all/es.pdf")["Content-Type"] == "application/pdf"
    assert browser.post("/desk/receipts/wording/all/edit/", typed()).status_code == 404


@pytest.mark.parametrize(
    "path", ["nothing/", "nothing/edit/", "official_receipt/", "all/fr.pdf", "nothing/en.pdf"]
)
def test_what_is_no_kind_is_not_there(path: str) -> None:
    browser = browser_of(make_staff(Role.ADMINISTRATOR))
    assert browser.get(f"/desk/receipts/wording/{path}").status_code == 404


def test_the_list_asks_as_much_for_one_kind_as_for_three() -> None:
    browser = browser_of(make_staff(Role.ADMINISTRATOR))

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get("/desk/receipts/wording/").status_code == 200
        return len(captured)

    write(ALL, above=THANKS)
    once = asked()
    for kind in ("simple_receipt", "qcd_letter"):
        write(kind, above=THANKS, closing=THANKS)
    assert asked() == once
