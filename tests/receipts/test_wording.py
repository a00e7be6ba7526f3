"""The words of staff on papers: what holds, what is refused, and that the law's sentences stay."""

from datetime import timedelta
from pathlib import Path

import pgtrigger
import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import AuditEntry
from donors.models import Donor
from receipts.actions import settle
from receipts.actions.wording import WordingRefused, draft_says, kinds_now, restore_wording, save_wording
from receipts.models import Receipt, ReceiptKind, ReceiptWording
from receipts.models.wording import ALL
from receipts.papers import original
from receipts.reports.wording import BLOCKS, Words, versions_of, written_now
from receipts.snapshot.plain import receipt_words
from receipts.snapshot.words import Wording, clashes, fill_words, unknown_placeholders
from tests.factories import MOMENT, make_donor, make_gift, make_organisation, make_user
from tests.receipts.papers import HOSTILE
from tests.receipts.reading import one_line
from tests.receipts.wordings import THANKS, write

pytestmark = pytest.mark.django_db
AS_ALL = Words(follows_all=True)


@pytest.fixture(autouse=True)
def _organisation() -> None:
    make_organisation()


def receipt_for(name: str = "Maria Lopez", language: str = "en", amount: str = "50.00") -> Receipt:
    donor = make_donor(name=name)
    Donor.objects.filter(pk=donor.pk).update(language=language)
    receipt = settle(gift_id=make_gift(donor, amount=amount).pk, now=MOMENT)
    assert receipt is not None
    return receipt


def row(**other: object) -> ReceiptWording:
    values = {
        "kind": ALL,
        "block": "above",
        "version": 1,
        "text": "Thank you.",
        "text_es": "Gracias.",
        "written_by": make_user(),
        "written_at": MOMENT,
    }
    return ReceiptWording.objects.create(**{**values, **other})


@pytest.mark.parametrize(
    ("constraint", "other"),
    [
        ("a wording must follow the last one", {"version": 2}),
        ("a wording must follow the last one", {"version": 0}),
        ("wording_is_of_a_known_kind", {"kind": "diploma"}),
        ("wording_is_of_a_known_block", {"block": "statements"}),
        ("wording_is_in_both_languages", {"text_es": ""}),
        ("wording_is_in_both_languages", {"text": ""}),
        ("wording_that_follows_all_is_of_one_kind_and_empty", {"follows_all": True}),
        (
            "wording_that_follows_all_is_of_one_kind_and_empty",
            {"follows_all": True, "kind": "simple_receipt"},
        ),
        ("wording_of_a_title_is_of_one_kind", {"block": "title", "text_es": ""}),
        ("wording_is_in_both_languages", {"block": "title", "kind": "qcd_letter"}),
        ("wording_of_a_closing_line_is_short", {"block": "closing", "text": "o" * 121}),
        ("wording_of_a_closing_line_is_short", {"block": "closing", "text_es": "o" * 121}),
    ],
)
def test_the_database_refuses_what_is_no_wording(constraint: str, other: dict[str, object]) -> None:
    with pytest.raises(DatabaseError, match=constraint), transaction.atomic():
        row(**other)


def test_a_version_cannot_be_written_twice() -> None:
    row()
    with (
        pgtrigger.ignore("receipts.ReceiptWording:wording_follows_the_last"),
        pytest.raises(DatabaseError, match="one_wording_per_version_of_a_block"),
        transaction.atomic(),
    ):
        row()


def test_what_was_written_is_neither_changed_nor_deleted() -> None:
    written = row()
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        ReceiptWording.objects.filter(pk=written.pk).update(text="Other.")
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        written.delete()


def test_a_paper_says_the_words_of_its_kind_else_those_of_all() -> None:
    write(ALL, above=THANKS, closing=Words("{organisation} thanks you.", "{organisation} da las gracias."))
    write(
        "acknowledgment", above=Words("A large gift for {fund}.", "Gran ayuda para {fund}."), closing=Words()
    )
    small, large = receipt_for().snapshot, receipt_for(amount="300.00").snapshot
    name = small["organisation"]["legal_name"]
    assert small["words"] == {"above": "Thank you, Maria Lopez.", "closing": f"{name} thanks you."}
    assert large["words"] == {"above": f"A large gift for {large['lines'][0]['fund']}."}
    assert receipt_for(language="es").snapshot["words"]["above"] == "Gracias, Maria Lopez."


def test_old_receipts_stay_as_they_were() -> None:
    write(ALL, above=THANKS)
    old = receipt_for()
    before = original(old)
    write(ALL, above=Words("Other words.", "Otras palabras."))
    write("simple_receipt", title=Words("donation"))
    old.refresh_from_db()
    assert old.snapshot["words"] == {"above": "Thank you, Maria Lopez."}
    assert original(old) == before
    assert settle(gift_id=old.lines.get().gift_id, now=MOMENT) is None, "words alone replace nothing"
    assert receipt_for("Ben").snapshot["title"] == "Donation receipt"


def test_an_unknown_title_leaves_the_usual_one() -> None:
    with pgtrigger.ignore():
        row(kind="simple_receipt", block="title", text="official", text_es="")
    assert receipt_for().snapshot["title"] == "Receipt for your gift"


def test_words_and_the_laws_sentences_stand_on_the_paper_and_nothing_links(tmp_path: Path) -> None:
    write(ALL, above=THANKS, below=Words(HOSTILE, HOSTILE), closing=Words("With hope.", "Con esperanza."))
    receipt = receipt_for(name='<a href="https://x.example">Ana</a>')
    content = original(receipt)
    text = one_line(content, tmp_path)
    assert 'Thank you, <a href="https://x.example">Ana</a>.' in text
    assert "No goods or services were provided in exchange for this gift." in text
    assert "javascript:1" in text.replace(" ", "")
    assert (
        text.index("Thank you,") < text.index("No goods") < text.index("<b>x</b>") < text.index("With hope.")
    )
    assert b"/URI" not in content
    assert b"/Annot" not in content


@pytest.mark.parametrize(
    "text",
    [
        "{nam}",
        "{name",
        "name}",
        "{name.__class__}",
        "{0}",
        "{}",
        "{{name}}",
        "No goods or services were provided.",
        "Goods and services came back.",
        "It is tax‑deductible.",
        "It is fully de\u200bductible.",
        "Su donativo es deducible.",
        "No se dieron bienes ni servicios a cambio.",
        "Your gift of $50 helps.",
        "Your 50 dollars help.",
        "Su aporte de 1,250.00 ayuda.",
        "This receipt is void.",
        "Este no es un recibo.",
        "Consulte sus impuestos.",
        "This is not a tax receipt.",
    ],
)
def test_what_only_the_law_may_say_is_refused_and_never_printed(text: str) -> None:
    assert unknown_placeholders(text) or clashes(text)
    assert fill_words(Wording(above=text, closing="Yours"), {"name": "Ana"}) == {"closing": "Yours"}
    with pgtrigger.ignore():
        row(text=text, text_es=text)
    assert receipt_for().snapshot["words"] == {}


@pytest.mark.parametrize(
    "text",
    [
        "Thank you, {name}. Your gift to {fund} opens doors, 24 hours a day.",
        "{organisation} is grateful for your trust.",
        "Gracias, {name}: su ayuda abre puertas las 24 horas.",
        "Nuestro equipo de 12 personas le saluda.",
        "Nothing replaces a taxi home at night.",
        "You stand with people who rebuild their lives.",
    ],
)
def test_thanks_are_let_pass(text: str) -> None:
    assert unknown_placeholders(text) == []
    assert clashes(text) == []


def test_a_value_is_not_read_as_a_placeholder_and_a_missing_one_drops_the_block() -> None:
    values = {"name": "{fund}", "organisation": "House", "fund": ""}
    assert fill_words(Wording(above="To {name}", below="For {fund}"), values) == {"above": "To {fund}"}


def test_words_that_tell_a_confidential_place_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("receipts.snapshot.words.holds_place", lambda text: "Elm" in str(text))
    write(ALL, above=Words("Come to Elm.", "Venga a Elm."), closing=Words("Thanks.", "Gracias."))
    assert receipt_for().snapshot["words"] == {"closing": "Thanks."}


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    text=st.text(max_size=400),
    pieces=st.lists(
        st.sampled_from(["{name}", "{fund}", "{", "}", "<a href='x'>", "\x00", "\u202e", "₹1"]), max_size=6
    ),
)
def test_no_text_ever_stops_a_paper(text: str, pieces: list[str]) -> None:
    said = "".join([text, *pieces])
    words = {name: Words(said, said) for name in BLOCKS if name != "title"} | {"title": Words(said)}
    for language in ("en", "es"):
        told = draft_says(kind="acknowledgment", wanted=words, language=language, now=MOMENT)
        plain = draft_says(
            kind="acknowledgment", wanted=dict.fromkeys(words, Words()), language=language, now=MOMENT
        )
        assert {**told, "words": {}} == {**plain, "words": {}}, "no word of the law's changed"


def test_saving_writes_what_changed_and_says_so_in_the_trail() -> None:
    by = make_user()
    assert write(ALL, above=THANKS, by=by) == ["above"]
    assert write(ALL, above=THANKS, by=by) == []
    assert write(ALL, above=Words(), closing=THANKS, by=by) == ["above", "closing"]
    entry = AuditEntry.objects.filter(verb="receipt.wording_changed").latest("pk")
    assert (entry.actor, entry.about_id) == (by, ALL)
    assert (entry.before, entry.after) == ({"above": 1, "closing": 0}, {"above": 2, "closing": 1})


def test_who_saves_over_anothers_words_is_told() -> None:
    write(ALL, above=THANKS)
    with pytest.raises(WordingRefused):
        save_wording(kind=ALL, wanted=written_now(ALL), seen=0, by=make_user(), now=MOMENT)


def test_an_older_version_comes_back_as_the_newest() -> None:
    write(ALL, above=THANKS)
    write(ALL, above=Words("Other.", "Otro."))
    first = ReceiptWording.objects.get(version=1)
    for _twice in range(2):
        restore_wording(version_id=first.pk, by=make_user(), now=MOMENT + timedelta(days=1))
    assert list(versions_of(ALL).values_list("version", "text")) == [
        (3, "Thank you, {name}."),
        (2, "Other."),
        (1, "Thank you, {name}."),
    ]


@pytest.mark.parametrize("regime", ["US", "CA"])
def test_each_kind_of_a_regime_has_a_sample_in_both_languages(regime: str) -> None:
    make_organisation(regime=regime)
    kinds = kinds_now(MOMENT)
    wanted = {**dict.fromkeys(BLOCKS, AS_ALL), "title": Words()}
    assert kinds[0] == ALL
    for kind in kinds:
        for language in ("en", "es"):
            said = draft_says(kind=kind, wanted=wanted, language=language, now=MOMENT)
            assert said["statements"], (kind, language)
    if regime == "US":
        assert set(kinds) == {ALL, *ReceiptKind.values} - {"official_receipt"}


def test_the_text_in_the_mail_says_them_too() -> None:
    write(ALL, above=THANKS, below=Words("Below.", "Debajo."), closing=Words("Yours.", "Suyos."))
    told = receipt_for().snapshot
    text = receipt_words(told, "en")
    places = [text.index(part) for part in ("Thank you,", told["statements"][0], "Below.", "Yours.")]
    assert places == sorted(places)
