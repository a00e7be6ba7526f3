"""What people type: slips are caught, ordinary sentences are not, and no log repeats the text."""

import pytest
from django.core.exceptions import ValidationError

from core.guard import findings, guard

SLIPS = [
    ("case_number", "See case no. 4471 for details"),
    ("case_number", "Client ID: SH-20931"),
    ("case_number", "her number is A 012345678"),
    ("case_number", "SSN 123-45-6789"),
    ("case_number", "expediente núm. 8812"),
    ("person_served", "Our resident Maria found work"),
    ("person_served", "survivor named Ana"),
    ("person_served", "Maria Lopez, a survivor, spoke"),
    ("person_served", "Rosa is one of our residents"),
    ("person_served", "her trafficker Luis was sentenced"),
    ("person_served", "la sobreviviente Lucía"),
    ("person_served", "Our <b>client</b>&nbsp;<i>Tanya</i> is safe"),
    ("person_served", "Our res\u200bident Maria found work"),
    ("minor_age", "A 15-year-old girl came to us"),
    ("minor_age", "She was 9 years old"),
    ("minor_age", "a boy, aged 12"),
    ("minor_age", "una niña de 14 años"),
    ("minor_age", "a １５-year-old"),
    ("exit_plan", "Her exit plan is ready"),
    ("exit_plan", "She will leave the house Friday at noon"),
    ("exit_plan", "we pick her up at 6 pm"),
    ("exit_plan", "su plan de seguridad"),
    ("address", "Come to 1420 N Harbor Street"),
    ("address", "the house at 77 Old Mill Rd."),
    ("address", "Calle Luna 45"),
    ("address", "27.9506, -82.4572"),
]
FINE = [
    "A safe place to sleep, and time.",
    "Your gift of $50.00 pays a week of bus fares for one person.",
    "Survivors told us what they need: rest, a lawyer, a phone.",
    "Survivor Leadership Fund",
    "Our 15-year-old program serves three counties.",
    "In 2026 we housed 214 people.",
    "Call 1-888-373-7888 or text 233733.",
    "Give by December 31, 2026 and it counts for this year.",
    "Twelve beds, four of them new, since May.",
    "Volunteers read to children on Saturdays.",
    "The Client Services team answers your questions.",
    "PO Box 1180, Tampa, Florida 33601",
    "Un lugar seguro para dormir, y tiempo.",
    "Hace 12 años que servimos a la comunidad.",
]


@pytest.mark.parametrize(("rule", "text"), SLIPS)
def test_a_slip_is_caught_by_its_rule(rule: str, text: str) -> None:
    assert rule in [found.name for found in findings(text)]


@pytest.mark.parametrize("text", FINE)
def test_an_ordinary_sentence_passes(text: str) -> None:
    assert findings(text) == []


def test_the_refusal_says_what_to_do_for_each_rule() -> None:
    with pytest.raises(ValidationError) as refusal:
        guard("campaigns.Campaign.story")("Our resident Maria, 1420 N Harbor Street")
    assert refusal.value.messages == [
        "It seems to name a person we serve. Please tell it without the name.",
        "It looks like a street address or a place on a map. Our places stay unnamed; please take it out.",
    ]


def test_the_log_names_rule_and_field_and_never_the_text(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(ValidationError):
        guard("campaigns.Campaign.story")("Our resident Maria found work")
    said = [line for record in caplog.records if isinstance(line := record.msg, dict)]
    assert [(line["rule"], line["field"]) for line in said] == [("person_served", "campaigns.Campaign.story")]
    assert "Maria" not in str(said)


@pytest.mark.parametrize("length", [20_000])
def test_a_long_text_is_read_in_no_time(length: int) -> None:
    for hostile in ("client " * (length // 7), "A" * length, "1 " * (length // 2), "a1 " * (length // 3)):
        assert isinstance(findings(hostile), list)


@pytest.mark.parametrize("empty", ["", " ", "\x00", "<p></p>"])
def test_nothing_is_nothing(empty: str) -> None:
    assert findings(empty) == []
