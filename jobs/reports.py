"""How work stands: what health, doctor and desk ask."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min

from jobs.models import Heartbeat, Job

PARTS = ("relay", "worker")
SILENT_AFTER = timedelta(minutes=1)
LATE_AFTER = timedelta(minutes=2)


@dataclass(frozen=True)
class Standing:
    """Seconds since each part showed itself (None: never) and since the oldest waiting job fell due."""

    silent_for: dict[str, float | None]
    late_by: float
    dead: int

    @property
    def silent(self) -> list[str]:
        """The parts that should have shown themselves."""
        limit = SILENT_AFTER.total_seconds()
        return [name for name, seconds in self.silent_for.items() if seconds is None or seconds > limit]

    @property
    def is_late(self) -> bool:
        """Whether work waits longer than it may."""
        return self.late_by > LATE_AFTER.total_seconds()


def standing(now: datetime) -> Standing:
    """Return how work stands; four index probes."""
    beats = dict(Heartbeat.objects.filter(name__in=PARTS).values_list("name", "beat_at"))
    # publish_at is the index; a job that is due and was sent is looked at again a minute later
    due = Job.objects.filter(state=Job.State.WAITING, run_at__lte=now, publish_at__lte=now + SILENT_AFTER)
    oldest = due.aggregate(at=Min("run_at"))["at"]
    return Standing(
        silent_for={name: (now - beats[name]).total_seconds() if name in beats else None for name in PARTS},
        late_by=max((now - oldest).total_seconds(), 0.0) if oldest else 0.0,
        dead=Job.objects.dead().count(),
    )
