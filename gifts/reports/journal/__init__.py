"""The journal: double entry from the ledger, month by month, open or closed."""
