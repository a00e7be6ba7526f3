"""Who gives time, for what, when, and what became of it."""

from volunteers.models.agreements import Agreement, AgreementAcceptance, AgreementVersion
from volunteers.models.attendance import Attendance, ShiftKiosk
from volunteers.models.catalogue import CheckKind, Coverage, Program, Qualification, VolunteerRole
from volunteers.models.clearance import Clearance
from volunteers.models.hours import HoursEntry, HourValue
from volunteers.models.notices import Broadcast, CalendarFeed, Notice, TextMessage
from volunteers.models.people import (
    VOLUNTEER_SIDE,
    Availability,
    Away,
    GuardianConsent,
    HeldQualification,
    Team,
    Volunteer,
)
from volunteers.models.screening import Application, ApplicationEvent, Check, Interview, Reference
from volunteers.models.shifts import ClosedDay, Series, SeriesException, Shift
from volunteers.models.sign_ups import Handover, Override, SignUp, SignUpEvent, StandingPlace
from volunteers.models.sites import LocationReading, Lockdown, Site, SiteSecret
from volunteers.models.training import Course, TrainingPlace, TrainingRecord, TrainingSession

__all__ = [
    "VOLUNTEER_SIDE",
    "Agreement",
    "AgreementAcceptance",
    "AgreementVersion",
    "Application",
    "ApplicationEvent",
    "Attendance",
    "Availability",
    "Away",
    "Broadcast",
    "CalendarFeed",
    "Check",
    "CheckKind",
    "Clearance",
    "ClosedDay",
    "Course",
    "Coverage",
    "GuardianConsent",
    "Handover",
    "HeldQualification",
    "HourValue",
    "HoursEntry",
    "Interview",
    "LocationReading",
    "Lockdown",
    "Notice",
    "Override",
    "Program",
    "Qualification",
    "Reference",
    "Series",
    "SeriesException",
    "Shift",
    "ShiftKiosk",
    "SignUp",
    "SignUpEvent",
    "Site",
    "SiteSecret",
    "StandingPlace",
    "Team",
    "TextMessage",
    "TrainingPlace",
    "TrainingRecord",
    "TrainingSession",
    "Volunteer",
    "VolunteerRole",
]
