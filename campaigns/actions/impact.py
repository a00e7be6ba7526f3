"""Counts of what gifts made possible: what is counted, and how many."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from campaigns.actions.trail import changed
from campaigns.models import Fund, ImpactFigure, ImpactMeasure

SHORTEST = 28  # days: what a week counts may be one person


class ImpactRefused(Exception):
    """The sentence is for the person."""


@dataclass(frozen=True)
class FigureFacts:
    """All that staff type of a count; `fund` None: of all funds together."""

    measure: ImpactMeasure
    fund: Fund | None
    since: date
    until: date
    value: int
    is_public: bool


@dataclass(frozen=True)
class MeasureFacts:
    """What is counted, as it ends a sentence: “people housed”."""

    name: str
    name_es: str = ""
    position: int = 0
    is_open: bool = True


def save_measure(*, measure_id: int | None, facts: MeasureFacts, by: User, now: datetime) -> ImpactMeasure:
    """Write down what is counted, anew or changed. Raises: ImpactRefused where it is counted already."""
    with transaction.atomic():
        measure = _locked_measure(measure_id) if measure_id else ImpactMeasure()
        before = {name: getattr(measure, name) for name in vars(facts)} if measure_id else {}
        for name, value in vars(facts).items():
            setattr(measure, name, value)
        try:
            with transaction.atomic():
                measure.save()
        except IntegrityError as error:
            raise ImpactRefused(_("This is counted already.")) from error
        old, new = changed(before, vars(facts))
        about = ("impact", str(measure.pk))
        record(actor=by, verb="measure.saved", about=about, now=now, before=old, after=new)
    return measure


def save_figure(*, figure_id: int | None, facts: FigureFacts, by: User, now: datetime) -> ImpactFigure:
    """Write a count down, anew or changed.

    Raises: ImpactRefused for days that are not over, fewer than 28, or counted already.
    """
    if (facts.until - facts.since).days + 1 < SHORTEST:
        raise ImpactRefused(_("Count at least four weeks: a few days may be one person."))
    with transaction.atomic():
        figure = _locked_figure(figure_id) if figure_id else ImpactFigure()
        before = _said(figure) if figure_id else {}
        for name, value in vars(facts).items():
            setattr(figure, name, value)
        figure.entered_by, figure.entered_at = by, now
        try:
            with transaction.atomic():
                figure.save()
        except IntegrityError as error:
            raise ImpactRefused(_("These days are counted already; change that count.")) from error
        old, new = changed(before, _said(figure))
        record(
            actor=by, verb="figure.saved", about=("impact", str(figure.pk)), now=now, before=old, after=new
        )
    return figure


def remove_figure(*, figure_id: int, by: User, now: datetime) -> None:
    """Take a count away; the trail keeps what it said. Twice is once."""
    with transaction.atomic():
        figure = ImpactFigure.objects.select_for_update(of=("self",)).filter(pk=figure_id).first()
        if figure is None:
            return
        said = _said(figure)
        figure.delete()
        record(actor=by, verb="figure.removed", about=("impact", str(figure_id)), now=now, before=said)


def _locked_measure(measure_id: int) -> ImpactMeasure:
    return ImpactMeasure.objects.select_for_update().get(pk=measure_id)


def _locked_figure(figure_id: int) -> ImpactFigure:
    return ImpactFigure.objects.select_for_update(of=("self",)).get(pk=figure_id)


def _said(figure: ImpactFigure) -> dict[str, str | int | bool | None]:
    return {
        "measure": figure.measure_id,
        "fund": figure.fund_id,
        "since": figure.since.isoformat(),
        "until": figure.until.isoformat(),
        "value": figure.value,
        "is_public": figure.is_public,
    }
