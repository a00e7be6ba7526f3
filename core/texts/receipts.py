"""Texts of receipts: what we certify."""

from core.texts.text import GIVING_SIDE, LAW, TIME_SIDE, Text

RECEIPTS: dict[str, Text] = {
    "receipts.Receipt.snapshot": Text(
        "everything the paper says; of a volunteer's expenses, services as staff typed them",
        None,
        f"{GIVING_SIDE}; of a letter about expenses {TIME_SIDE}",
        "shapes",
        LAW,
    ),
    "receipts.Receipt.pdf": Text("the paper", None, GIVING_SIDE, "machine", LAW),
    "receipts.ReceiptWording.text": Text("thanks on papers", 400, "public", "shapes", LAW),
    "receipts.ReceiptWording.text_es": Text("the same in Spanish", 400, "public", "shapes", LAW),
    "receipts.Statement.snapshot": Text("everything the paper says", None, GIVING_SIDE, "machine", LAW),
    "receipts.Statement.pdf": Text("the paper", None, GIVING_SIDE, "machine", LAW),
}
