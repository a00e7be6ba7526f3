"""Telling more in a letter that is written and has not left."""

from collections.abc import Mapping

from django.db import transaction

from letters.models import Letter


def tell_held(*, key: str, facts: Mapping[str, str]) -> bool:
    """Change some facts of a letter that is still held. False: it left, or there is none.

    Raises: ValueError for a fact that its kind does not know.
    """
    with transaction.atomic():
        letter = Letter.objects.select_for_update().filter(key=key, state=Letter.State.HELD).first()
        if letter is None or not letter.facts:
            return False
        if foreign := facts.keys() - letter.facts.keys():
            raise ValueError(f"{letter.kind} does not tell {', '.join(sorted(foreign))}")
        letter.facts = {**letter.facts, **facts}
        letter.save(update_fields=["facts"])
    return True
