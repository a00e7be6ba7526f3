"""What refuses to start. The settings end with it, so that no command, worker or page gets past."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

from core.encryption import BadKey, read_keys
from core.money import ZERO_DECIMAL

DEVELOPMENT_SECRET = "development-only-" + "0" * 48  # refused in production
DEVELOPMENT_KEY = "MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA="  # 32 zeros; refused in production
STRIPE = "https://api.stripe.com"
OFF = "off"
# where everyone, or everyone who reads the log, sees every letter, codes to sign in among them
OPEN_MAIL = ("letters.mailbox.DemoMailbox", "django.core.mail.backends.console.EmailBackend")


@dataclass(frozen=True)
class Start:
    """The settings that can make a start dangerous."""

    production: bool
    debug: bool
    site_url: str
    secret_keys: tuple[str, ...]
    encryption_keys: tuple[str, ...]
    location_keys: tuple[str, ...]
    signing_keys: tuple[str, ...]
    database_name: str
    stripe_key: str
    stripe_base: str
    webhook_secrets: tuple[str, ...]
    budgets: str
    currency: str
    mail_backend: str
    mail_provider: str
    mail_webhook_secret: str
    certificate_fault: str

    @property
    def is_live(self) -> bool:
        """Whether the Stripe key moves real money."""
        return self.stripe_key.startswith(("sk_live_", "rk_live_"))


Rule = tuple[Callable[[Start], bool], str]

RULES: tuple[Rule, ...] = (
    (lambda s: s.production and s.debug, "DEBUG shows internals to strangers. Unset DEBUG in production."),
    (
        lambda s: s.production and any(key.startswith("development-only-") for key in s.secret_keys),
        "DJANGO_SECRET_KEY is the development key that everyone knows. Set your own.",
    ),
    (
        lambda s: s.production and any(len(key) < 50 for key in s.secret_keys),
        "DJANGO_SECRET_KEY is short enough to guess. Set one of 50 characters or more.",
    ),
    (
        lambda s: s.production and DEVELOPMENT_KEY in (*s.encryption_keys, *s.location_keys, *s.signing_keys),
        "ENCRYPTION_KEYS, LOCATION_KEYS or RECEIPT_SIGNING_KEYS hold the development key that everyone knows."
        " Set your own.",
    ),
    (lambda s: not s.encryption_keys, "ENCRYPTION_KEYS is empty, so no second factor could be kept."),
    (
        lambda s: bool(set(s.encryption_keys) & set(s.location_keys)),
        "ENCRYPTION_KEYS and LOCATION_KEYS share a key. Locations need one of their own.",
    ),
    (
        lambda s: bool({*s.encryption_keys, *s.location_keys} & set(s.signing_keys)),
        "RECEIPT_SIGNING_KEYS shares a key with what seals secrets. Signatures need one of their own.",
    ),
    (
        lambda s: not _readable((*s.encryption_keys, *s.location_keys, *s.signing_keys)),
        "ENCRYPTION_KEYS, LOCATION_KEYS and RECEIPT_SIGNING_KEYS must be 32 random bytes each, in base64.",
    ),
    (
        lambda s: s.production and not s.site_url.startswith("https://"),
        "SITE_URL is not https, so sign-ins could be read on the way. Set it to your https address.",
    ),
    (
        lambda s: bool(s.stripe_key) and (s.production or s.is_live) and not s.webhook_secrets,
        "STRIPE_WEBHOOK_SECRETS is empty, so nobody could tell Stripe's messages from forged ones.",
    ),
    (
        lambda s: s.is_live and s.stripe_base.rstrip("/") != STRIPE,
        "A live Stripe key is set, and STRIPE_API_BASE would send it to another host. Unset one of them.",
    ),
    (lambda s: s.is_live and s.debug, "A live Stripe key is set while DEBUG is on. Unset one of them."),
    (
        lambda s: s.is_live and s.database_name.startswith("test_"),
        "A live Stripe key is set for a test database. Unset STRIPE_SECRET_KEY.",
    ),
    (
        lambda s: s.is_live and s.budgets == OFF,
        "GIVING_BUDGETS=off would let card testers use a live Stripe key. Set it to 1.",
    ),
    (
        lambda s: not _is_scale(s.budgets),
        "GIVING_BUDGETS must be a number above zero, like 1 or 2.5, or off.",
    ),
    (
        lambda s: s.currency in ZERO_DECIMAL or len(s.currency) != 3 or not s.currency.islower(),
        "CURRENCY must be a code of three small letters, of a currency with hundredths, like usd.",
    ),
    (
        lambda s: s.production and s.mail_backend in OPEN_MAIL,
        "Letters would be open to everyone. Set EMAIL_URL to your mail server, or ANYMAIL_PROVIDER.",
    ),
    (
        lambda s: bool(s.mail_provider) and ":" not in s.mail_webhook_secret,
        "ANYMAIL_WEBHOOK_SECRET is missing, so anyone could report bounces. Set it to user:password.",
    ),
)


def refusals(start: Start) -> list[str]:
    """Return why these settings must not start, a sentence each with its remedy; empty when they may."""
    found = [sentence for is_broken, sentence in RULES if is_broken(start)]
    return [*found, start.certificate_fault] if start.certificate_fault else found


def refuse(start: Start) -> None:
    """End the start if it is dangerous. Raises: ImproperlyConfigured with every reason."""
    if sentences := refusals(start):
        raise ImproperlyConfigured("This will not start:\n" + "\n".join(f"  - {one}" for one in sentences))


def _readable(keys: tuple[str, ...]) -> bool:
    try:
        read_keys(keys)
    except BadKey:
        return False
    return True


def _is_scale(budgets: str) -> bool:
    if budgets == OFF:
        return True
    whole, _, fraction = budgets.partition(".")
    return (
        (whole + fraction).isdecimal()
        and budgets.isascii()
        and any(digit in "123456789" for digit in budgets)
    )
