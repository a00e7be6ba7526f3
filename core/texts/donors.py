"""Texts of donors: who gives."""

from core.texts.text import GIVING_SIDE, KEPT, LAW, Text

IMPORTERS = "who works with what is in the file: fundraiser, finance, coordinator, administrator"
UNDOABLE = "14 days unless written, then 90 days in which it can be undone"

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
    "donors.Import.header": Text("names of a file's columns", None, IMPORTERS, "name", KEPT),
    "donors.Import.samples": Text(
        "a file's first rows, to name its columns", None, IMPORTERS, "machine", "14 days"
    ),
    "donors.Import.mapping": Text("numbers of columns by field", None, IMPORTERS, "machine", KEPT),
    "donors.Import.counts": Text("numbers of rows", None, IMPORTERS, "machine", KEPT),
    "donors.Import.failure": Text("code of a sentence", None, IMPORTERS, "machine", KEPT),
    "donors.ImportPart.content": Text("the file as it came", None, "nobody", "machine", "14 days"),
    "donors.ImportRow.title": Text("what a row is about", 200, IMPORTERS, "machine", UNDOABLE),
    "donors.ImportRow.values": Text(
        "what a row says, each text guarded when it is read", None, IMPORTERS, "machine", UNDOABLE
    ),
    "donors.ImportRow.problems": Text("codes of sentences", None, IMPORTERS, "machine", UNDOABLE),
    "donors.ImportRow.doubts": Text("ids of records that it may be", None, IMPORTERS, "machine", UNDOABLE),
    "donors.ImportRow.before": Text("what stood before, to undo it", None, IMPORTERS, "machine", UNDOABLE),
    "donors.ImportRow.after": Text("what was written, to undo it", None, IMPORTERS, "machine", UNDOABLE),
    "donors.ImportRow.made": Text("ids of rows made along with it", None, "nobody", "machine", UNDOABLE),
    "donors.ImportMapping.mapping": Text("names of columns by field", None, IMPORTERS, "machine", KEPT),
}
