"""A kind of letter that can be declined."""

from tests.letters.conftest import news

__all__ = ["news"]
