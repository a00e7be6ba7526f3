"""Texts of letters: what was sent."""

from core.texts.text import GIVING_SIDE, KEPT, YEAR, Text

LETTERS: dict[str, Text] = {
    "letters.Letter.key": Text("what makes sending it twice impossible", 160, GIVING_SIDE, "machine", YEAR),
    "letters.Letter.to_email": Text("where it goes", 254, GIVING_SIDE, "shape", YEAR),
    "letters.Letter.facts": Text("values of the template's fixed keys", None, GIVING_SIDE, "machine", YEAR),
    "letters.Letter.subject": Text("as it left", 200, GIVING_SIDE, "machine", YEAR),
    "letters.Letter.provider_id": Text("the provider's id", 200, GIVING_SIDE, "machine", YEAR),
    "letters.Letter.error": Text("why it did not leave", 200, GIVING_SIDE, "machine", YEAR),
    "letters.Attachment.says": Text("the receipt in plain words", None, GIVING_SIDE, "machine", YEAR),
    "letters.Attachment.content": Text("the receipt that went along", None, GIVING_SIDE, "machine", YEAR),
    "letters.Delivery.event_id": Text("the provider's id", 200, "nobody", "machine", YEAR),
    "letters.Suppression.email": Text("where mail does not arrive", 254, GIVING_SIDE, "shape", KEPT),
    "letters.OptOut.email": Text("who declined", 254, GIVING_SIDE, "shape", KEPT),
}
