"""Payment methods: test cards, bank accounts, mandates."""

import hashlib
from dataclasses import dataclass

from stripe_standin.errors import invalid
from stripe_standin.listing import page
from stripe_standin.objects.common import Params, Routes, change, plain_updates
from stripe_standin.store import Obj
from stripe_standin.world import World

# Stripe's test numbers and how each behaves. Source: SEMANTICS.md, "Test cards".
CARDS = {
    "4242424242424242": "ok",
    "5555555555554444": "ok",
    "378282246310005": "ok",
    "4000000000000002": "generic_decline",
    "4000000000009995": "insufficient_funds",
    "4000000000000069": "expired_card",
    "4000000000000127": "incorrect_cvc",
    "4000002500003155": "ask",
    "4000000000000341": "charge_fails",
    "4000000000000259": "dispute",
    "4000000000005423": "early_fraud_warning",
    "4000000000005126": "refund_fails",
    "4000000000007726": "refund_pending",
}
# Bank accounts (routing 110000000) and how each behaves.
BANKS = {"000123456789": "ok", "000222222227": "insufficient_funds", "000333333335": "debit_not_authorized"}
TOKENS = {"pm_card_visa": "4242424242424242", "pm_card_visa_chargeDeclined": "4000000000000002",
          "pm_card_chargeCustomerFail": "4000000000000341"}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """What somebody typed into a payment form."""

    kind: str = "card"  # or us_bank_account
    number: str = "4242424242424242"
    month: int = 12
    year: int = 2034
    name: str = ""
    email: str = ""
    postal: str = ""
    country: str = "US"


def brand(number: str) -> str:
    return {"5": "mastercard", "3": "amex"}.get(number[:1], "visa")


def fingerprint(number: str) -> str:
    return hashlib.sha256(number.encode()).hexdigest()[:16]


def new(world: World, entry: Entry) -> Obj:
    """A payment method from a form. Raises StripeError for a number that is no test number."""
    number = entry.number.replace(" ", "").replace("-", "")
    known = CARDS if entry.kind == "card" else BANKS
    if number not in known:
        raise invalid(
            "Your card number is not a test number this stand-in knows.", "number", "incorrect_number"
        )
    details: Obj
    if entry.kind == "card":
        details = {"card": {
            "brand": brand(number), "checks": {"cvc_check": "pass", "address_postal_code_check": "pass"},
            "country": "US", "display_brand": brand(number), "exp_month": entry.month, "exp_year": entry.year,
            "fingerprint": fingerprint(number), "funding": "credit", "last4": number[-4:],
            "networks": {"available": [brand(number)]}, "three_d_secure_usage": {"supported": True},
        }}  # fmt: skip
    else:
        details = {"us_bank_account": {
            "account_holder_type": "individual", "account_type": "checking", "bank_name": "STRIPE TEST BANK",
            "fingerprint": fingerprint(number), "last4": number[-4:], "routing_number": "110000000",
            "networks": {"preferred": "ach", "supported": ["ach"]},
        }}  # fmt: skip
    address = {"postal_code": entry.postal or None, "country": entry.country}
    return world.store.add("payment_method", {
        "billing_details": {"address": address, "email": entry.email or None, "name": entry.name or None},
        "created": world.now(), "type": entry.kind, **details,
    }, private={"behaviour": known[number]})  # fmt: skip


def attach_to(world: World, method: Obj, customer: Obj) -> None:
    if method["customer"] != customer["id"]:
        world.store.set(method, customer=customer["id"])
        world.emit("payment_method.attached", method)


def new_mandate(world: World, method: Obj, currency: str, amount: int, *, lasting: bool) -> Obj:
    single: Obj = {"type": "single_use", "single_use": {"amount": amount, "currency": currency}}
    many: Obj = {"type": "multi_use", "multi_use": {}}
    return world.store.add("mandate", {
        "customer_acceptance": {"accepted_at": world.now(), "type": "online", "online": {
            "ip_address": "127.0.0.1", "user_agent": "stand-in"}},
        "payment_method": method["id"], "status": "active",
        "payment_method_details": {"type": "us_bank_account",
        "us_bank_account": {"collection_method": "paper"}},
        **(many if lasting else single),
    })  # fmt: skip


def attach(world: World, identifier: str, params: Params) -> Obj:
    customer = world.store.get("customer", params.get("customer", ""), "customer")
    if identifier in TOKENS:
        method = new(world, Entry(number=TOKENS[identifier]))
    else:
        method = world.store.get("payment_method", identifier, "payment_method")
    attach_to(world, method, customer)
    return method


def detach(world: World, identifier: str, _: Params) -> Obj:
    method = world.store.get("payment_method", identifier, "payment_method")
    return change(world, method, "payment_method.detached", customer=None)


def update(world: World, identifier: str, params: Params) -> Obj:
    method = world.store.get("payment_method", identifier, "payment_method")
    return change(world, method, "payment_method.updated", **plain_updates(params, method, ()))


ROUTES: Routes = {
    ("GET", "/v1/payment_methods"): lambda world, _, params: page(
        world, "payment_method", params, "/v1/payment_methods"
    ),
    ("GET", "/v1/payment_methods/{payment_method}"): lambda world, identifier, _: world.store.get(
        "payment_method", identifier, "payment_method"
    ),
    ("POST", "/v1/payment_methods/{payment_method}"): update,
    ("POST", "/v1/payment_methods/{payment_method}/attach"): attach,
    ("POST", "/v1/payment_methods/{payment_method}/detach"): detach,
    ("GET", "/v1/mandates/{mandate}"): lambda world, identifier, _: world.store.get("mandate", identifier),
}
