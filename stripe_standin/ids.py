"""Identifiers in Stripe's shape."""

import secrets
import string

ALPHABET = string.ascii_letters + string.digits

PREFIX = {
    "balance_transaction": "txn",
    "billing_portal.configuration": "bpc",
    "billing_portal.session": "bps",
    "charge": "ch",
    "checkout.session": "cs_test",
    "customer": "cus",
    "dispute": "du",
    "event": "evt",
    "invoice": "in",
    "invoice_payment": "inpay",
    "item": "li",
    "line_item": "il",
    "mandate": "mandate",
    "payment_intent": "pi",
    "payment_method": "pm",
    "payout": "po",
    "price": "price",
    "product": "prod",
    "radar.early_fraud_warning": "issfr",
    "refund": "re",
    "setup_intent": "seti",
    "subscription": "sub",
    "subscription_item": "si",
    "webhook_endpoint": "we",
}


def letters(count: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(count))


def new_id(kind: str) -> str:
    return f"{PREFIX[kind]}_{letters(58 if kind == 'checkout.session' else 24)}"
