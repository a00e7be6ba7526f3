"""Texts of accounts: who signs in."""

from core.texts.text import DAY, KEPT, LAW, Text

ACCOUNTS: dict[str, Text] = {
    "accounts.User.password": Text("password hash (Argon2)", 128, "nobody", "sealed", KEPT),
    "accounts.User.email": Text("user name", 254, "the person; administrator", "shape", KEPT),
    "accounts.User.name": Text("how we address the person", 200, "the person; administrator", "name", KEPT),
    "accounts.SignInCode.email": Text("where a code goes", 254, "nobody", "shape", DAY),
    "accounts.SignInCode.sealed": Text("the code until its letter is written", 200, "nobody", "sealed", DAY),
    "accounts.Organisation.legal_name": Text("letterhead", 200, "public", "name", KEPT),
    "accounts.Organisation.public_name": Text("masthead", 200, "public", "name", KEPT),
    "accounts.Organisation.address": Text(
        "the public postal address, a PO box", 400, "public", "address", KEPT
    ),
    "accounts.Organisation.email": Text("where donors write to", 254, "public", "shape", KEPT),
    "accounts.Organisation.website": Text("link on the letterhead", 200, "public", "shape", KEPT),
    "accounts.Organisation.logo_png": Text("letterhead", None, "public", "machine", KEPT),
    "accounts.Organisation.signature_png": Text("letterhead", None, "public", "machine", KEPT),
    "accounts.AuditEntry.before": Text(
        "non-secret values before", None, "administrator, privacy", "machine", LAW
    ),
    "accounts.AuditEntry.after": Text(
        "non-secret values after", None, "administrator, privacy", "machine", LAW
    ),
    "accounts.AuditEntry.reason": Text("why it was done", 200, "administrator, privacy", "shapes", LAW),
    "accounts.SavedView.query": Text(
        "the filters of a list, as its address has them", 1000, "staff", "name", KEPT
    ),
}
