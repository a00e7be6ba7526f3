"""The organisation this installation serves."""

from django.db import connection

from accounts.models import Organisation
from core.paper.letterhead import Letterhead


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


def the_letterhead() -> Letterhead:
    """Return the organisation as its papers show it today."""
    today = the_organisation()
    return Letterhead(
        legal_name=today.legal_name,
        address_lines=tuple(today.address.splitlines()),
        tax_number=today.tax_number,
        country=today.regime,
        phone=today.phone,
        email=today.email,
        website=today.website,
        signatory_name=today.signatory_name,
        signatory_title=today.signatory_title,
        logo_png=bytes(today.logo_png) if today.logo_png else None,
        signature_png=bytes(today.signature_png) if today.signature_png else None,
    )
