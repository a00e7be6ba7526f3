"""Who may serve when: one judgement for a single sign-up, for thousands, and for the timeline on the desk."""

from volunteers.gates.coverage import CoverageState, coverage_of
from volunteers.gates.judging import is_cleared, judge_many, refusals
from volunteers.gates.timeline import Span, clearance_spans, lacks_on, reasons_of
from volunteers.gates.words import Gate, Refusal, told

__all__ = [
    "CoverageState",
    "Gate",
    "Refusal",
    "Span",
    "clearance_spans",
    "coverage_of",
    "is_cleared",
    "judge_many",
    "lacks_on",
    "reasons_of",
    "refusals",
    "told",
]
