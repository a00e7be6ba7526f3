"""The billing portal: its configurations and the one flow the product uses."""

from stripe_standin.errors import StripeError, invalid
from stripe_standin.ids import letters, new_id
from stripe_standin.listing import page
from stripe_standin.objects import methods
from stripe_standin.objects.common import Params, Routes, change, merged, plain_updates
from stripe_standin.store import Obj
from stripe_standin.world import World

CONFIGURATIONS = "/v1/billing_portal/configurations"


def features(asked: Params) -> Obj:
    """Every feature, on where it was asked for."""

    def on(name: str) -> bool:
        return bool(asked.get(name, {}).get("enabled", False))

    cancel = asked.get("subscription_cancel", {})
    return {
        "customer_update": {"allowed_updates": asked.get("customer_update", {}).get("allowed_updates") or [],
                            "enabled": on("customer_update")},
        "invoice_history": {"enabled": on("invoice_history")},
        "payment_method_update": {"enabled": on("payment_method_update"),
        "payment_method_configuration": None},
        "subscription_cancel": {"enabled": on("subscription_cancel"), "mode": cancel.get("mode",
        "at_period_end"),
                                "proration_behavior": "none",
                                "cancellation_reason": {"enabled": False, "options": []}},
        "subscription_pause": {"enabled": False, "duration": {"interval_options": [], "type": "indefinite"}},
        "subscription_update": {"enabled": on("subscription_update"), "default_allowed_updates": [],
                                "proration_behavior": "none", "products": [],
                                "schedule_at_period_end": {"conditions": []},
                                "trial_update_behavior": "continue_trial"},
    }  # fmt: skip


def create_configuration(world: World, _: str, params: Params) -> Obj:
    first = not list(world.store.all("billing_portal.configuration"))
    made = world.store.add("billing_portal.configuration", {
        "active": True, "business_profile": params.get("business_profile") or {}, "created": world.now(),
        "default_return_url": params.get("default_return_url") or None,
        "features": features(params["features"]),
        "is_default": first, "login_page": {"enabled": False}, "metadata": merged({}, params.get("metadata")),
        "name": params.get("name") or None, "updated": world.now(),
    })  # fmt: skip
    world.emit("billing_portal.configuration.created", made)
    return made


def update_configuration(world: World, identifier: str, params: Params) -> Obj:
    known = world.store.get("billing_portal.configuration", identifier)
    changes = plain_updates(params, known, ("active", "default_return_url", "name"))
    if "features" in params:
        changes["features"] = {
            **known["features"],
            **{
                name: value
                for name, value in features(params["features"]).items()
                if name in params["features"]
            },
        }
    return change(world, known, "billing_portal.configuration.updated", **changes)  # fmt: skip


def create_session(world: World, _: str, params: Params) -> Obj:
    customer = world.store.get("customer", params.get("customer", ""), "customer")
    known = list(world.store.all("billing_portal.configuration"))
    if "configuration" in params:
        configuration = world.store.get(
            "billing_portal.configuration", params["configuration"], "configuration"
        )
    elif known:
        configuration = known[0]
    else:
        raise invalid(
            "You can't create a portal session in test mode until you save your customer portal settings."
        )
    flow = params.get("flow_data")
    if flow and flow["type"] != "payment_method_update":
        message = "The stand-in's portal has the payment_method_update flow only"
        raise StripeError(message, status=501, kind="api_error")
    after = (flow or {}).get("after_completion", {"type": "portal_homepage"})
    identifier = new_id("billing_portal.session")
    session = world.store.add("billing_portal.session", {
        "id": identifier, "configuration": configuration["id"], "created": world.now(),
        "customer": customer["id"],
        "flow": {"type": flow["type"], "after_completion": after} if flow else None,
        "return_url": params.get("return_url"), "locale": params.get("locale"),
        "url": f"{world.base}/p/session/{identifier}?token={letters(16)}",
    })  # fmt: skip
    world.emit("billing_portal.session.created", session)
    return session


def new_card(world: World, session: Obj, entry: methods.Entry) -> None:
    """The donor gives another card or account: it becomes the customer's default."""
    use(world, world.store.get("customer", session["customer"]), methods.new(world, entry))


def use(world: World, customer: Obj, method: Obj) -> None:
    methods.attach_to(world, method, customer)
    settings = {**customer["invoice_settings"], "default_payment_method": method["id"]}
    change(world, customer, "customer.updated", invoice_settings=settings)
    if world.settings["portal_updates"] == "subscriptions":
        for subscription in world.store.of("subscription", "customer", customer["id"]):
            if subscription["status"] != "canceled":
                change(
                    world, subscription, "customer.subscription.updated", default_payment_method=method["id"]
                )


ROUTES: Routes = {
    ("POST", CONFIGURATIONS): create_configuration,
    ("GET", CONFIGURATIONS): lambda world, _, params: page(
        world, "billing_portal.configuration", params, CONFIGURATIONS
    ),
    ("GET", CONFIGURATIONS + "/{configuration}"): lambda world, identifier, _: world.store.get(
        "billing_portal.configuration", identifier
    ),
    ("POST", CONFIGURATIONS + "/{configuration}"): update_configuration,
    ("POST", "/v1/billing_portal/sessions"): create_session,
}
