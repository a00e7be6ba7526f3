"""Every operation and every piece of due work, by name."""

from stripe_standin.objects import (
    billing,
    catalog,
    charges,
    checkout,
    customers,
    disputes,
    endpoints,
    invoices,
    methods,
    money,
    outcomes,
    payments,
    payouts,
    portal,
    refunds,
    renewals,
)
from stripe_standin.objects.common import Routes
from stripe_standin.world import Action

ROUTES: Routes = {
    **billing.ROUTES,
    **catalog.ROUTES,
    **charges.ROUTES,
    **checkout.ROUTES,
    **customers.ROUTES,
    **disputes.ROUTES,
    **endpoints.ROUTES,
    **invoices.ROUTES,
    **methods.ROUTES,
    **money.ROUTES,
    **payments.ROUTES,
    **payouts.ROUTES,
    **portal.ROUTES,
    **refunds.ROUTES,
}

AGENDA: dict[str, Action] = {
    "ach_settles": outcomes.settles_due,
    "cancel_subscription": renewals.cancel_due,
    "capture": charges.capture_due,
    "collect_invoice": renewals.collect_due,
    "dispute_opens": disputes.dispute_due,
    "expire_session": checkout.expire_due,
    "finalize_invoice": renewals.finalize_due,
    "fraud_warning": disputes.fraud_warning_due,
    "funds_available": money.funds_available,
    "payout_arrives": payouts.arrive,
    "payout_day": payouts.daily,
    "refund_settles": refunds.settle_due,
    "renew": renewals.renew_due,
    "resume_collection": renewals.resume_due,
    "retry_invoice": renewals.retry_due,
}
