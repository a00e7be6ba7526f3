"""The hosted pages: Checkout, the bank's confirmation, the portal."""

from html import escape
from urllib.parse import parse_qsl, urlsplit

from stripe_standin.api import Request, Response
from stripe_standin.errors import ContractBroken, StripeError
from stripe_standin.objects import paying, portal
from stripe_standin.pages import forms
from stripe_standin.pages.html import POLICY, STYLE, alert, document, money
from stripe_standin.store import Obj
from stripe_standin.world import World

HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def page(title: str, body: str, status: int = 200) -> Response:
    return Response(status, document(title, body), dict(HEADERS))


def see_other(address: str) -> Response:
    return Response(303, b"", {**HEADERS, "Location": address})


def answer(world: World, request: Request) -> Response:
    parts = urlsplit(request.target)
    if parts.path == "/style.css":
        return Response(200, STYLE.encode(), {"Content-Type": "text/css; charset=utf-8"})
    data = dict(parse_qsl(request.body.decode(errors="replace"), keep_blank_values=True))
    steps = parts.path.strip("/").split("/")
    with world.lock:
        world.run_due()
        try:
            if steps[:2] == ["c", "pay"] and len(steps) in (3, 4):
                session = world.store.get("checkout.session", steps[2])
                response = checkout(world, session, steps[3:], request.method, data)
            elif steps[:2] == ["p", "session"] and len(steps) == 3:
                session = world.store.get("billing_portal.session", steps[2])
                response = update_card(world, session, request.method, data)
            elif parts.path == "/":
                response = home(world)
            else:
                response = page("Not found", "<p>There is no such page here.</p>", 404)
        except StripeError as refused:
            response = page("Not found", f"<p>{escape(str(refused))}</p>", refused.status)
        except ContractBroken as broken:
            world.broken.append(str(broken))
            response = page("The stand-in failed", f"<p>{escape(str(broken))}</p>", 500)
        world.run_due()
    return response


def home(world: World) -> Response:
    sessions = [s for s in world.store.all("checkout.session") if s["status"] == "open"][-20:]
    rows = "".join(
        f'<li><a href="/c/pay/{s["id"]}">{money(s["amount_total"])}</a></li>' for s in reversed(sessions)
    )
    return page("Stripe stand-in", f"<p>API version {world.contract.version}.</p><h2>Open Checkout pages</h2>"
                f"<ul>{rows or '<li>none</li>'}</ul>")  # fmt: skip


def lines_of(world: World, session: Obj) -> str:
    lines = world.store.secret(session["id"])["lines"]
    rows = "".join(f"<li>{escape(one['description'])} – {money(one['amount_total'])}</li>" for one in lines)
    return f'<ul class="lines">{rows}</ul>'


def checkout(world: World, session: Obj, rest: list[str], method: str, data: dict[str, str]) -> Response:
    if session["status"] == "complete":
        return see_other(back_url(session))
    if session["status"] == "expired":
        link = back_link(session)
        return page(
            "This page has expired", f"<p>Your session has timed out. Nothing was charged.</p>{link}", 410
        )
    if rest == ["confirm"]:
        return confirm(world, session, method, data)
    if method != "POST":
        return form(world, session, "")
    try:
        outcome = paying.pay(world, session, forms.read_entry(data))
    except StripeError as refused:
        return form(world, session, str(refused), data)
    return after(world, session, outcome, data)


def after(world: World, session: Obj, outcome: paying.Outcome, data: dict[str, str]) -> Response:
    if outcome.state == "complete":
        return see_other(back_url(session))
    if outcome.state == "confirm":
        return see_other(f"/c/pay/{session['id']}/confirm")
    return form(world, session, outcome.message, data)


def back_url(session: Obj) -> str:
    return str(session["success_url"]).replace("{CHECKOUT_SESSION_ID}", session["id"])


def back_link(session: Obj) -> str:
    if not session["cancel_url"]:
        return ""
    return f'<p><a href="{escape(session["cancel_url"], quote=True)}">Back, without paying</a></p>'


def form(world: World, session: Obj, error: str, data: dict[str, str] | None = None) -> Response:
    """The Checkout page. Card data is never shown again, other fields are."""
    monthly = session["mode"] == "subscription"
    verb = (
        "Subscribe"
        if monthly
        else {"donate": "Donate", "book": "Book"}.get(session["submit_type"] or "", "Pay")
    )
    email = session["customer_email"] or (data or {}).get("email", "")
    fields = forms.payment_fields(email, bool(session["customer_email"]))
    amount = money(session["amount_total"])
    return page(f"{verb} {amount}", f"""{back_link(session)}{alert(error)}
{lines_of(world, session)}
<p class="total">{amount}{" now and on each renewal" if monthly else ""}</p>
<form method="post" action="/c/pay/{session["id"]}" novalidate>{fields}
<button type="submit">{verb} {amount}</button></form>""", 402 if error else 200)  # fmt: skip


def confirm(world: World, session: Obj, method: str, data: dict[str, str]) -> Response:
    """The donor's bank asks (3-D Secure)."""
    if method == "POST":
        outcome = paying.answer_bank(world, session, confirmed=data.get("answer") == "complete")
        return after(world, session, outcome, data)
    return page("Your bank asks you to confirm", f"""
<p>This stands in for the page of the donor's bank (3-D Secure).</p>
<p class="total">{money(session["amount_total"])}</p>
<form method="post" action="/c/pay/{session["id"]}/confirm">
<button type="submit" name="answer" value="complete">Complete</button>
<button type="submit" name="answer" value="fail" class="second">Fail</button></form>""")  # fmt: skip


def update_card(world: World, session: Obj, method: str, data: dict[str, str]) -> Response:
    """The portal's page for another card or account."""
    home_link = ""
    if session["return_url"]:
        home_link = f'<p><a href="{escape(session["return_url"], quote=True)}">Return without changes</a></p>'
    error = ""
    if method == "POST":
        try:
            portal.new_card(world, session, forms.read_entry(data))
        except StripeError as refused:
            error = str(refused)
        else:
            flow = session["flow"] or {"after_completion": {"type": "portal_homepage"}}
            target = flow["after_completion"].get("redirect") or {"return_url": session["return_url"]}
            if target["return_url"]:
                return see_other(target["return_url"])
            return page("Saved", "<p>Your new payment method is used from now on.</p>")
    customer = world.store.get("customer", session["customer"])
    return page("Change how you pay", f"""{home_link}{alert(error)}
<form method="post" action="/p/session/{session["id"]}" novalidate>
{forms.payment_fields(customer["email"] or "", True)}
<button type="submit">Save</button></form>""", 402 if error else 200)  # fmt: skip
