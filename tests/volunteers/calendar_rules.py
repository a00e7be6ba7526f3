"""A strict reader of calendars, written from RFC 5545 and 7986 and from nothing of ours.

It knows the properties that a private feed may hold; any other is an error. `read` raises AssertionError with
the rule that was broken, and returns events whose moments were found by the file's own VTIMEZONEs.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

NAME = r"[A-Za-z0-9-]+"
VALUE = r'(?:"[^"\x00-\x08\x0a-\x1f\x7f]*"|[^\x00-\x08\x0a-\x1f\x7f";:,]*)'
LINE = re.compile(rf"({NAME})((?:;{NAME}={VALUE}(?:,{VALUE})*)*):(.*)", re.DOTALL)
UTC_FORM = re.compile(r"\d{8}T\d{6}Z")
LOCAL_FORM = re.compile(r"\d{8}T\d{6}")
OFFSET = re.compile(r"([+-])(\d\d)([0-5]\d)([0-5]\d)?")
TEXT = re.compile(r"(?:[^\\;,\x00-\x08\x0a-\x1f\x7f]|\\[\\;,Nn])*")

CALENDAR = {"PRODID", "VERSION", "CALSCALE", "NAME", "REFRESH-INTERVAL", "X-WR-CALNAME", "X-PUBLISHED-TTL"}
EVENT = {"UID", "DTSTAMP", "LAST-MODIFIED", "CREATED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY"} | {
    "STATUS",
    "TRANSP",
    "CLASS",
}
OBSERVANCE = {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME"}
ALLOWED = {"VCALENDAR": CALENDAR, "VEVENT": EVENT, "VTIMEZONE": {"TZID"}} | dict.fromkeys(
    ("STANDARD", "DAYLIGHT"), OBSERVANCE
)
NEEDED = {"VCALENDAR": {"PRODID", "VERSION"}, "VEVENT": {"UID", "DTSTAMP", "DTSTART"}} | {
    "VTIMEZONE": {"TZID"},
    "STANDARD": OBSERVANCE - {"TZNAME"},
    "DAYLIGHT": OBSERVANCE - {"TZNAME"},
}
INSIDE = {"": {"VCALENDAR"}, "VCALENDAR": {"VEVENT", "VTIMEZONE"}, "VTIMEZONE": {"STANDARD", "DAYLIGHT"}}


@dataclass
class Part:
    """A component: its properties with parameters, and what stands inside it."""

    name: str
    properties: dict[str, tuple[dict[str, str], str]] = field(default_factory=dict)
    parts: list["Part"] = field(default_factory=list)

    def value(self, name: str) -> str:
        """A property's value."""
        return self.properties[name][1]


@dataclass(frozen=True)
class Entry:
    """An event as a calendar program would understand it."""

    uid: str
    sequence: int
    status: str
    start: datetime
    end: datetime
    summary: str
    modified: datetime


def read(text: bytes) -> list[Entry]:
    """Return the events of a calendar. Raises: AssertionError for whatever breaks a rule."""
    calendar = _tree(_lines(text))
    assert calendar.value("VERSION") == "2.0"
    assert calendar.value("CALSCALE") == "GREGORIAN"
    refresh = calendar.properties["REFRESH-INTERVAL"]
    assert refresh[0] == {"VALUE": "DURATION"}, "RFC 7986, 5.7"
    assert re.fullmatch(r"PT\d+[HM]", refresh[1])
    zones = [part for part in calendar.parts if part.name == "VTIMEZONE"]
    by_name = {zone.value("TZID"): zone for zone in zones}
    assert len(by_name) == len(zones), "a TZID stands once (3.8.3.1)"
    assert all(zone.parts for zone in zones), "at least one observance (3.6.5)"
    events = [part for part in calendar.parts if part.name == "VEVENT"]
    named = {event.properties[name][0].get("TZID") for event in events for name in ("DTSTART", "DTEND")}
    assert named - {None} == by_name.keys(), "each TZID has its VTIMEZONE (3.2.19), and none is idle"
    entries = [_entry(event, by_name) for event in events]
    assert len({entry.uid for entry in entries}) == len(entries), "UIDs are unique (3.8.4.7)"
    return entries


def _lines(text: bytes) -> list[str]:
    assert text.endswith(b"\r\n")
    assert re.search(rb"\r(?!\n)|(?<!\r)\n", text) is None, "lines end with CRLF (3.1)"
    lines: list[str] = []
    for octets in text.removesuffix(b"\r\n").split(b"\r\n"):
        assert 0 < len(octets) <= 75, "lines are folded at 75 octets (3.1)"
        line = octets.decode("utf-8")  # no character is torn apart
        if line[0] in " \t":
            lines[-1] += line[1:]
        else:
            lines.append(line)
    return lines


def _tree(lines: list[str]) -> Part:
    open_parts = [Part("")]
    for line in lines:
        found = LINE.fullmatch(line)
        assert found, f"not a content line (3.1): {line}"
        name, parameters, value = found[1], _parameters(found[2]), found[3]
        here = open_parts[-1]
        if name == "BEGIN":
            assert value in INSIDE.get(here.name, set()), f"{value} inside {here.name}"
            here.parts.append(Part(value))
            open_parts.append(here.parts[-1])
        elif name == "END":
            assert value == here.name
            assert here.properties.keys() >= NEEDED[here.name], f"{here.name} lacks a property"
            open_parts.pop()
        else:
            assert name in ALLOWED[here.name], f"{name} has no place in {here.name}"
            assert name not in here.properties, f"{name} stands once in {here.name}"
            here.properties[name] = (parameters, value)
    assert len(open_parts) == 1
    (calendar,) = open_parts[0].parts
    return calendar


def _parameters(text: str) -> dict[str, str]:
    pairs = [part.split("=", 1) for part in re.findall(rf"{NAME}={VALUE}", text)]
    assert len({name for name, _value in pairs}) == len(pairs)
    return {name: value.strip('"') for name, value in pairs}


def _entry(event: Part, zones: dict[str, Part]) -> Entry:
    assert event.value("STATUS") in {"TENTATIVE", "CONFIRMED", "CANCELLED"}
    assert event.value("TRANSP") in {"OPAQUE", "TRANSPARENT"}
    assert event.value("CLASS") in {"PUBLIC", "PRIVATE", "CONFIDENTIAL"}
    assert TEXT.fullmatch(event.value("SUMMARY"))
    assert event.value("SEQUENCE").isascii()
    for name in ("DTSTAMP", "LAST-MODIFIED", "CREATED"):
        assert event.properties[name][0] == {}
        assert UTC_FORM.fullmatch(event.value(name)), f"{name} is in UTC (3.8.7)"
    start, end = (_moment(*event.properties[name], zones) for name in ("DTSTART", "DTEND"))
    assert start < end, "3.8.2.2"
    return Entry(
        uid=event.value("UID"),
        sequence=int(event.value("SEQUENCE")),
        status=event.value("STATUS"),
        start=start,
        end=end,
        summary=event.value("SUMMARY"),
        modified=_moment({}, event.value("LAST-MODIFIED"), zones),
    )


def _moment(parameters: dict[str, str], value: str, zones: dict[str, Part]) -> datetime:
    if UTC_FORM.fullmatch(value):
        assert "TZID" not in parameters, "no TZID beside UTC (3.2.19)"
        return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    assert LOCAL_FORM.fullmatch(value)
    assert parameters.keys() == {"TZID"}, "a floating time says nothing"
    return _in_zone(_wall(value), zones[parameters["TZID"]])


def _wall(value: str) -> datetime:
    return datetime.strptime(value, "%Y%m%dT%H%M%S")  # noqa: DTZ007 # a reading of a clock on the wall


def _in_zone(wall: datetime, zone: Part) -> datetime:
    """The first moment at which the zone's clock shows this time (3.3.5, form 3)."""
    onsets = sorted(
        (
            _wall(part.value("DTSTART")) - _offset(part.value("TZOFFSETFROM")),
            _offset(part.value("TZOFFSETTO")),
        )
        for part in zone.parts
    )
    fitting = []
    for at, offset in onsets:
        moment = wall - offset
        in_force = [other for onset, other in onsets if onset <= moment]
        if at <= moment and in_force[-1] == offset:
            fitting.append(moment)
    assert fitting, "the clock never shows this time"
    return min(fitting).replace(tzinfo=UTC)


def _offset(text: str) -> timedelta:
    found = OFFSET.fullmatch(text)
    assert found, "3.3.14"
    length = timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4] or 0))
    return -length if found[1] == "-" else length
