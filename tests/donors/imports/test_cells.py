"""What the quick look at a cell takes, the slow one takes too."""

from django.core.validators import validate_email
from hypothesis import given, settings
from hypothesis import strategies as st

from donors.resources.cells import PLAIN_EMAIL


@settings(max_examples=500, deadline=None)
@given(st.from_regex(PLAIN_EMAIL, fullmatch=True).filter(lambda text: len(text) <= 254))
def test_an_address_that_is_plain_is_one_that_django_takes(text: str) -> None:
    validate_email(text)
    assert text == text.strip().lower()
