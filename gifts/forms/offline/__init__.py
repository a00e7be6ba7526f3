"""What staff type about a gift that did not come through a page of ours."""

from gifts.forms.offline.correcting import CorrectionSheet
from gifts.forms.offline.problems import Problem, problems_of
from gifts.forms.offline.reversing import ReverseForm
from gifts.forms.offline.sheet import KINDS, GiftSheet

__all__ = ["KINDS", "CorrectionSheet", "GiftSheet", "Problem", "ReverseForm", "problems_of"]
