"""Lost answers, refusals, slowness; and the idempotency keys that make up for them."""

import threading
import time

import pytest
import stripe

from tests.standin.process import StandIn

pytestmark = pytest.mark.enable_socket
CUSTOMERS = r"^/v1/customers$"


def count(client: stripe.StripeClient) -> int:
    return len(client.v1.customers.list().data)


def create(client: stripe.StripeClient, key: str, name: str = "Ann") -> stripe.Customer:
    return client.v1.customers.create({"name": name}, {"idempotency_key": key})


def test_a_repeated_key_gives_the_first_answer_again(client: stripe.StripeClient) -> None:
    first, second = create(client, "k1"), create(client, "k1")
    assert (first.id, count(client)) == (second.id, 1)
    assert second.last_response is not None
    assert second.last_response.headers["idempotent-replayed"] == "true"
    assert first.last_response is not None
    assert "idempotent-replayed" not in first.last_response.headers


def test_a_key_with_other_parameters_is_refused(client: stripe.StripeClient) -> None:
    create(client, "k1")
    with pytest.raises(stripe.IdempotencyError) as caught:
        create(client, "k1", "Bo")
    assert caught.value.http_status == 400
    assert count(client) == 1


def test_a_refusal_of_the_parameters_is_not_kept_under_the_key(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        client.raw_request("post", "/v1/customers", nam="Ann", idempotency_key="k1")
    assert create(client, "k1").name == "Ann"


def test_a_key_is_forgotten_after_a_day(standin: StandIn, client: stripe.StripeClient) -> None:
    first = create(client, "k1")
    standin.control("clock", advance=86_500)
    assert create(client, "k1").id != first.id


def test_a_key_still_at_work_is_a_conflict(standin: StandIn, client: stripe.StripeClient) -> None:
    standin.control("faults", kind="slow_after", method="POST", path=CUSTOMERS, ms=600)
    slow = threading.Thread(target=create, args=(standin.client(), "k1"))
    slow.start()
    deadline = time.monotonic() + 5
    while count(client) == 0:
        assert time.monotonic() < deadline
    with pytest.raises(stripe.StripeError, match="in-progress") as caught:
        create(client, "k1")
    slow.join()
    assert caught.value.http_status == 409
    assert count(client) == 1


def test_a_lost_answer_has_had_its_effect_and_the_key_finds_it(
    standin: StandIn, client: stripe.StripeClient
) -> None:
    standin.control("faults", kind="lose_answer", method="POST", path=CUSTOMERS)
    with pytest.raises(stripe.APIConnectionError):
        create(client, "k1")
    assert count(client) == 1
    assert create(client, "k1").name == "Ann"
    assert count(client) == 1


def test_the_library_repeats_a_lost_answer_by_itself(standin: StandIn) -> None:
    standin.control("faults", kind="lose_answer", method="POST", path=CUSTOMERS)
    client = standin.client(retries=2)
    assert client.v1.customers.create({"name": "Ann"}).name == "Ann"
    assert count(client) == 1


def test_a_broken_connection_before_the_effect_changes_nothing(
    standin: StandIn, client: stripe.StripeClient
) -> None:
    standin.control("faults", kind="refuse_connection", method="POST", path=CUSTOMERS)
    with pytest.raises(stripe.APIConnectionError):
        create(client, "k1")
    assert count(client) == 0


@pytest.mark.parametrize(("kind", "status"), [("conflict", 409), ("rate_limit", 429), ("error_before", 500)])
def test_a_refusal_before_the_effect_changes_nothing_and_passes(
    standin: StandIn, client: stripe.StripeClient, kind: str, status: int
) -> None:
    standin.control("faults", kind=kind, method="POST", path=CUSTOMERS, times=2)
    for _ in range(2):
        with pytest.raises(stripe.StripeError) as caught:
            create(client, "k1")
        assert caught.value.http_status == status
    assert count(client) == 0
    assert create(client, "k1").name == "Ann"


def test_an_error_after_the_effect_is_kept_under_its_key(
    standin: StandIn, client: stripe.StripeClient
) -> None:
    standin.control("faults", kind="error_after", method="POST", path=CUSTOMERS)
    for _ in range(2):
        with pytest.raises(stripe.APIError):
            create(client, "k1")
    assert count(client) == 1


def test_a_slow_request_takes_its_time(standin: StandIn, client: stripe.StripeClient) -> None:
    standin.control("faults", kind="slow", method="POST", path=CUSTOMERS, ms=200)
    started = time.monotonic()
    create(client, "k1")
    assert time.monotonic() - started >= 0.2


def test_reads_can_be_slow_all_along(standin: StandIn, client: stripe.StripeClient) -> None:
    standin.control("settings", read_latency_ms=50)
    started = time.monotonic()
    count(client)
    count(client)
    assert time.monotonic() - started >= 0.1


def test_faults_can_be_listed_and_taken_back(standin: StandIn, client: stripe.StripeClient) -> None:
    standin.control("faults", kind="rate_limit", path=CUSTOMERS, times=-1)
    assert standin.read("faults")["waiting"][0]["times"] == -1
    standin.control("faults/clear")
    assert count(client) == 0


def test_many_clients_at_once_make_one_customer_per_key(
    standin: StandIn, client: stripe.StripeClient
) -> None:
    barrier = threading.Barrier(8)
    made: list[str] = []

    def work(number: int) -> None:
        mine = standin.client(retries=3)
        barrier.wait()
        made.append(create(mine, f"k{number % 2}").id)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 8
    assert len(set(made)) == count(client) == 2
