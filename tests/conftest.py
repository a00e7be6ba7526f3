"""Fixtures that every test may use."""

from datetime import UTC, datetime

import pytest


@pytest.fixture
def now() -> datetime:
    """A fixed moment: a Wednesday noon in New York, far from every change of the clock."""
    return datetime(2026, 11, 25, 17, 0, tzinfo=UTC)
