"""What staff type of a pledge."""

from gifts.forms.pledges.pledge import PledgeSheet
from gifts.forms.pledges.reasons import CancelForm, PayForm, WriteOffForm
from gifts.forms.pledges.schedule import ScheduleSheet

__all__ = ["CancelForm", "PayForm", "PledgeSheet", "ScheduleSheet", "WriteOffForm"]
