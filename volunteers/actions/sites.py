"""Places by their labels: written and changed by coordinators, who never see a sealed address."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from campaigns.actions.trail import Facts, changed
from volunteers.models import Site


class SiteRefused(Exception):
    """The sentence is for the person; `field` is where it belongs."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class SiteFacts:
    """All that coordinators write about a place. A confidential one keeps no open address."""

    kind: str
    label: str
    zone: str
    district: str = ""
    address: str = ""
    is_open: bool = True


def create_site(*, facts: SiteFacts, actor: User, now: datetime) -> Site:
    """Write a new place down. Raises: SiteRefused when the label is taken."""
    return _save(Site(), facts, before={}, actor=actor, now=now)


def edit_site(*, site_id: int, facts: SiteFacts, actor: User, now: datetime) -> Site:
    """Change a place. One that becomes confidential loses its open address.

    Raises: SiteRefused when the label is taken, and for a confidential place that would stop being one:
    what was a secret may still be somebody's safety.
    """
    with transaction.atomic():
        site = Site.objects.select_for_update().get(pk=site_id)
        if site.is_confidential and facts.kind != Site.Kind.CONFIDENTIAL:
            raise SiteRefused(
                _("A confidential place stays one. Close it, and write a new place down instead."), "kind"
            )
        return _save(site, facts, before=_facts(site), actor=actor, now=now)


def _save(site: Site, facts: SiteFacts, *, before: Facts, actor: User, now: datetime) -> Site:
    for name, value in asdict(facts).items():
        setattr(site, name, value)
    if site.is_confidential:
        site.address = ""
    try:
        with transaction.atomic():
            site.save()
            gone, come = changed(before, _facts(site))
            verb = "site.edited" if before else "site.created"
            record(actor=actor, verb=verb, about=("site", str(site.pk)), now=now, before=gone, after=come)
    except IntegrityError as error:
        if "label" not in str(error):
            raise
        raise SiteRefused(_("Another place has this label already."), "label") from error
    return site


def _facts(site: Site) -> Facts:
    """What the audit trail keeps: never an address, since the place may become confidential."""
    return {
        "kind": site.kind,
        "label": site.label,
        "district": site.district,
        "zone": site.zone,
        "address": "there" if site.address else "none",
        "is_open": site.is_open,
    }
