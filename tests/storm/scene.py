"""What a storm has at hand: the stand-in, chance, and who there is to act."""

import json
import random
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from campaigns.models import Campaign
from tests.standin.process import StandIn


@dataclass
class Storm:
    """One storm: where Stripe is, what chance says, who and what there is to act on."""

    standin: StandIn
    chance: random.Random
    campaigns: list[Campaign]
    staff: User
    done: dict[str, int] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)  # inquiries: they move nothing

    def control(self, path: str, /, **data: Any) -> Any:
        """What a control of the stand-in answers; None when it refuses. A failure of its own rises."""
        request = urllib.request.Request(
            f"{self.standin.base}/_test/{path}",
            json.dumps(data).encode(),
            {"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.loads(answer.read())
        except urllib.error.HTTPError as refused:
            if refused.code >= 500:
                raise
            return None

    def one_of(self, kind: str) -> str:
        """The id of a payment, subscription or payout at Stripe, or one that nobody has."""
        return str(self.chance.choice([*self.standin.truth()[kind], f"{kind}_none"]))

    def one_moved(self, prefix: str) -> str:
        """The id of a refund (re) or dispute (du) at Stripe, or of one that nobody has."""
        moved = {move["about"] for move in self.standin.truth()["moves"]} | set(self.asked)
        return self.chance.choice(
            sorted(one for one in moved if one.startswith(prefix)) or [f"{prefix}_none"]
        )
