"""Fixtures that every test may use, and the rule that on the judging machine nothing is skipped."""

import os
from collections.abc import Generator, Iterator
from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.test import TransactionTestCase
from django.utils import timezone, translation
from pytest_django import DjangoDbBlocker

from tests import fresh

SKIPS_ARE_ERRORS = bool(os.environ.get("SKIPS_ARE_ERRORS"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skipped test into a failed one where skips are errors. An expected failure stays one."""
    report = yield
    if SKIPS_ARE_ERRORS and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where skips are errors: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Do the same for whole files."""
    report = yield
    if SKIPS_ARE_ERRORS and report.outcome == "skipped":
        report.outcome = "failed"
        report.longrepr = f"skipped where skips are errors: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Make and empty databases in a quicker way than Django's own."""
    with django_db_blocker.unblock():
        fresh.copy_a_migrated_database()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: fresh.empty_all_tables())
        yield


@pytest.fixture(scope="session", autouse=True)
def _roof() -> None:
    """The house's addresses are mounted by its own settings, before a test plays the demo."""
    import_module("core.urls")


@pytest.fixture(autouse=True)
def _english_and_utc() -> Iterator[None]:
    """A request leaves its language and zone behind in the thread; the next test must not find them."""
    yield
    translation.deactivate()
    timezone.deactivate()


@pytest.fixture
def now() -> datetime:
    """A fixed moment: a Wednesday noon in New York, far from every change of the clock."""
    return datetime(2026, 11, 25, 17, 0, tzinfo=UTC)
