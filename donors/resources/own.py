"""Our own export of donors, as it comes back: nothing in it differs unless somebody changed it."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from donors.kinds import Format, register_format

# by our fields, the columns of `donors.views.exports`
COLUMNS = {
    "id": "donor",
    "kind": "kind",
    "name": "name",
    "email": "email",
    "phone": "phone",
    "language": "language",
    "no_post": "no_post",
    "no_phone": "no_phone",
    "line1": "address_1",
    "line2": "address_2",
    "city": "city",
    "region": "region",
    "postal_code": "postal_code",
    "country": "country",
}


def read(row: Mapping[str, str]) -> Mapping[str, str]:
    """Return the fields of a row; a country without a street is a donor without an address."""
    return {field: row.get(column, "") for field, column in COLUMNS.items()}


register_format(
    Format(
        name="safe-harbor-donors",
        label=_("Donors of this book"),
        kind="donors",
        source="safe-harbor",
        header=frozenset(
            {"donor", "kind", "name", "email", "no_post", "no_phone", "known_since", "address_1"}
        ),
        read=read,
    )
)
