"""Days and times as English is written in the United States: Dec 4, 2026, 6:00 PM.

Templates name one of these and never spell a format out, so a page shows one way only.
The names that Django does not know: without the year, with the weekday, to the second, with the zone.
"""

DATE_FORMAT = "M j, Y"
TIME_FORMAT = "g:i A"
DATETIME_FORMAT = "M j, Y, g:i A"
SHORT_DATE_FORMAT = "M j, Y"
SHORT_DATETIME_FORMAT = "M j, Y, g:i A"
YEAR_MONTH_FORMAT = "F Y"

DAY_FORMAT = "M j"
DAY_TIME_FORMAT = "M j, g:i A"
DAY_SECOND_FORMAT = "M j, g:i:s A"
SECOND_FORMAT = "M j, Y, g:i:s A"
SECOND_ZONE_FORMAT = "M j, Y, g:i:s A T"
TIME_ZONE_FORMAT = "M j, Y, g:i A T"
WEEKDAY_FORMAT = "D, M j"
WEEKDAY_TIME_FORMAT = "D, M j, g:i A"
WEEKDAY_YEAR_FORMAT = "D, M j, Y"
WEEKDAY_YEAR_TIME_FORMAT = "D, M j, Y, g:i A"
LONG_DAY_FORMAT = "l, F j"
LONG_DATE_FORMAT = "l, F j, Y"
LONG_DATETIME_FORMAT = "l, F j, Y, g:i A"
