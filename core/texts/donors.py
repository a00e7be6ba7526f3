"""Texts of donors: who gives."""

from core.texts.text import GIVING_SIDE, KEPT, LAW, Text

DONORS: dict[str, Text] = {
    "donors.Household.formal_greeting": Text("Mr. and Mrs. Lopez", 200, GIVING_SIDE, "name", KEPT),
    "donors.Household.informal_greeting": Text("Maria and Luis", 200, GIVING_SIDE, "name", KEPT),
    "donors.Donor.name": Text("who gave", 200, GIVING_SIDE, "name", LAW),
    "donors.Donor.email": Text("how we reach them", 254, GIVING_SIDE, "shape", LAW),
    "donors.Donor.other_emails": Text(
        "addresses of OtherEmail, for search", None, GIVING_SIDE, "machine", LAW
    ),
    "donors.OtherEmail.email": Text("whose gifts from it are", 254, GIVING_SIDE, "shape", KEPT),
    "donors.Note.text": Text("what staff learned of a donor", 500, GIVING_SIDE, "shapes", KEPT),
    "donors.Address.line1": Text("where post reaches a donor", 200, GIVING_SIDE, "address", LAW),
    "donors.Address.line2": Text("where post reaches a donor", 200, GIVING_SIDE, "address", LAW),
    "donors.Consent.wording": Text("the words they agreed to", 400, GIVING_SIDE, "machine", KEPT),
    "donors.DonorMerge.moved": Text("ids of rows, to undo a merge", None, "nobody", "machine", LAW),
    "donors.DonorMerge.stayed": Text("ids of rows that could not move", None, "nobody", "machine", LAW),
    "donors.DonorMerge.before": Text(
        "both records' columns before a merge, names included, to undo it; emptied when either is erased",
        *(None, "nobody", "machine", LAW),
    ),
    "donors.DonorMerge.after": Text(
        "both records' columns after a merge, to see what changed since; emptied when either is erased",
        *(None, "nobody", "machine", LAW),
    ),
    "donors.MergeRequest.choices": Text("whose value stays, by column", None, GIVING_SIDE, "machine", LAW),
    "donors.DuplicatePair.reasons": Text("codes of what is alike", None, GIVING_SIDE, "machine", KEPT),
}
