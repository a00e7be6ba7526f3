"""The organisation this installation serves."""

from accounts.models import Organisation


def the_organisation() -> Organisation:
    """Return the one row; before set-up, an unsaved one with neutral words."""
    return Organisation.objects.filter(pk=1).first() or Organisation(
        pk=1, legal_name="Safe Harbor", public_name="Safe Harbor"
    )


def the_zone() -> str:
    """Return the zone in which its legal days are counted, without the pictures that its row carries."""
    found = Organisation.objects.filter(pk=1).values_list("zone", flat=True).first()
    return found or Organisation(pk=1).zone
