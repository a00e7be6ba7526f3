"""Settings that must not start, and the one sentence that says why."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from core.encryption import new_key
from core.startup import DEVELOPMENT_KEY, DEVELOPMENT_SECRET, Start, refusals

LIVE = Start(
    production=True,
    debug=False,
    site_url="https://give.example.org",
    secret_keys=("k" * 60,),
    encryption_keys=(new_key(),),
    location_keys=(new_key(),),
    signing_keys=(new_key(),),
    database_name="safe_harbor",
    stripe_key="sk_live_1",
    stripe_base="https://api.stripe.com",
    webhook_secrets=("whsec_1",),
    budgets="1",
    currency="usd",
    mail_backend="anymail.backends.postmark.EmailBackend",
    mail_provider="postmark",
    mail_webhook_secret="user:password",
    certificate_fault="",
)
SHARED = new_key()


def test_sound_live_settings_start() -> None:
    assert refusals(LIVE) == []


def test_a_house_without_stripe_or_locations_starts() -> None:
    assert refusals(replace(LIVE, stripe_key="", webhook_secrets=(), location_keys=())) == []


def test_development_starts_with_its_own_keys() -> None:
    start = replace(
        LIVE,
        production=False,
        debug=True,
        site_url="http://127.0.0.1:8400",
        secret_keys=(DEVELOPMENT_SECRET,),
        encryption_keys=(DEVELOPMENT_KEY,),
        stripe_key="sk_test_1",
        stripe_base="http://127.0.0.1:8412",
        budgets="off",
    )
    assert refusals(start) == []


@pytest.mark.parametrize(
    ("start", "says"),
    [
        (replace(LIVE, stripe_key="", debug=True), "DEBUG shows"),
        (replace(LIVE, secret_keys=(DEVELOPMENT_SECRET,)), "DJANGO_SECRET_KEY is the development key"),
        (replace(LIVE, secret_keys=("k" * 60, "short")), "DJANGO_SECRET_KEY is short"),
        (replace(LIVE, encryption_keys=(DEVELOPMENT_KEY,)), "hold the development key"),
        (replace(LIVE, location_keys=(DEVELOPMENT_KEY,)), "hold the development key"),
        (replace(LIVE, signing_keys=(DEVELOPMENT_KEY,)), "hold the development key"),
        (replace(LIVE, signing_keys=(SHARED,), location_keys=(SHARED,)), "Signatures need one of their own"),
        (replace(LIVE, signing_keys=("short",)), "32 random bytes"),
        (replace(LIVE, certificate_fault="RECEIPT_CERTIFICATE expired."), "RECEIPT_CERTIFICATE expired."),
        (replace(LIVE, encryption_keys=()), "ENCRYPTION_KEYS is empty"),
        (replace(LIVE, encryption_keys=(SHARED,), location_keys=(SHARED,)), "share a key"),
        (replace(LIVE, encryption_keys=("c2hvcnQ=",)), "must be 32 random bytes"),
        (replace(LIVE, location_keys=("not base64!",)), "must be 32 random bytes"),
        (replace(LIVE, site_url="http://give.example.org"), "SITE_URL is not https"),
        (replace(LIVE, webhook_secrets=()), "STRIPE_WEBHOOK_SECRETS is empty"),
        (replace(LIVE, production=False, webhook_secrets=()), "STRIPE_WEBHOOK_SECRETS is empty"),
        (replace(LIVE, stripe_base="http://127.0.0.1:8412"), "would send it to another host"),
        (replace(LIVE, stripe_key="rk_live_1", stripe_base="https://evil.example"), "another host"),
        (replace(LIVE, production=False, debug=True), "live Stripe key is set while DEBUG"),
        (replace(LIVE, database_name="test_safe_harbor"), "for a test database"),
        (replace(LIVE, budgets="off"), "GIVING_BUDGETS=off"),
        (replace(LIVE, budgets="-1"), "GIVING_BUDGETS must be a number"),
        (replace(LIVE, budgets="0"), "GIVING_BUDGETS must be a number"),
        (replace(LIVE, currency="jpy"), "CURRENCY must be"),
        (replace(LIVE, currency="USD"), "CURRENCY must be"),
        (replace(LIVE, mail_backend="letters.mailbox.DemoMailbox"), "open to everyone"),
        (replace(LIVE, mail_backend="django.core.mail.backends.console.EmailBackend"), "open to everyone"),
        (replace(LIVE, mail_webhook_secret=""), "ANYMAIL_WEBHOOK_SECRET is missing"),
    ],
)
def test_a_dangerous_start_is_refused_with_one_sentence(start: Start, says: str) -> None:
    (sentence,) = refusals(start)
    assert says in sentence


def test_no_command_gets_past_a_refusal() -> None:
    environment = {**os.environ, "STRIPE_SECRET_KEY": "sk_live_1", "STRIPE_API_BASE": "http://127.0.0.1:1"}
    done = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        env={**environment, "DJANGO_SETTINGS_MODULE": "core.settings", "STRIPE_WEBHOOK_SECRETS": "whsec_1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "A live Stripe key is set, and STRIPE_API_BASE would send it to another host." in done.stderr
