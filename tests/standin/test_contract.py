"""The contract the stand-in keeps to is the one of the installed library."""

import json

import pytest
import stripe

from stripe_standin.build_contract import build, dump
from stripe_standin.contract import PATH, Contract
from stripe_standin.errors import ContractBroken
from tests.standin.giving import session
from tests.standin.process import StandIn

pytestmark = pytest.mark.enable_socket


def test_the_contract_names_the_installed_library_and_its_api_version() -> None:
    kept = json.loads(PATH.read_text())["x-origin"]
    assert (kept["version"], kept["api_version"]) == (stripe.VERSION, stripe.api_version)


def test_a_rebuild_from_the_installed_library_gives_the_kept_contract() -> None:
    assert dump(build()) == PATH.read_text()


def test_an_object_against_the_contract_is_refused() -> None:
    with pytest.raises(ContractBroken, match=r"refund\.status"):
        Contract().fill("refund", {"id": "re_1", "amount": 1, "created": 1, "currency": "usd", "status": 7})


def test_an_object_with_an_unknown_field_is_refused() -> None:
    with pytest.raises(ContractBroken, match=r"refund\.wish: is not in the contract"):
        Contract().fill("refund", {"id": "re_1", "amount": 1, "created": 1, "currency": "usd", "wish": 1})


def refused(client: stripe.StripeClient, **more: object) -> stripe.InvalidRequestError:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        session(client, **more)  # type: ignore[arg-type] # wrong on purpose
    return caught.value


def test_an_unknown_parameter_is_refused_as_stripe_refuses_it(client: stripe.StripeClient) -> None:
    error = refused(client, payment_method_types=["card"])
    assert (error.http_status, error.code, error.param) == (400, "parameter_unknown", "payment_method_types")


def test_a_nested_unknown_parameter_is_named_with_its_path(client: stripe.StripeClient) -> None:
    error = refused(client, payment_intent_data={"colour": "red"})
    assert error.param == "payment_intent_data[colour]"


def test_a_missing_parameter_is_refused(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.products.create({})  # type: ignore[typeddict-item] # wrong on purpose
    assert (caught.value.code, caught.value.param) == ("parameter_missing", "name")


def test_a_value_outside_the_list_is_refused(client: stripe.StripeClient) -> None:
    assert refused(client, submit_type="give").param == "submit_type"


def test_amounts_below_fifty_cents_are_refused(client: stripe.StripeClient) -> None:
    assert refused(client, amount=49).code == "amount_too_small"


def test_what_stripe_has_and_the_stand_in_has_not_is_a_501(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.APIError) as caught:
        client.v1.coupons.list()
    assert caught.value.http_status == 501


def test_what_stripe_has_not_is_a_404(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.raw_request("get", "/v1/wishes")
    assert caught.value.http_status == 404


def test_another_api_version_is_refused(standin: StandIn) -> None:
    client = stripe.StripeClient(
        "sk_test_x", base_addresses={"api": standin.base}, stripe_version="2020-08-27"
    )
    with pytest.raises(stripe.InvalidRequestError, match="version"):
        client.v1.customers.list()


def test_a_live_key_is_refused(standin: StandIn) -> None:
    client = stripe.StripeClient("sk_live_x", base_addresses={"api": standin.base})
    with pytest.raises(stripe.AuthenticationError, match="live"):
        client.v1.customers.list()


def test_an_expansion_that_does_not_exist_is_refused(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        client.v1.charges.list({"expand": ["data.wishes"]})


def test_too_much_metadata_is_refused(client: stripe.StripeClient) -> None:
    assert refused(client, metadata={f"k{n}": "v" for n in range(51)}).param == "metadata"


def test_what_the_path_names_is_a_404_and_what_a_parameter_names_a_400(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.customers.retrieve("cus_none")
    assert (caught.value.http_status, caught.value.code) == (404, "resource_missing")
    error = refused(client, customer="cus_none")
    assert (error.http_status, error.code, error.param) == (400, "resource_missing", "customer")
