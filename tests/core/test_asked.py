"""What somebody searches for is one line that the database takes."""

from django.test import RequestFactory

from core.asked import number_of, words_of


def test_words_are_one_line_without_nul_and_of_a_bounded_length() -> None:
    asked = RequestFactory().get("/", {"q": f"  two\t words\x00and  {'x' * 200}"})
    assert words_of(asked) == f"two words and {'x' * 86}"
    assert words_of(RequestFactory().get("/")) == ""


def test_a_number_is_one_that_a_key_may_be() -> None:
    def asked(text: str) -> int | None:
        return number_of(RequestFactory().get("/", {"donor": text}), "donor")

    assert [asked(text) for text in ("12", "0", "", "-1", "1.5", "١٢", "9" * 5000)] == [12, 0, *[None] * 5]
