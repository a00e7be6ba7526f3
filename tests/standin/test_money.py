"""Refunds, disputes, bank debits, payouts: the money that goes back and the money that goes out."""

import pytest
import stripe

from tests.standin.giving import DAY, charge_of, lines, paid, session
from tests.standin.process import StandIn

pytestmark = pytest.mark.enable_socket


def refund(client: stripe.StripeClient, intent: str, amount: int = 0) -> stripe.Refund:
    params: stripe.params.RefundCreateParams = {"payment_intent": intent}
    if amount:
        params["amount"] = amount
    return client.v1.refunds.create(params)


def balanced(standin: StandIn) -> bool:
    truth = standin.truth()
    return bool(truth["balance"] == truth["api_balance"] == sum(move["net"] for move in truth["moves"]))


def test_partial_refunds_add_up_to_the_whole_and_no_further(
    standin: StandIn, client: stripe.StripeClient
) -> None:
    intent = paid(standin, client, 10_000)
    refund(client, intent, 4_000)
    assert (charge_of(client, intent).amount_refunded, charge_of(client, intent).refunded) == (4_000, False)
    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded"):
        refund(client, intent, 6_001)
    refund(client, intent)
    assert (charge_of(client, intent).amount_refunded, charge_of(client, intent).refunded) == (10_000, True)
    with pytest.raises(stripe.InvalidRequestError) as caught:
        refund(client, intent)
    assert caught.value.code == "charge_already_refunded"
    assert balanced(standin)


def test_a_refund_can_fail_after_it_had_succeeded(standin: StandIn, client: stripe.StripeClient) -> None:
    intent = paid(standin, client, 10_000, card="4000000000005126")
    made = refund(client, intent)
    assert made.status == "succeeded"
    standin.control("clock", advance=61)
    read = client.v1.refunds.retrieve(made.id)
    assert (read.status, read.failure_reason) == ("failed", "unknown")
    assert lines(client, source=made.id) == [
        ("refund", -10_000, 0, -10_000), ("refund_failure", 10_000, 0, 10_000),
    ]  # fmt: skip
    assert charge_of(client, intent).amount_refunded == 0
    assert standin.truth()["payments"][intent]["refunded"] == 0
    assert balanced(standin)


def test_a_refund_can_be_pending_first(standin: StandIn, client: stripe.StripeClient) -> None:
    made = refund(client, paid(standin, client, card="4000000000007726"))
    assert made.status == "pending"
    standin.control("clock", advance=61)
    assert client.v1.refunds.retrieve(made.id).status == "succeeded"


def test_a_dispute_takes_amount_and_fee_and_a_win_returns_the_amount(
    standin: StandIn, client: stripe.StripeClient
) -> None:
    intent = paid(standin, client, 10_000)
    dispute = standin.control(f"dispute/{intent}")["id"]
    assert charge_of(client, intent).disputed
    with pytest.raises(stripe.InvalidRequestError) as caught:
        refund(client, intent)
    assert caught.value.code == "charge_disputed"
    standin.control(f"dispute/{dispute}/close", result="won")
    assert client.v1.disputes.retrieve(dispute).status == "won"
    assert lines(client, source=dispute) == [
        ("adjustment", -10_000, 1_500, -11_500), ("adjustment", 10_000, 0, 10_000),
    ]  # fmt: skip
    assert balanced(standin)


def test_a_lost_dispute_keeps_the_money_away(standin: StandIn, client: stripe.StripeClient) -> None:
    intent = paid(standin, client, 10_000)
    dispute = standin.control(f"dispute/{intent}")["id"]
    assert client.v1.disputes.close(dispute).status == "lost"
    assert standin.truth()["payments"][intent]["net"] == 9_680 - 11_500


def test_an_inquiry_moves_no_money_until_it_is_escalated(
    standin: StandIn, client: stripe.StripeClient
) -> None:
    intent = paid(standin, client, 10_000)
    inquiry = standin.control(f"dispute/{intent}", status="warning_needs_response")["id"]
    assert lines(client, source=inquiry) == []
    standin.control(f"dispute/{inquiry}/escalate")
    assert client.v1.disputes.retrieve(inquiry).status == "needs_response"
    assert lines(client, source=inquiry) == [("adjustment", -10_000, 1_500, -11_500)]


def test_a_closed_inquiry_has_moved_nothing(standin: StandIn, client: stripe.StripeClient) -> None:
    inquiry = standin.control(f"dispute/{paid(standin, client)}", status="warning_needs_response")["id"]
    standin.control(f"dispute/{inquiry}/close", result="lost")
    assert client.v1.disputes.retrieve(inquiry).status == "warning_closed"
    assert lines(client, source=inquiry) == []


def test_a_0259_card_is_disputed_by_itself(standin: StandIn, client: stripe.StripeClient) -> None:
    intent = paid(standin, client, card="4000000000000259")
    standin.control("clock", advance=2)
    found = client.v1.disputes.list({"payment_intent": intent}).data
    assert [d.status for d in found] == ["needs_response"]


def test_a_0259_card_is_not_disputed_by_itself_where_all_went_back_or_is_disputed_already(
    standin: StandIn, client: stripe.StripeClient
) -> None:
    standin.control("settings", dispute_seconds=3_600)
    returned, disputed = (paid(standin, client, card="4000000000000259") for _ in range(2))
    refund(client, returned)
    standin.control(f"dispute/{disputed}")
    standin.control("clock", advance=3_601)
    assert [d.payment_intent for d in client.v1.disputes.list().data] == [disputed]


def test_evidence_puts_a_dispute_under_review(standin: StandIn, client: stripe.StripeClient) -> None:
    dispute = standin.control(f"dispute/{paid(standin, client)}")["id"]
    read = client.v1.disputes.update(
        dispute, {"evidence": {"uncategorized_text": "A gift, with a receipt."}, "submit": True}
    )
    assert read.status == "under_review"


def test_an_early_fraud_warning_names_the_charge(standin: StandIn, client: stripe.StripeClient) -> None:
    intent = paid(standin, client)
    standin.control(f"fraud_warning/{intent}")
    found = client.v1.radar.early_fraud_warnings.list({"payment_intent": intent}).data
    assert [(w.charge, w.actionable) for w in found] == [(charge_of(client, intent).id, True)]


def test_a_bank_debit_is_processing_and_succeeds_some_days_later(
    standin: StandIn, client: stripe.StripeClient
) -> None:
    made = session(client, 10_000)
    intent = standin.control(f"pay/{made.id}", method="ach")["payment_intent"]
    read = client.v1.checkout.sessions.retrieve(made.id)
    assert (read.status, read.payment_status) == ("complete", "unpaid")
    assert client.v1.payment_intents.retrieve(intent).status == "processing"
    assert standin.truth()["payments"][intent]["paid"] is False
    standin.control("clock", advance=7 * DAY)
    assert client.v1.checkout.sessions.retrieve(made.id).payment_status == "paid"
    assert lines(client, source=charge_of(client, intent).id) == [("payment", 10_000, 80, 9_920)]


def test_the_fee_of_a_bank_debit_is_at_most_five_dollars(
    standin: StandIn, client: stripe.StripeClient
) -> None:
    intent = paid(standin, client, 100_000, method="ach")
    standin.control(f"ach/{intent}", result="succeed")
    assert lines(client, source=charge_of(client, intent).id) == [("payment", 100_000, 500, 99_500)]


def test_a_bank_debit_can_fail_while_processing(standin: StandIn, client: stripe.StripeClient) -> None:
    made = session(client)
    intent = standin.control(f"pay/{made.id}", method="ach", account="000222222227")["payment_intent"]
    standin.control("clock", advance=7 * DAY)
    assert client.v1.payment_intents.retrieve(intent).status == "requires_payment_method"
    assert client.v1.checkout.sessions.retrieve(made.id).payment_status == "unpaid"
    assert "checkout.session.async_payment_failed" in [e.type for e in client.v1.events.list().data]
    assert lines(client) == []


def test_a_returned_debit_is_a_dispute_lost_from_the_start(
    standin: StandIn, client: stripe.StripeClient
) -> None:
    intent = paid(standin, client, 10_000, method="ach")
    standin.control(f"ach/{intent}", result="succeed")
    dispute = standin.control(f"ach/{intent}", result="return")["id"]
    assert client.v1.disputes.retrieve(dispute).status == "lost"
    details = charge_of(client, intent).payment_method_details
    assert details is not None
    assert details.us_bank_account is not None
    mandate = client.v1.mandates.retrieve(str(details.us_bank_account.mandate))
    assert mandate.status == "inactive"
    assert balanced(standin)


def test_a_debit_that_fails_after_its_success_takes_the_money_back(
    standin: StandIn, client: stripe.StripeClient
) -> None:
    intent = paid(standin, client, 10_000, method="ach")
    standin.control(f"ach/{intent}", result="succeed")
    standin.control(f"ach/{intent}", result="fail")
    charge = charge_of(client, intent)
    assert charge.status == "failed"
    assert lines(client, source=charge.id) == [
        ("payment", 10_000, 80, 9_920), ("payment_failure_refund", -10_000, -80, -9_920),
    ]  # fmt: skip
    assert standin.truth()["balance"] == 0


def test_the_books_of_a_debit_may_be_written_while_it_is_processing(
    standin: StandIn, client: stripe.StripeClient
) -> None:
    standin.control("settings", ach_books="on_processing")
    intent = paid(standin, client, 10_000, method="ach")
    assert lines(client) == [("payment", 10_000, 80, 9_920)]
    standin.control(f"ach/{intent}", result="fail")
    assert lines(client)[1:] == [("payment_failure_refund", -10_000, -80, -9_920)]


def test_the_daily_payout_holds_what_became_available(standin: StandIn, client: stripe.StripeClient) -> None:
    paid(standin, client, 10_000)
    standin.control("clock", advance=9 * DAY)
    payout = client.v1.payouts.list().data[0]
    assert (payout.amount, payout.status, payout.reconciliation_status) == (9_680, "paid", "completed")
    inside = lines(client, payout=payout.id)
    assert inside == [("charge", 10_000, 320, 9_680), ("payout", -9_680, 0, -9_680)]
    assert [p["amount"] for p in standin.truth()["payouts"].values()] == [9_680]
    assert balanced(standin)


def test_a_payout_can_fail_after_it_was_paid(standin: StandIn, client: stripe.StripeClient) -> None:
    paid(standin, client, 10_000)
    standin.control("settings", payouts="manual")
    standin.control("clock", advance=5 * DAY)
    payout = standin.control("payout", arrive=True)["id"]
    assert client.v1.payouts.retrieve(payout).status == "paid"
    standin.control(f"payout/{payout}", result="failed")
    assert client.v1.payouts.retrieve(payout).status == "failed"
    assert [line[0] for line in lines(client, source=payout)] == ["payout", "payout_failure"]
    assert standin.truth()["balance"] == 9_680


def test_the_balance_tells_pending_from_available(standin: StandIn, client: stripe.StripeClient) -> None:
    standin.control("settings", payouts="manual")
    paid(standin, client, 10_000)
    balance = client.v1.balance.retrieve()
    assert (balance.pending[0].amount, balance.available[0].amount) == (9_680, 0)
    standin.control("clock", advance=5 * DAY)
    balance = client.v1.balance.retrieve()
    assert (balance.pending[0].amount, balance.available[0].amount) == (0, 9_680)
