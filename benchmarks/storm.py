"""A long storm on real processes: gunicorn, two workers, the relay, `kill -9` at random; then both books.

    python -m benchmarks.storm --minutes 5 --seed 7

The acts and the comparison are those of `tests/storm`. Ends with 1 when anything differs, and says what.
"""

import argparse
import random
import sys
import time
from contextlib import ExitStack
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from benchmarks import ground
from benchmarks.data import call_truncate
from gifts.actions.sweep import sweep
from gifts.models import Gift, LedgerLine, StripeEvent
from tests.factories import make_campaign, make_organisation, make_user
from tests.standin.process import running_standin
from tests.storm.acts import act
from tests.storm.crew import do_what_is_left, kill_one, processes_at_work
from tests.storm.scene import Storm
from tests.storm.verdict import all_rows, broken_promises, our_money, stripes_money, unanswered_gifts
from tests.storm.weather import blow, clear_up, cloud_over, deliver_the_rest, trouble

STORM = 0  # a database of its own
PAUSE = 0.02


def main() -> None:
    """Let it rage, then judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    ground.use(STORM)
    call_truncate()
    make_organisation()
    port = ground.free_port()
    with ExitStack() as stack:
        site = f"http://127.0.0.1:{port}"
        hook = f"{site}/stripe/webhook/"
        standin = stack.enter_context(running_standin(webhook=hook, secret=ground.SECRET))
        settings.STRIPE_API_BASE = standin.base
        more = {"STRIPE_API_BASE": standin.base, "BIND": f"127.0.0.1:{port}", "SITE_URL": site}
        web = ("-m", "gunicorn", "-c", "deploy/gunicorn.py", "core.wsgi")
        stack.enter_context(ground.running(*web, size=STORM, ready=f"{site}/health/", more=more))
        storm = Storm(standin, random.Random(options.seed), [make_campaign(), make_campaign()], make_user())
        environment = ground.environment(STORM) | more
        workers = stack.enter_context(processes_at_work(environment, 2))
        storm.control("settings", capture_seconds=1)
        cloud_over(storm)
        end = time.monotonic() + options.minutes * 60
        while time.monotonic() < end:
            trouble(storm)
            act(storm)
            kill_one(workers, storm.chance, often=0.03)
            if storm.chance.random() < 0.4:
                blow(storm)
            time.sleep(PAUSE)
        killed = sum(worker.killed for worker in workers)
        deliver_the_rest(storm)
        storm.control("clock", advance=5)
        clear_up(storm)
        for worker in workers:
            worker.kill()
        print(f"{sum(storm.done.values())} acts, {killed} workers killed: {dict(sorted(storm.done.items()))}")
        wrong = judged(storm)
    print("\n".join(wrong) or "Both books are equal, and a second sweep changes nothing.")
    sys.exit(bool(wrong))


def judged(storm: Storm) -> list[str]:
    """Return what differs after one sweep; print what was compared."""
    now = timezone.now()
    began = time.monotonic()
    done = sweep(now=now)
    print(f"One sweep: {len(done.read)} roots read in {time.monotonic() - began:.1f} s.")
    ours, stripes = our_money(), stripes_money(storm.standin)
    print(f"{'':>14} {'ours':>9} {'Stripe':>9}")
    for part in ours:
        sizes = [len(books[part]) if part != "balance" else books[part] / 100 for books in (ours, stripes)]
        print(
            f"{part:>14} {sizes[0]:>9} {sizes[1]:>9}  {'equal' if ours[part] == stripes[part] else 'DIFFERS'}"
        )
    wrong = [f"{part} differ" for part in ours if ours[part] != stripes[part]]
    wrong += broken_promises(storm.standin)
    do_what_is_left(now)
    wrong += unanswered_gifts()
    before = all_rows()
    sweep(now=now + timedelta(minutes=5))
    after = all_rows()
    wrong += [f"a second sweep changes {table}" for table in before if before[table] != after[table]]
    wrong += storm.standin.read("broken")["broken"]
    print(
        f"{Gift.objects.count()} gifts, {LedgerLine.objects.count()} lines,"
        f" {StripeEvent.objects.count()} events."
    )
    return wrong


if __name__ == "__main__":
    main()
