"""Each test starts from an empty database of today's shape."""

from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache

from accounts.models import AuditEntry
from core import settings as house
from gifts.models import LedgerLine
from tests import fresh
from tests.factories import MOMENT, make_gift


@pytest.mark.django_db(transaction=True)
def test_what_nobody_may_delete_and_what_has_no_model_go_too() -> None:
    make_gift()
    AuditEntry.objects.create(at=MOMENT, verb="looked", about_kind="gift", about_id="1")
    cache.set("tries", 1)
    fresh.empty_all_tables()
    assert (LedgerLine.objects.count(), AuditEntry.objects.count(), cache.get("tries")) == (0, 0, None)
    assert ContentType.objects.exists()


def test_another_migration_or_version_is_another_database(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    today = fresh.digest_of_migrations()
    assert fresh.digest_of_migrations() == today
    newer = tmp_path / "development.txt"
    newer.write_text("django==6.0")
    monkeypatch.setattr(fresh, "LOCK_FILE", newer)
    assert fresh.digest_of_migrations() != today


def test_the_house_itself_keeps_passwords_at_their_full_price() -> None:
    assert house.PASSWORD_HASHERS[0] == "django.contrib.auth.hashers.Argon2PasswordHasher"
