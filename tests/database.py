"""A pytest plugin that names the database before Django reads its settings."""

import os

from deploy import private_postgres

os.environ.setdefault("SITE_URL", "http://testserver")
private_postgres.announce()
