"""The organisation this installation serves."""

from django.db import connection

from accounts.models import Organisation


def the_organisation() -> Organisation:
    """Return the one row; before set-up, an unsaved one with neutral words."""
    return Organisation.objects.filter(pk=1).first() or Organisation(
        pk=1, legal_name="Safe Harbor", public_name="Safe Harbor"
    )


def the_zone() -> str:
    """Return the zone in which its legal days are counted, without the pictures that its row carries."""
    with connection.cursor() as cursor:  # plain SQL: it is asked on every page and for every letter
        cursor.execute("SELECT zone FROM accounts_organisation WHERE id = 1")
        found = cursor.fetchone()
    return found[0] if found else Organisation(pk=1).zone
