"""A pytest plugin that names the database before Django reads its settings, and keeps real money out."""

import os

import pytest

from deploy import private_postgres

if os.environ.get("STRIPE_SECRET_KEY", "").startswith(("sk_live_", "rk_live_")):
    raise pytest.UsageError("STRIPE_SECRET_KEY is a live key. Tests never run with one.")

os.environ.setdefault("SITE_URL", "http://testserver")
private_postgres.announce()
