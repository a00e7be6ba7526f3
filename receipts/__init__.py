"""The receipts package."""
