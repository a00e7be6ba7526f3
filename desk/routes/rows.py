"""What a row of the table says, who the personas are, and which of them go together."""

from dataclasses import dataclass

from django.urls import ResolverMatch

from accounts.models import Role

WITHOUT_ROLE = ("anonymous", "donor", "volunteer")
PERSONAS = (*WITHOUT_ROLE, *Role.values)

Admitted = frozenset[str]
ALL: Admitted = frozenset(PERSONAS)
SIGNED_IN: Admitted = ALL - {"anonymous"}
NOBODY: Admitted = frozenset()
STAFF: Admitted = frozenset(Role.values)
ADMINISTRATORS: Admitted = frozenset({"administrator"})
MONEY: Admitted = frozenset({"administrator", "finance"})
GIVING: Admitted = frozenset({"administrator", "finance", "fundraiser", "read_only"})
DONORS: Admitted = GIVING | {"privacy"}
MONEY_READERS: Admitted = MONEY | {"read_only"}
FUNDRAISERS: Admitted = frozenset({"administrator", "fundraiser"})
GIVING_HANDS: Admitted = frozenset({"administrator", "finance", "fundraiser"})

COORDINATORS: Admitted = frozenset({"administrator", "coordinator"})
SCREENERS: Admitted = frozenset({"administrator", "screening"})
TIME: Admitted = frozenset({"administrator", "coordinator", "screening", "read_only"})
TIME_HANDS: Admitted = frozenset({"administrator", "coordinator", "screening"})
LOCATION_KEEPERS: Admitted = frozenset({"administrator", "privacy"})

READ = frozenset({"GET"})
WRITE = frozenset({"POST"})
BOTH = READ | WRITE


@dataclass(frozen=True)
class Row:
    """What is expected of a route. HEAD goes with GET and is not listed.

    What a route that `is_own` names belongs to one person: all others get 404, whatever their method.
    """

    methods: frozenset[str]
    admits: Admitted
    is_own: bool = False


@dataclass(frozen=True)
class Found:
    """A route of the resolver."""

    path: str
    match: ResolverMatch

    @property
    def name(self) -> str:
        """Its name, with its namespaces."""
        return self.match.view_name
