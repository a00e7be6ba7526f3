"""Whether the papers of this house prove themselves, as the doctor asks."""

from datetime import datetime, timedelta

from django.conf import settings

from accounts.models import Regime
from accounts.organisation import the_organisation
from core.certificate import BadCertificate, read_certificate
from core.clock import legal_day
from receipts.regimes.limits import limits_of

SOON = timedelta(days=30)


def papers_stand(now: datetime) -> tuple[str, str]:
    """Return what is so with the papers, and the remedy where something can be done."""
    if amiss := _certificate_amiss(now):
        return amiss
    if not settings.RECEIPT_SIGNING_KEYS:
        return (
            "Receipts are not signed: nobody can tell ours from a forgery by the file alone.",
            "Set RECEIPT_SIGNING_KEYS to 32 random bytes in base64; papers of before are signed, too.",
        )
    organisation = the_organisation()
    year = legal_day(now, organisation.zone).year
    if organisation.regime == Regime.UNITED_STATES and limits_of(year) is None:
        return (
            f"Receipts are signed. The limits of {year} for small benefits are unknown, so all are told.",
            "",
        )
    return "Receipts are signed.", ""


def _certificate_amiss(now: datetime) -> tuple[str, str] | None:
    """What is wrong with the certificate that signs in the file, or will be soon; None where all is well."""
    if not settings.RECEIPT_CERTIFICATE:
        return None
    try:
        certificate = read_certificate(
            settings.RECEIPT_CERTIFICATE, settings.RECEIPT_CERTIFICATE_PASSWORD, now=now
        )
    except BadCertificate as wrong:
        return "No paper can be made: the certificate does not sign.", str(wrong)
    if certificate.ends_at - now < SOON:
        says = f"The certificate that signs papers ends on {certificate.ends_at:%Y-%m-%d}."
        return says, "Get a new one, set RECEIPT_CERTIFICATE to it, and start anew."
    return None
