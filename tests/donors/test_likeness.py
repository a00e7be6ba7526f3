"""How alike two records are: fair to both, blind to order and accents, right on pairs that were looked at."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.folding import fold
from donors.likeness import LIKELY, SHOWN, Facts, Place, keys_of, likeness
from donors.likeness.keys import skeleton
from donors.likeness.names import names_alike, parsed
from donors.likeness.plain import box_name, plain_code, plain_mailbox, plain_phone, plain_street
from tests.donors.labelled_pairs import ALBANY, ONE_DONOR, TROY, TWO_DONORS, Pair

WORDS = [
    "María",
    "Pepe",
    "José",
    "Bill",
    "William",
    "López",
    "Gutiérrez",
    "Gutierez",
    "de",
    "la",
    "Chen",
    "A",
]
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join) | st.text(
    min_size=1, max_size=30
)
facts = st.builds(
    Facts,
    name=names,
    kind=st.sampled_from(["person", "organisation"]),
    emails=st.lists(st.sampled_from(["a.b@x.org", "ab+c@x.org", "abcd@y.org", "abcd@z.org"]), max_size=2).map(
        tuple
    ),
    phones=st.lists(st.sampled_from(["5185550100", "+1 518 555 0100", "212-555-0123", "x"]), max_size=2).map(
        tuple
    ),
    places=st.lists(st.sampled_from([ALBANY, TROY, Place("12 elm st", "", "12201")]), max_size=2).map(tuple),
)


@given(facts, facts)
def test_the_order_of_two_records_does_not_matter(one: Facts, other: Facts) -> None:
    assert likeness(one, other) == likeness(other, one)


@given(facts, facts)
def test_nothing_is_more_alike_than_the_same(one: Facts, other: Facts) -> None:
    assert likeness(one, other).score <= likeness(one, one).score
    assert 0 <= likeness(one, other).score <= 100


@given(st.permutations(["María", "López", "Gutiérrez"]), facts)
def test_the_order_of_words_does_not_matter(order: list[str], other: Facts) -> None:
    assert likeness(Facts(" ".join(order)), Facts("María López Gutiérrez")).reasons[0] == "name"


@given(facts, facts)
def test_accents_and_capitals_do_not_matter(one: Facts, other: Facts) -> None:
    plain = Facts(fold(one.name), one.kind, one.emails, one.phones, one.places)
    if "," not in one.name and all(sign.isalpha() or sign == " " for sign in one.name):
        assert likeness(plain, other).score == likeness(one, other).score


@given(facts)
def test_a_record_is_found_by_its_own_keys_whatever_its_name(one: Facts) -> None:
    assert keys_of(one) == keys_of(Facts(one.name, one.kind, one.emails, one.phones, one.places))
    assert all(-(2**63) <= key < 2**63 for key in keys_of(one))


def _found(pair: Pair) -> bool:
    """Blocking and score together: what shares no key is never compared."""
    return bool(keys_of(pair[0]) & keys_of(pair[1])) and likeness(*pair).score >= SHOWN


def test_pairs_that_people_looked_at_are_told_apart() -> None:
    """Precision 1.00 and recall 1.00 on this set; a change that costs one of them is seen here."""
    missed = [(pair[0].name, pair[1].name, likeness(*pair)) for pair in ONE_DONOR if not _found(pair)]
    wrong = [(pair[0].name, pair[1].name, likeness(*pair)) for pair in TWO_DONORS if _found(pair)]
    assert (missed, wrong) == ([], [])


def test_the_likely_ones_are_called_so_and_no_other() -> None:
    likely = [pair for pair in ONE_DONOR if likeness(*pair).score >= LIKELY]
    assert len(likely) >= 9
    assert [pair for pair in TWO_DONORS if likeness(*pair).score >= LIKELY] == []


def test_the_reasons_say_why_the_strongest_first_and_what_speaks_against_it_last() -> None:
    one = Facts("María Gutiérrez", phones=("518-555-0100",), places=(ALBANY,))
    other = Facts("Maria Gutierez", phones=("(518) 555 0100",), places=(TROY,))
    found = likeness(one, other)
    assert found.reasons == ("name:94", "phone", "other_postal")
    assert found.score == 68


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Maria Lopez", "López, María", 100),
        ("Dr. Maria Lopez", "Maria Lopez", 100),
        ("Bill Weber", "William Weber", 100),
        ("Maria de la Cruz", "Maria Cruz", 100),
        ("J. Smith", "John Smith", 95),
        ("Maria Lopez Garcia", "Maria Lopez", 96),
        ("Maria", "Maria Lopez", 60),
        ("Ana Lopez", "Luis Lopez", 50),
        ("Anonymous", "Anonymous", 0),
        ("", "", 0),
    ],
)
def test_names(one: str, other: str, alike: int) -> None:
    assert int(names_alike(parsed(one), parsed(other))) == alike


def test_what_is_written_in_many_ways_is_one() -> None:
    assert plain_phone("(518) 555-0100") == plain_phone("+1.518.555.0100") == "+15185550100"
    assert (plain_phone("x"), plain_phone("12"), plain_phone("")) == ("", "", "")
    assert plain_mailbox("M.Lopez+News@Example.org") == "mlopez@example.org"
    assert (plain_mailbox(""), plain_mailbox("nobody")) == ("", "")
    assert (box_name("info@x.org"), box_name("ab@x.org"), box_name("m.lopez@x.org")) == ("", "", "mlopez")
    assert plain_street("12 Elm Street, Apt. 4") == plain_street("12 elm st apt 4")
    assert plain_code("12201-0100") == plain_code("12201") == "12201"
    assert skeleton("gutierrez") == skeleton("gutierez") == skeleton("gutiérrez".replace("é", "e"))
