"""The hosted pages a donor sees: Checkout, the bank's confirmation, the billing portal."""
