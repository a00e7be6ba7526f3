"""What the coarse look lets pass, the guard would let pass too."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.guard import address_findings, findings, name_findings
from core.sieve import AT_ONCE, STEMS, STREETS, Look, broken_in
from tests.wall import test_guard

LOOKS = (findings, name_findings, address_findings)
WORDS = (
    *STEMS,
    *STREETS,
    *(
        "our",
        "one of our",
        "a",
        "named",
        "Maria",
        "Lopez",
        "of",
        "St",
        "Street",
        "Ave",
        "old",
        "12",
        "7",
        "years",
    ),
    *(
        "y/o",
        "yo",
        "aged",
        "de",
        "años",
        "tiene",
        "exit",
        "escape",
        "leaves",
        "runs away",
        "at",
        "5 pm",
        "no.",
        "#",
    ),
    *(
        "A12345678",
        "123-45-6789",
        "42.123, -73.456",
        "1200",
        "West",
        "Clinton",
        ",",
        "is",
        "es",
        "una",
        "sobreviviente",
    ),
    *("<b>", "&amp;", "\u200b", "\x01", "ſurvivor", "VÍCTIMA", "İ", "\n", ".", "s", "'"),
)
TEXTS = st.lists(st.sampled_from(WORDS), max_size=7).flatmap(
    lambda words: st.sampled_from(
        [" ".join(words), "".join(words), " ".join(words).upper(), " ".join(words).title()]
    )
)


@settings(max_examples=1500, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=4), st.sampled_from(LOOKS))
def test_it_finds_exactly_what_the_guard_finds(cells: list[str], look: Look) -> None:
    assert broken_in(cells, look) == {
        place: found for place, cell in enumerate(cells) if (found := look(cell))
    }


def _known() -> list[str]:
    """Every text on which the guard itself is tried."""
    texts: list[str] = []
    for value in vars(test_guard).values():
        for mark in getattr(value, "pytestmark", []):
            for case in mark.args[1] if mark.name == "parametrize" else []:
                given_values = getattr(case, "values", case if isinstance(case, tuple) else (case,))
                texts += [one for one in given_values if isinstance(one, str)]
    return texts


@pytest.mark.parametrize("look", LOOKS)
def test_it_finds_what_the_guard_is_tried_on(look: Look) -> None:
    texts = _known()
    assert len(texts) > 30
    assert broken_in(texts, look) == {
        place: found for place, text in enumerate(texts) if (found := look(text))
    }


def test_a_cell_is_found_in_whichever_stretch_it_stands() -> None:
    cells = ["Maria Lopez"] * (AT_ONCE * 2 + 10)
    for place in (0, AT_ONCE - 1, AT_ONCE, AT_ONCE * 2 + 9):
        cells[place] = "Grace, one of our residents"
    assert sorted(broken_in(cells, name_findings)) == [0, AT_ONCE - 1, AT_ONCE, AT_ONCE * 2 + 9]
