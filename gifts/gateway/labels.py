"""What we write on Stripe's objects, to know them again: names in their metadata."""

CHECKOUT = "checkout"  # on session, payment and subscription: id of our Checkout
REFUND = "refund"  # on a refund: id of our Refund
FUND = "fund"  # on a product: code of our Fund
SITE = "site"  # on a webhook endpoint and a portal configuration: which installation made it
