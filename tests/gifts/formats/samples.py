"""Files as the programs write them: their real headers, their mess, and invented people."""

from pathlib import Path

FOLDER = Path(__file__).parent / "files"
NAMES = (
    *("stripe_payments", "stripe_payments_old", "stripe_balance", "stripe_history", "paypal", "givewp"),
    *("civicrm", "benevity", "fidelity"),
)
FILES = {name: (FOLDER / f"{name}.csv").read_text() for name in NAMES}
# as Benevity hands it out: with the lines before the names of its columns
REPORT = (FOLDER / "benevity_report.csv").read_bytes()
