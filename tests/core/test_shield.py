"""The shield knows an address in whatever dress it comes, and little else."""

import base64
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import shield
from core.guard import findings, guard_address, guard_name, name_findings
from core.logs import keep_allowed
from core.shield import LeakRefused, Place, Source, holds_place, is_recognisable, refuse_leak
from core.shield.needles import needles_of

PLACES = [
    Place(
        street="1417 N Wrenlow St",
        lines=("Yellow side gate behind the bakery",),
        phone="(813) 555-0147",
        point=(27.9506, -82.4572),
    ),
    Place(street="Calle Luna 45", phone="1-813-555-0148"),
    Place(street="100 5th Avenue"),
    Place(street="22B O'Brien Terrace"),
]
NEEDLES = needles_of(PLACES)
TOLD = [
    "1417 Wrenlow",
    "Come to 1417 North Wrenlow Street, Tampa",
    "1417 n. wrenlow str",
    "1417-n-wrenlow-st",
    "on December 8, 2026, 1417 Wrenlow",
    '"50.00","1417 Wrenlow"',
    "Wrenlow St., no. 1417",
    "1 4 1 7 W r e n l o w",
    "１４１７ Wrénlöw",
    "1417 Wrеnlоw",  # Cyrillic letters among them
    "1417 Wren\u200blow",
    "1417 Wren<b>low</b>",
    "<: 1417 Wrenlo<i>w",
    "1417 Wren<b <i>>low",
    '<a href="https://maps.example/?q=1417+N+Wrenlow+St">here</a>',
    "1417&nbsp;&#87;renlow",
    "1417&amp;nbsp;Wrenlow",
    "1417%20N%20Wrenlow%20St",
    "1417%2520Wrenlow",
    "\\u0031417 Wrenlow",
    base64.b64encode(b"go to 1417 N Wrenlow St").decode(),
    "token=" + base64.urlsafe_b64encode("así: 1417 N Wrenlow St?".encode()).decode().rstrip("="),
    "call 813.555.0147",
    "+18135550147",
    "ask for 555-0147",
    "27.9506, -82.4572",
    "@27.951,-82.457,17z",
    "geo:-82.45721;27.95058",
    "27°57′02″N 82°27′26″W",
    "the yellow side-gate behind the Bakery",
    "45 Luna",
    "C/ Luna, núm. 45",
    "100 Fifth Ave.",
    "22b OBrien",
]
FINE = [
    "Wrenlow is a pretty name, and 1417 a number",
    "In 21417 Wrenlow",
    "14170 Wrenlow",
    "1417 gifts came from Wrenlow",
    "Luna 456",
    "100 5th graders",
    "55501478 and 25550147",
    "27.9506 percent",
    "27.95 and 60.12",
    "behind the bakery",
    "",
]


@pytest.fixture
def _guarded() -> Iterator[None]:
    shield.register("planted", Source(mark=lambda: "always", places=lambda: PLACES))
    yield
    shield.unregister("planted")


@pytest.mark.parametrize("text", TOLD)
def test_an_address_is_known_in_every_dress(text: str) -> None:
    assert NEEDLES.found_in(text)


@pytest.mark.parametrize("text", FINE)
def test_other_words_pass(text: str) -> None:
    assert not NEEDLES.found_in(text)


GAPS = ["", " ", "\u200b", "\xa0", "-", "\n", ", ", "<i>", "\xad"]


@given(
    before=st.text(max_size=30),
    after=st.text(max_size=30),
    gaps=st.lists(
        st.sampled_from(["", " ", "\u200b", "\xa0", "-", "\n", ", ", "<i>", "\xad"]), min_size=12, max_size=12
    ),
    upper=st.lists(st.booleans(), min_size=12, max_size=12),
)
def test_what_stands_around_or_between_hides_nothing(
    before: str, after: str, gaps: list[str], upper: list[bool]
) -> None:
    letters = [sign.upper() if up else sign for sign, up in zip("1417wrenlow", upper, strict=False)]
    dressed = "".join(sign + gap for sign, gap in zip(letters, gaps, strict=False))
    assert NEEDLES.found_in(f"{before.rstrip('0123456789<&%')} {dressed} {after}")


@given(st.text(max_size=300))
def test_no_text_is_too_strange_to_be_looked_at(text: str) -> None:
    assert NEEDLES.found_in(text) in {True, False}


@pytest.mark.parametrize("street", ["Main Street", "12", "", "N St", "#4"])
def test_an_address_that_says_too_little_is_not_recognisable(street: str) -> None:
    assert not is_recognisable(street)


@pytest.mark.usefixtures("_guarded")
def test_what_leaves_is_refused_by_its_way_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(LeakRefused) as refused:
        refuse_leak({"words": ["fine", ("1417 Wrenlow St",)]}, "letters.text")
    assert str(refused.value) == "confidential_place: letters.text"
    said = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    assert [(line["rule"], line["field"]) for line in said] == [("confidential_place", "letters.text")]
    assert "renlow" not in caplog.text


@pytest.mark.usefixtures("_guarded")
def test_what_comes_in_is_refused_by_every_guard() -> None:
    assert [rule.name for rule in findings("Thanks from Luna 45")] == ["confidential_place"]
    assert [rule.name for rule in name_findings("Wrenlow 1417")] == ["confidential_place"]
    for guard in (guard_address("accounts.Organisation.address"), guard_name("donors.Donor.name")):
        with pytest.raises(Exception, match="confidential place"):
            guard("Calle Luna 45, Tampa")


@pytest.mark.usefixtures("_guarded")
def test_a_log_line_says_a_sign_instead() -> None:
    assert holds_place("") is False
    line = keep_allowed(None, "info", {"event": "GET /1417-wrenlow/", "field": "fine", "count": 3})
    assert line == {"event": "…", "field": "fine", "count": 3}


def test_without_a_source_nothing_is_asked() -> None:
    assert not holds_place("1417 Wrenlow")
    refuse_leak("1417 Wrenlow", "anywhere")


def test_the_places_are_read_again_only_when_they_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    marks = ["one"]

    def places() -> list[Place]:
        read.append(marks[0])
        return [Place(street=f"14 {marks[0]} Road")]

    monkeypatch.setattr(shield, "FRESH", -1.0)
    shield.register("planted", Source(mark=lambda: marks[0], places=places))
    try:
        assert holds_place("14 One Rd")
        assert holds_place("14 One Rd")
        marks[0] = "other"
        assert not holds_place("14 One Rd")
        assert holds_place("14 Other Rd")
    finally:
        shield.unregister("planted")
    assert read == ["one", "other"]
