"""Files as the programs write them: their real headers, their mess, and invented people."""

from pathlib import Path

FOLDER = Path(__file__).parent / "files"
NAMES = (
    *("stripe_payments", "stripe_payments_old", "stripe_balance", "stripe_history", "paypal", "givewp"),
    *("civicrm", "benevity", "fidelity"),
)
FILES = {name: (FOLDER / f"{name}.csv").read_text() for name in NAMES}
SUBSCRIPTIONS = {
    name: (FOLDER / f"{name}.csv").read_text()
    for name in ("stripe_subscriptions", "givewp_subscriptions", "paypal_subscriptions")
}
# as PayPal hands it out: in UTF-16, with heads before the names of its columns
AGREEMENTS = (
    '"RH","2026/11/29 03:00:00 -0800","A","ACCOUNT","2"\r\n"FH","01"\r\n'
    '"SH","2026/11/28 00:00:00 -0800","2026/11/28 23:59:59 -0800","ACCOUNT",""\r\n'
    + SUBSCRIPTIONS["paypal_subscriptions"]
).encode("utf-16")
# as Benevity hands it out: with the lines before the names of its columns
REPORT = (FOLDER / "benevity_report.csv").read_bytes()
