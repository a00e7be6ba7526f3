"""Text as it is searched: lower case, without accents; the same in Python and in the database."""

import unicodedata

from django.db.models import F, Func, GeneratedField, Q, TextField, Value
from django.db.models.functions import Concat, Lower
from phonenumbers import NumberParseException, is_possible_number, parse

ACCENTED = "áàâäãåāăąçćčďéèêëēėęěğíìîïīįłñńňóòôöõøōőŕřśşšťúùûüūůűųýÿźżž"
PLAIN = "aaaaaaaaacccdeeeeeeeegiiiiiilnnnoooooooorrssstuuuuuuuuyyzzz"
DIGITS_LIKE = frozenset("0123456789 ()+-./")
_TABLE = str.maketrans(ACCENTED, PLAIN)


def fold(text: str) -> str:
    """Return what a person typed as it stands in a folded column: `José  LÓPEZ` → `jose lopez`."""
    return " ".join(unicodedata.normalize("NFC", text).lower().translate(_TABLE).split())


def folded(column: str) -> Func:
    """Return a column folded by the database; immutable, so that generated columns may use it."""
    return Func(Lower(column), Value(ACCENTED), Value(PLAIN), function="TRANSLATE")


def person_search_text(*more: str) -> GeneratedField:
    """Return a column that holds the name, e-mail and phone of a row, folded, for `people_containing`.

    `more`: columns that are in lower case already.
    """
    further = [part for column in more for part in (Value(" "), F(column))]
    return GeneratedField(
        expression=Concat(
            Value(" "),
            folded("name"),
            Value(" "),
            F("email"),
            Value(" "),
            Func(F("phone"), Value(r"\D"), Value(""), Value("g"), function="REGEXP_REPLACE"),
            *further,
            output_field=TextField(),
        ),
        output_field=TextField(),
        db_persist=True,
    )


def national_digits(words: str) -> str:
    """Return the digits by which a phone is found however it is written, without a country's prefix.

    `+1 (518) 555-0100` and `518.555.0100` are one number; what is no whole number stays as it is.
    """
    digits = "".join(sign for sign in words if sign in "0123456789")
    try:
        number = parse(words, "US")
    except NumberParseException:
        return digits
    return str(number.national_number) if is_possible_number(number) else digits


def people_containing(words: str) -> Q:
    """Return the condition that each word stands in a `search_text`, in any order, accents or not.

    A word of two letters must begin one there: the index holds nothing shorter than three.
    """
    digits = "".join(sign for sign in words if sign in "0123456789")
    is_phone = bool(digits) and set(words) <= DIGITS_LIKE  # however it is written
    found = Q()
    for word in [national_digits(words)] if is_phone else fold(words).split():
        found &= Q(search_text__contains=word if len(word) > 2 else f" {word}")
    return found
