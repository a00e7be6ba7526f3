"""Numbers as Spanish is written in the United States and Mexico: $1,250.00.

Django's own Spanish is Spain's, $1.250,00. Somebody who reads that and types 1.250 would mean a thousand and
be understood as a little over one: `core.money.parse_amount` takes a point for cents.
Source: Unicode CLDR, locales es-US and es-MX (read 2026-11).
"""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
