"""Statements: the list and one's story on the desk, and the paper, a donor's own or for the staff."""

import django_filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person, signed_in, staff
from core.paging import keyset_page
from donors.models import Donor
from letters.models import Letter
from receipts.actions.statement_mail import SendingRefused, record_download, send_again
from receipts.actions.statements import StatementRefused, reissue
from receipts.models import Statement
from receipts.papers import statement_paper
from receipts.reports.exceptions import changed, emptied
from receipts.views.desk import ANY, READERS, SENDERS

SAFE = ("GET", "HEAD")


class StatementFilter(django_filters.FilterSet):
    """What the list can be narrowed to; stands in the address."""

    q = django_filters.CharFilter(method="search", label=lazy("Number or donor"))
    year = django_filters.NumberFilter(label=lazy("Year"))
    status = django_filters.ChoiceFilter(
        choices=Statement.Status.choices, empty_label=ANY, label=lazy("Status")
    )

    class Meta:
        model = Statement
        fields = ("q",)

    def search(self, statements: QuerySet[Statement], _name: str, words: str) -> QuerySet[Statement]:
        """By number, else by the donor."""
        if words.strip().upper().startswith("S-"):
            return statements.filter(number=words.strip().upper()[:40])
        return statements.filter(donor__in=Donor.objects.containing(words[:100]).values("pk"))


@signed_in
def statement(request: HttpRequest, statement_id: int) -> HttpResponse:
    """One's own paper. Another person's answers 404 whatever the method, also to staff."""
    found = get_object_or_404(Statement.objects.of(person(request)), pk=statement_id)
    if request.method not in SAFE:
        return HttpResponseNotAllowed(SAFE)
    return _file(request, found)


@staff(*READERS)
@require_safe
def paper(request: HttpRequest, statement_id: int) -> HttpResponse:
    """The paper, for the staff."""
    return _file(request, get_object_or_404(Statement.objects.visible_to(person(request)), pk=statement_id))


@staff(*READERS)
@require_safe
def statement_list(request: HttpRequest) -> HttpResponse:
    """All statements, newest first."""
    statements = Statement.objects.visible_to(person(request)).select_related("donor")
    chosen = StatementFilter(request.GET, queryset=statements.defer("pdf", "snapshot"))
    page = keyset_page(request, chosen.qs, field="issued_at")
    context = {"filter": chosen, "page": page, "count": chosen.qs.order_by().count()}
    return render(request, "receipts/statements.html", context)


@staff(*READERS)
@require_safe
def statement_page(request: HttpRequest, statement_id: int) -> HttpResponse:
    """One statement: what it says, its versions, which letters carried it, who has copies, what changed."""
    user = person(request)
    found = get_object_or_404(
        Statement.objects.visible_to(user).defer("pdf").select_related("donor", "replaces"), pk=statement_id
    )
    letters = Letter.objects.visible_to(user).filter(about_kind="statement", about_id=str(found.pk))
    same = {"pk": found.pk}
    context = {
        "statement": found,
        "replaced_by": Statement.objects.filter(replaces=found).defer("pdf", "snapshot").first(),
        "is_changed": changed(found.year).filter(**same).exists(),
        "is_emptied": emptied(found.year).filter(**same).exists(),
        "lines": found.lines.select_related("gift", "receipt_line__receipt__series").order_by("pk"),
        "copies": found.copies.select_related("made_by").order_by("-made_at"),
        "letters": letters.order_by("created_at"),
        "may_act": found.status == Statement.Status.CURRENT and bool(user.roles & set(SENDERS)),
    }
    return render(request, "receipts/statement.html", context)


@staff(*SENDERS)
@require_POST
def send(request: HttpRequest, statement_id: int) -> HttpResponse:
    """Mail it once more."""
    found = _known(request, statement_id)
    try:
        send_again(statement_id=found.pk, by=person(request), now=timezone.now())
    except SendingRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is on its way to the donor."))
    return redirect("receipts:statement_page", statement_id=found.pk)


@staff(*SENDERS)
@require_POST
def renew(request: HttpRequest, statement_id: int) -> HttpResponse:
    """Let a new version take its place, or withdraw it."""
    found = _known(request, statement_id)
    try:
        new = reissue(statement_id=found.pk, by=person(request), now=timezone.now())
    except StatementRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("receipts:statement_page", statement_id=found.pk)
    if new.pk == found.pk:
        messages.success(request, _("It is withdrawn: nothing of it stands any more."))
    else:
        messages.success(request, _("A new version took its place. It goes the donor's usual way."))
    return redirect("receipts:statement_page", statement_id=new.pk)


def _known(request: HttpRequest, statement_id: int) -> Statement:
    return get_object_or_404(Statement.objects.visible_to(person(request)).only("pk"), pk=statement_id)


def _file(request: HttpRequest, found: Statement) -> HttpResponse:
    content = statement_paper(found)
    record_download(statement=found, by=person(request), now=timezone.now())
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="summary-{found}.pdf"'
    return response
