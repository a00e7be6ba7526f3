"""What goes wrong on purpose."""

import re
import threading
from dataclasses import asdict, dataclass

KINDS = {
    "lose_answer",  # the effect happens, the connection breaks
    "conflict",  # 409 before any effect
    "rate_limit",  # 429 before any effect
    "error_before",  # 500 before any effect
    "error_after",  # 500 after the effect; the key keeps that 500, as at Stripe
    "slow",  # answers `ms` later, before the effect
    "slow_after",  # answers `ms` later, after the effect
    "refuse_connection",  # the connection breaks before any effect
}


@dataclass
class Fault:
    kind: str
    method: str
    path: str  # regular expression, searched for in the path
    times: int  # how many requests it still hits; -1 for ever
    ms: int = 0


class Faults:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.waiting: list[Fault] = []
        self.hits = 0

    def add(self, fault: Fault) -> None:
        if fault.kind not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(sorted(KINDS))}")
        re.compile(fault.path)
        with self.lock:
            self.waiting.append(fault)

    def take(self, method: str, path: str) -> Fault | None:
        with self.lock:
            for fault in self.waiting:
                if fault.method in ("*", method) and re.search(fault.path, path):
                    fault.times -= fault.times > 0
                    if fault.times == 0:
                        self.waiting.remove(fault)
                    self.hits += 1
                    return fault
        return None

    def clear(self) -> None:
        with self.lock:
            self.waiting.clear()
            self.hits = 0

    def dump(self) -> dict[str, object]:
        with self.lock:
            return {"waiting": [asdict(fault) for fault in self.waiting], "hits": self.hits}
