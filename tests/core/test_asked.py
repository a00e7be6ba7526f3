"""What somebody searches for is one line that the database takes."""

from django.test import RequestFactory

from core.asked import words_of


def test_words_are_one_line_without_nul_and_of_a_bounded_length() -> None:
    asked = RequestFactory().get("/", {"q": f"  two\t words\x00and  {'x' * 200}"})
    assert words_of(asked) == f"two words and {'x' * 86}"
    assert words_of(RequestFactory().get("/")) == ""
