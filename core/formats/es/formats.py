"""Numbers, days and times as Spanish is written in the United States and Mexico: $1,250.00, 4 dic 2026.

Django's own Spanish is Spain's, $1.250,00. Somebody who reads that and types 1.250 would mean a thousand and
be understood as a little over one: `core.money.parse_amount` takes a point for cents.
Source: Unicode CLDR, locales es-US and es-MX (read 2026-11).
"""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3

TIME_FORMAT = "G:i"
DATETIME_FORMAT = r"j \d\e F \d\e Y, G:i"
SHORT_DATE_FORMAT = "j b Y"
SHORT_DATETIME_FORMAT = "j b Y, G:i"
YEAR_MONTH_FORMAT = r"F \d\e Y"

# the names are explained where English has them
DAY_FORMAT = "j b"
DAY_TIME_FORMAT = "j b, G:i"
DAY_SECOND_FORMAT = "j b, G:i:s"
SECOND_FORMAT = "j b Y, G:i:s"
SECOND_ZONE_FORMAT = "j b Y, G:i:s T"
TIME_ZONE_FORMAT = "j b Y, G:i T"
WEEKDAY_FORMAT = r"D j \d\e b"
WEEKDAY_TIME_FORMAT = r"D j \d\e b, G:i"
WEEKDAY_YEAR_FORMAT = r"D j \d\e b \d\e Y"
WEEKDAY_YEAR_TIME_FORMAT = r"D j \d\e b \d\e Y, G:i"
LONG_DAY_FORMAT = r"l j \d\e F"
LONG_DATE_FORMAT = r"l j \d\e F \d\e Y"
LONG_DATETIME_FORMAT = r"l j \d\e F \d\e Y, G:i"
