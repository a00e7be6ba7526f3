"""A fresh database for each test, quickly: a copy of one that was migrated once, emptied without TRUNCATE.

Migrating costs some ten seconds of processor time, a copy less than one. The name of what is copied carries a
digest of all migrations and versions, so a change of either makes a new one. Django migrates each copy once
more: there is nothing left to do, or it does what is left.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pgtrigger
import psycopg
from django.apps import apps
from django.db import connection, transaction
from psycopg import sql

LOCK_FILE = Path(__file__).resolve().parent.parent / "requirements" / "development.txt"
# one process makes the database, the others of this working copy wait
MAKING = 7_302_001
# Django fills them when it migrates, and no test changes them
FILLED_BY_DJANGO = {"django_migrations", "django_content_type", "auth_permission"}


def copy_a_migrated_database() -> None:
    """Let Django's test database be a copy, and make what it copies where there is none."""
    database = connection.settings_dict
    base = f"{database['NAME']}_migrated_"
    template = base + digest_of_migrations()
    with maintenance() as server:
        server.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", [MAKING, base])
        found = server.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [base]
        ).fetchall()
        for (name,) in found:
            if name != template:
                server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
        if (template,) not in found:
            migrate(template)
    database["TEST"]["TEMPLATE"] = template


def digest_of_migrations() -> str:
    """Return what changes whenever a migrated database would, or how it is made."""
    digest = hashlib.sha256(LOCK_FILE.read_bytes() + Path(__file__).read_bytes())
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(f"{app.label}/{path.name}".encode() + path.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def maintenance() -> Iterator[psycopg.Connection]:
    """Connect to the server beside all databases of ours, as Django does to make one."""
    parameters = connection.get_connection_params()
    address = {name: parameters[name] for name in ("host", "port", "user", "password") if name in parameters}
    with psycopg.connect(dbname="postgres", autocommit=True, **address) as server:
        yield server


def migrate(name: str) -> None:
    """Make a database of this name as Django makes its test database."""
    database = connection.settings_dict
    own, own_test = database["NAME"], database["TEST"]["NAME"]
    database["TEST"]["NAME"] = name
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    _let_nobody_vacuum()
    connection.close()
    database["NAME"], database["TEST"]["NAME"] = own, own_test


def _let_nobody_vacuum() -> None:
    """Whoever vacuums between two tests finds a table empty and tells the planner so.

    The next test fills it in one transaction, and a plan for no rows takes minutes over thousands. Without
    statistics the planner asks how large the file is.
    """
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f"ALTER TABLE {connection.ops.quote_name(name)} SET (autovacuum_enabled = false)")


def empty_all_tables() -> None:
    """Delete every row. TRUNCATE makes new files for each table and index, which takes twenty times as long.

    Like TRUNCATE it first waits for whoever still uses a table: the live server may be answering somebody.
    """
    with connection.cursor() as cursor:
        names = set(connection.introspection.table_names(cursor)) - FILLED_BY_DJANGO
    tables = [connection.ops.quote_name(name) for name in sorted(names)]
    lock = f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE"
    # with triggers off, as rows that nobody may delete go, too
    with pgtrigger.ignore(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("; ".join([lock, *(f"DELETE FROM {table}" for table in tables)]))
