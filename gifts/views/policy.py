"""The rules for giving, and the switch that stops it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person, staff
from accounts.models import Role
from gifts.actions.defence import pause_giving, resume_giving
from gifts.actions.policy import edit_policy
from gifts.forms.policy import PolicyForm, initial_of
from gifts.models import GivingPolicy


@staff(Role.FINANCE, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def policy(request: HttpRequest) -> HttpResponse:
    """Limits, the fee that donors may cover, the words on their statements."""
    stands = GivingPolicy.objects.select_related("paused_by").filter(pk=1).first() or GivingPolicy(pk=1)
    form = PolicyForm(request.POST or None, initial=initial_of(stands))
    if request.method == "POST" and form.is_valid():
        edit_policy(facts=form.facts(), by=person(request), now=timezone.now())
        messages.success(request, _("Saved. The next form that a donor opens follows these rules."))
        return redirect("gifts:policy")
    return render(request, "gifts/policy.html", {"policy": stands, "form": form})


@staff(Role.FINANCE, Role.ADMINISTRATOR)
@require_POST
def pause(request: HttpRequest) -> HttpResponse:
    """Take no gifts on the site."""
    pause_giving(by=person(request), now=timezone.now())
    messages.warning(
        request, _("Giving is paused. Every campaign page says so; nothing typed there is lost.")
    )
    return redirect("gifts:policy")


@staff(Role.FINANCE, Role.ADMINISTRATOR, recent=True)
@require_POST
def resume(request: HttpRequest) -> HttpResponse:
    """Take gifts again."""
    resume_giving(by=person(request), now=timezone.now())
    messages.success(request, _("Giving is open again."))
    return redirect("gifts:policy")
