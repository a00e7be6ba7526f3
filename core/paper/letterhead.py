"""The organisation as printed, and the words that stand on every paper whatever it says."""

from collections.abc import Mapping
from dataclasses import dataclass

# what a file says of its language
LANGUAGES = {"en": "en-US", "es": "es-US"}


@dataclass(frozen=True)
class Letterhead:
    """The organisation as printed. Pictures are PNG bytes; one that cannot be read raises BadPicture.

    `country`: whose tax office gave it `tax_number`.
    """

    legal_name: str
    address_lines: tuple[str, ...]
    tax_number: str
    phone: str
    email: str
    website: str
    signatory_name: str
    signatory_title: str
    logo_png: bytes | None = None
    signature_png: bytes | None = None
    country: str = "US"


@dataclass(frozen=True)
class Words:
    """Fixed words in one language.

    `tax_number` by country; `page` takes {page} and {pages}; `continued` takes {paper}; `logo_alt` and
    `signature_alt`, which are read aloud and not printed, take {name}.
    """

    tax_number: Mapping[str, str]
    page: str
    continued: str
    logo_alt: str
    signature_alt: str


WORDS: dict[str, Words] = {
    "en": Words(
        tax_number={"US": "EIN", "CA": "Registration No."},
        page="Page {page} of {pages}",
        continued="{paper}, continued",
        logo_alt="Logo of {name}",
        signature_alt="Signature of {name}",
    ),
    "es": Words(
        tax_number={"US": "EIN", "CA": "N.º de registro"},
        page="Página {page} de {pages}",
        continued="{paper}, continuación",
        logo_alt="Logotipo de {name}",
        signature_alt="Firma de {name}",
    ),
}
