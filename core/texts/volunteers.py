"""Texts of volunteers: who gives time."""

from core.texts.text import KEPT, TIME_SIDE, YEAR, Text

VOLUNTEERS: dict[str, Text] = {
    "volunteers.Program.purpose": Text("what volunteers do there", 300, "public", "shapes", KEPT),
    "volunteers.Program.purpose_es": Text("the same in Spanish", 300, "public", "shapes", KEPT),
    "volunteers.Program.asks": Text("the time it takes", 200, "public", "shapes", KEPT),
    "volunteers.Program.asks_es": Text("the same in Spanish", 200, "public", "shapes", KEPT),
    "volunteers.VolunteerRole.summary": Text("what one does there", 300, "public", "shapes", KEPT),
    "volunteers.VolunteerRole.summary_es": Text("the same in Spanish", 300, "public", "shapes", KEPT),
    "volunteers.Site.address": Text("where an open place is", 300, TIME_SIDE, "address", KEPT),
    "volunteers.SiteSecret.sealed": Text(
        "where a confidential place is, for who is due there", None, "nobody", "sealed", KEPT
    ),
    "volunteers.Volunteer.email": Text("how we reach them", 254, TIME_SIDE, "shape", KEPT),
    "volunteers.GuardianConsent.guardian_email": Text("where we ask", 254, TIME_SIDE, "shape", KEPT),
    "volunteers.Reference.email": Text(
        "where we ask", 254, "screening, administrator", "shape", "two years after the decision"
    ),
    "volunteers.AgreementVersion.text": Text("what is promised", 20_000, "public", "shapes", KEPT),
    "volunteers.AgreementVersion.text_es": Text("the same in Spanish", 20_000, "public", "shapes", KEPT),
    "volunteers.Series.rule": Text("how it repeats (RRULE)", 300, TIME_SIDE, "machine", KEPT),
    "volunteers.Override.reason": Text("why a limit was set aside", 200, TIME_SIDE, "shapes", KEPT),
    "volunteers.TextMessage.words": Text("a fixed sentence", 160, TIME_SIDE, "machine", YEAR),
    "volunteers.Broadcast.words": Text("a message to one shift", 500, TIME_SIDE, "shapes", YEAR),
}
