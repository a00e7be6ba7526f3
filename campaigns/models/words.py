"""The wording of a page's language."""

from django.utils.translation import get_language


def in_language(english: str, spanish: str) -> str:
    """Return the Spanish wording on a Spanish page where there is one, else the English."""
    return spanish if spanish and (get_language() or "en").startswith("es") else english
