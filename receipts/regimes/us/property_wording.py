"""The words about what is not money: goods, vehicles, a volunteer's costs. None of them tells a value."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from receipts.regimes.regime import Said, Sentence, Thing


def _thing(said: Said) -> Thing:
    """Return what was given. Raises: ValueError where nobody described it."""
    if said.gift.thing is None:
        raise ValueError("nobody described what was given")
    return said.gift.thing


def _what(thing: Thing) -> str:
    if thing.shares is None:
        return thing.description
    return _("%(shares)s shares of %(issuer)s (%(description)s)") % {
        "shares": f"{thing.shares.normalize():f}",
        "issuer": thing.issuer,
        "description": thing.description,
    }


def _property(said: Said) -> str:
    thing = _thing(said)
    words = {"what": _what(thing), "day": said.day(said.gift.given_on), "place": thing.place}
    if thing.place:
        return _("You gave: %(what)s. Date: %(day)s. Place: %(place)s.") % words
    return _("You gave: %(what)s. Date: %(day)s.") % words


def _value_is_the_donors(said: Said) -> str:
    return _("Its value is for you to determine; this receipt does not state one.")


def _vehicle(said: Said) -> str:
    thing = _thing(said)
    return _("You gave: %(what)s. Identification number: %(vin)s. Date of the contribution: %(day)s.") % {
        "what": thing.description,
        "vin": thing.vin,
        "day": said.day(said.gift.given_on),
    }


def _donor_number(said: Said) -> str:
    """A line to fill in by hand: we keep nobody's taxpayer number."""
    return _("Donor, named above. Taxpayer identification number: %(line)s") % {"line": "_" * 24}


def _sale(said: Said) -> str:
    thing = _thing(said)
    return _(
        "We certify that the vehicle was sold on %(day)s in an arm's length transaction between unrelated "
        "parties."
    ) % {"day": said.day(thing.sold_on or said.gift.given_on)}


def _proceeds(said: Said) -> str:
    thing = _thing(said)
    if thing.proceeds is None:
        raise ValueError("a sale has its proceeds")
    return _("Gross proceeds of the sale: %(amount)s.") % {"amount": said.money(thing.proceeds)}


def _limited_to_proceeds(said: Said) -> str:
    return _("The deductible amount may not exceed the gross proceeds of the sale.")


def _use(said: Said) -> str:
    thing = _thing(said)
    return _(
        "We certify that we intend to make significant use of the vehicle (%(use)s) for %(months)s months."
    ) % {"use": thing.use_note, "months": thing.use_months}


def _improvement(said: Said) -> str:
    return _("We certify that we intend to improve the vehicle materially: %(work)s.") % {
        "work": _thing(said).use_note or _("a major repair or addition")
    }


def _no_transfer(said: Said) -> str:
    return _(
        "We certify that the vehicle will not be transferred in exchange for money, other property, or "
        "services before completion of that use or improvement."
    )


def _needy(said: Said) -> str:
    return _(
        "We certify that the vehicle will be given, or sold at a price well below its fair market value, "
        "to a needy person, in direct furtherance of our charitable purpose of relieving people who are "
        "poor, distressed or underprivileged and in need of a means of transportation."
    )


def _attach(said: Said) -> str:
    return _(
        "For a deduction of more than $500, attach this acknowledgment to your tax return. It gives the "
        "information of Form 1098-C."
    )


def _another_follows(said: Said) -> str:
    return _(
        "This paper does not support a deduction of more than $500. The acknowledgment that does will "
        "follow when we know what becomes of the vehicle: after a sale, within 30 days of it."
    )


def _services(said: Said) -> str:
    thing = _thing(said)
    words = {"services": thing.description.rstrip(".")}
    if thing.first_on is None or thing.last_on is None:
        return (
            _("You served us as a volunteer: %(services)s. You had costs of your own for these services.")
            % words
        )
    words |= {"first": said.day(thing.first_on), "last": said.day(thing.last_on)}
    if thing.first_on == thing.last_on:
        return (
            _(
                "On %(first)s you served us as a volunteer: %(services)s. You had costs of your own for "
                "these services."
            )
            % words
        )
    return (
        _(
            "From %(first)s to %(last)s you served us as a volunteer: %(services)s. You had costs of your "
            "own for these services."
        )
        % words
    )


def _not_reimbursed(said: Said) -> str:
    return _("We provided no goods or services to reimburse you for those costs, in whole or in part.")


PROPERTY_SENTENCES: Mapping[str, Sentence] = {
    "property_description": _property,
    "value_is_the_donors": _value_is_the_donors,
    "vehicle": _vehicle,
    "donor_name_and_tin": _donor_number,
    "sale_certification": _sale,
    "gross_proceeds": _proceeds,
    "deduction_limited_to_proceeds": _limited_to_proceeds,
    "intended_use_and_duration": _use,
    "material_improvement": _improvement,
    "no_transfer_before_completion_certification": _no_transfer,
    "needy_certification": _needy,
    "attach": _attach,
    "vehicle_paper_follows": _another_follows,
    "services_description": _services,
    "goods_services_reimbursement_statement": _not_reimbursed,
}
