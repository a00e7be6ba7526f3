"""Rules as text: made of choices, read back, refused, and said in a sentence."""

from datetime import date, datetime

import pytest
from dateutil.rrule import rrulestr
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from tests.volunteers.repeats import patient, repeats
from volunteers.recurrence import (
    Repeat,
    RuleRefused,
    days,
    parse,
    repeat_sentence,
)

NAMES = "FREQ INTERVAL BYDAY BYMONTHDAY WKST COUNT BYHOUR BYSETPOS".split()
VALUES = "DAILY WEEKLY MONTHLY YEARLY HOURLY 1 0 -1 31 32 TU 2TU,-1TU 5MO MO".split()


@patient
@given(repeat=repeats)
def test_choices_become_a_rule_and_the_rule_the_same_choices(repeat: Repeat) -> None:
    assert parse(repeat.rule) == repeat
    assert parse(repeat.rule).rule == repeat.rule


@patient
@given(text=st.text(max_size=400))
@example("")
@example("FREQ=WEEKLY;BYDAY=TU;BYDAY=TH")
@example("FREQ=MONTHLY;BYDAY=TU")
@example("FREQ=WEEKLY;BYDAY=TU,;INTERVAL=²")
@example("FREQ=DAILY;INTERVAL=" + "9" * 200)
def test_any_text_is_a_rule_or_is_refused_with_a_sentence(text: str) -> None:
    try:
        said = repeat_sentence(parse(text))
    except RuleRefused as refusal:
        said = str(refusal.sentence)
    assert said


@patient
@given(parts=st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(VALUES)), max_size=5))
def test_rules_that_look_right_are_read_to_the_letter_or_refused(parts: list[tuple[str, str]]) -> None:
    text = ";".join(f"{name}={value}" for name, value in parts)
    start = datetime(2026, 1, 1)  # noqa: DTZ001 - rules are on local days
    try:
        found = parse(text)
    except RuleRefused:
        return
    until = ";UNTIL=20270101T000000"
    judged = rrulestr(text + until, dtstart=start)
    assert days(found, starts_on=start.date(), first=start.date(), last=date(2027, 1, 1)) == [
        moment.date() for moment in judged
    ]


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=HOURLY",
        "FREQ=SECONDLY;INTERVAL=1",
        "FREQ=MINUTELY",
        "FREQ=YEARLY",
        "FREQ=WEEKLY",
        "FREQ=WEEKLY;BYDAY=2TU",
        "FREQ=WEEKLY;BYDAY=TU;COUNT=4",
        "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270101",
        "FREQ=WEEKLY;BYDAY=TU;BYHOUR=1,2,3",
        "FREQ=WEEKLY;BYDAY=TU;INTERVAL=0",
        "FREQ=WEEKLY;BYDAY=TU;INTERVAL=13",
        "FREQ=MONTHLY;BYDAY=1MO,2TU",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=MONTHLY;BYMONTHDAY=1,15",
        "FREQ=DAILY;INTERVAL=9999999999999999",
        "DTSTART:20260101T000000\nRRULE:FREQ=DAILY",
        "FREQ=WEEKLY;BYDAY=TU;WKST=SU",
    ],
)
def test_what_the_editor_cannot_show_is_refused(text: str) -> None:
    with pytest.raises(RuleRefused):
        parse(text)


def test_rules_are_read_whatever_their_order_and_case() -> None:
    assert parse("rrule:byday=th,tu;freq=weekly;wkst=mo").rule == "FREQ=WEEKLY;BYDAY=TU,TH"
    assert parse("FREQ=MONTHLY;BYDAY=-1FR,2FR").rule == "FREQ=MONTHLY;BYDAY=2FR,-1FR"


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("FREQ=DAILY", "Every day"),
        ("FREQ=DAILY;INTERVAL=3", "Every 3 days"),
        ("FREQ=WEEKLY;BYDAY=TU,TH", "Every Tuesday and Thursday"),
        ("FREQ=WEEKLY;BYDAY=MO,WE,FR;INTERVAL=2", "Every 2 weeks on Monday, Wednesday and Friday"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "Every day"),
        ("FREQ=MONTHLY;BYDAY=2TU", "On the second Tuesday of every month"),
        ("FREQ=MONTHLY;BYDAY=1SA,-1SA;INTERVAL=2", "On the first and last Saturday, every 2 months"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "On day 15 of every month"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "On the last day of every month"),
    ],
)
def test_a_rule_is_a_plain_sentence(rule: str, sentence: str) -> None:
    with translation.override("en"):
        assert repeat_sentence(parse(rule)) == sentence
