"""The form that takes a test card or a test bank account, and what was typed into it."""

import re

from stripe_standin.errors import StripeError
from stripe_standin.objects.methods import Entry
from stripe_standin.pages.html import field

TEST_CARDS = [
    ("4242 4242 4242 4242", "succeeds"),
    ("4000 0000 0000 0002", "is declined"),
    ("4000 0000 0000 9995", "has insufficient funds"),
    ("4000 0025 0000 3155", "asks the bank to confirm"),
    ("4000 0000 0000 0341", "can be saved; charges fail"),
    ("4000 0000 0000 0259", "is disputed afterwards"),
    ("4000 0000 0000 5126", "refund fails later"),
    ("4000 0000 0000 7726", "refund is pending first"),
]


def table() -> str:
    rows = "".join(f"<tr><td>{number}</td><td>{what}</td></tr>" for number, what in TEST_CARDS)
    return (
        "<details><summary>Test numbers</summary><table><thead><tr><th scope='col'>Card</th>"
        f"<th scope='col'>What happens</th></tr></thead><tbody>{rows}</tbody></table>"
        "<p>Any future date, any three digits. Bank: 000123456789 succeeds, 000222222227 fails.</p></details>"
    )


def payment_fields(email: str, fixed_email: bool) -> str:
    """Both methods without script: a choice, and the fields of each."""
    readonly = "readonly" if fixed_email else ""
    return f"""
{field("email", "Email", value=email, kind="email", more=f'autocomplete="email" required {readonly}')}
<fieldset><legend>Pay with</legend>
<div class="choice"><input type="radio" id="by-card" name="method" value="card" checked>
<label for="by-card">Card</label></div>
<div class="choice"><input type="radio" id="by-bank" name="method" value="us_bank_account">
<label for="by-bank">US bank account (ACH) – takes some days to be confirmed</label></div>
</fieldset>
<fieldset class="by-card"><legend>Card</legend>
{
        field(
            "number",
            "Card number",
            hint="Try 4242 4242 4242 4242",
            more='inputmode="numeric" autocomplete="off"',
        )
    }
<div class="pair">{field("expiry", "Expiry (MM / YY)", more='autocomplete="off" placeholder="12 / 34"')}
{field("cvc", "Security code", more='inputmode="numeric" autocomplete="off"')}</div>
</fieldset>
<fieldset class="by-bank"><legend>US bank account</legend>
{field("account", "Account number", hint="Try 000123456789", more='inputmode="numeric" autocomplete="off"')}
</fieldset>
{field("name", "Full name", more='autocomplete="name"')}
{field("postal", "Postal code", more='autocomplete="postal-code"')}
{table()}
"""


def read_entry(data: dict[str, str]) -> Entry:
    """Raises StripeError with a sentence for the donor."""
    name, email, postal = (data.get(part, "").strip() for part in ("name", "email", "postal"))
    if data.get("method") == "us_bank_account":
        account = re.sub(r"\D", "", data.get("account", ""))
        if not account:
            raise StripeError("Please type an account number, for example 000123456789.")
        return Entry(kind="us_bank_account", number=account, name=name, email=email, postal=postal)
    number = re.sub(r"\D", "", data.get("number", ""))
    if not number:
        raise StripeError("Your card number is incomplete.")
    expiry = re.fullmatch(r"\s*(\d{1,2})\s*/?\s*(\d{2}|\d{4})\s*", data.get("expiry", ""))
    if expiry is None or not 1 <= int(expiry[1]) <= 12:
        raise StripeError("Your card's expiration date is incomplete.")
    if not re.fullmatch(r"\d{3,4}", data.get("cvc", "").strip()):
        raise StripeError("Your card's security code is incomplete.")
    year = 2000 + int(expiry[2]) % 100
    return Entry(number=number, month=int(expiry[1]), year=year, name=name, email=email, postal=postal)
