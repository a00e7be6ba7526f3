"""A kind of letter that can be declined, and where its words are."""

import copy
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from letters import kinds
from tests.letters.makers import NEWS


@pytest.fixture
def news(settings: Settings) -> Iterator[kinds.LetterKind]:
    """Register the kind for one test."""
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [*templates[0]["DIRS"], Path(__file__).parent / "templates"]
    settings.TEMPLATES = templates
    kinds.register(NEWS)
    yield NEWS
    del kinds.KINDS[NEWS.name]
