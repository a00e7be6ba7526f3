"""The one door to text messages: a function that the setting TEXT_BACKEND names. No provider is built in.

A provider's function takes an `Outgoing` and returns when the provider took it. It raises TextUnavailable
when a later attempt may work, TextRefused when none will, and NumberStopped when the person answered STOP:
from then on their reminders come by mail. `docs/texts.md` shows one.
"""

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from core.shield import refuse_leak

CONSOLE = "volunteers.gateway.print_text"
# ten digits of North America's plan: neither area nor exchange begins with 0 or 1
NANP = re.compile(r"[2-9]\d\d[2-9]\d{6}")
ABROAD = re.compile(r"[2-9]\d{7,14}")


class TextUnavailable(Exception):
    """The provider could not take the message now; trying again later may help."""


class TextRefused(Exception):
    """The provider will never take this message."""


class NumberStopped(TextRefused):
    """Whoever has this number answered STOP."""


class BadPhone(ValueError):
    """A number that no text message reaches. Its text is a sentence for the person."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True)
class Outgoing:
    """A message ready to leave. `key` stays the same at each attempt, so that a provider can tell."""

    key: str
    phone: str
    words: str


def send_text(message: Outgoing) -> None:
    """Hand a message to the backend.

    Raises: TextUnavailable, TextRefused, NumberStopped; LeakRefused for words that tell a confidential place.
    """
    refuse_leak(message.words, "texts")
    backend: Callable[[Outgoing], None] = import_string(settings.TEXT_BACKEND)
    backend(message)


def print_text(message: Outgoing) -> None:
    """Show a message on the console instead of sending it; all but the number's end is masked."""
    sys.stdout.write(f"[text message to •••{message.phone[-2:]}] {message.words}\n")
    sys.stdout.flush()


def texts_leave() -> bool:
    """Whether text messages reach anybody: in production the console does not."""
    return bool(settings.TEXT_BACKEND) and not (settings.PRODUCTION and settings.TEXT_BACKEND == CONSOLE)


def e164(typed: str) -> str:
    """Return a phone number as +15185550142. Ten digits are a number of North America's.

    Raises: BadPhone.
    """
    is_abroad = typed.strip().startswith(("+", "00"))
    if re.search(r"[^\d\s()+./-]", typed):
        raise BadPhone(_("A phone number has digits only, like 518-555-0142."))
    digits = re.sub(r"\D", "", typed).removeprefix("00" if is_abroad else "")
    if digits.startswith("1") or not is_abroad:
        local = digits.removeprefix("1")
        if NANP.fullmatch(local):
            return f"+1{local}"
        raise BadPhone(_("A phone number has ten digits, like 518-555-0142; numbers abroad begin with +."))
    if ABROAD.fullmatch(digits):
        return f"+{digits}"
    raise BadPhone(_("This phone number is too short or too long. Write it like +52 55 5555 0142."))
