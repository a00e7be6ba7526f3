"""Addresses of receipts."""

from django.urls import path

from receipts.views import acts, audit, check, desk, download, exceptions, mine, posting, statements, year_end

app_name = "receipts"
urlpatterns = [
    path("receipts/check/", check.check, name="check"),
    path("receipts/check/<str:code>/", check.check_code, name="check_code"),
    path("my/receipts/", mine.mine, name="mine"),
    path("my/receipts/<int:receipt_id>/", mine.my_receipt, name="my_receipt"),
    path("my/receipts/<int:receipt_id>/copy/", mine.my_copy, name="my_copy"),
    path("my/receipts/<int:receipt_id>.pdf", download.download, name="download"),
    path("my/statements/<int:statement_id>.pdf", statements.statement, name="statement"),
    path("desk/receipts/", desk.receipt_list, name="list"),
    path("desk/receipts/audit/", audit.audit, name="audit"),
    path("desk/receipts/audit/<int:year>/", audit.audit_export, name="audit_export"),
    path("desk/receipts/exceptions/", exceptions.exceptions, name="exceptions"),
    path("desk/receipts/waiting/", posting.posting, name="waiting"),
    path("desk/receipts/waiting/print/", posting.take, name="print"),
    path("desk/receipts/waiting/mail/", posting.mail, name="mail_waiting"),
    path("desk/receipts/printed/<int:copy_id>.pdf", posting.printed, name="printed"),
    path("desk/receipts/household/<int:household_id>/", posting.household, name="household"),
    path("desk/receipts/<int:receipt_id>/void/", acts.void, name="void"),
    path("desk/receipts/<int:receipt_id>/replace/", acts.replace, name="replace"),
    path("desk/gifts/<uuid:gift_id>/receipt/lift/", acts.lift_hold, name="lift"),
    path("desk/gifts/<uuid:gift_id>/receipt/preview.pdf", acts.preview, name="preview"),
    path("desk/donors/<int:donor_id>/annual/<int:year>/", acts.annual, name="annual"),
    path("desk/receipts/<int:receipt_id>/", desk.receipt_page, name="page"),
    path("desk/receipts/<int:receipt_id>/paper/", download.desk_paper, name="paper"),
    path("desk/receipts/<int:receipt_id>/copy/", desk.copy, name="copy"),
    path("desk/statements/", statements.statement_list, name="statement_list"),
    path("desk/statements/<int:statement_id>/", statements.statement_page, name="statement_page"),
    path("desk/statements/<int:statement_id>.pdf", statements.paper, name="statement_paper"),
    path("desk/statements/<int:statement_id>/send/", statements.send, name="statement_send"),
    path("desk/statements/<int:statement_id>/renew/", statements.renew, name="statement_renew"),
    path("desk/year-end/", year_end.year_ends, name="year_ends"),
    path("desk/year-end/missing/", year_end.missing, name="year_end_missing"),
    path("desk/year-end/<int:year>/", year_end.year_end, name="year_end"),
    path("desk/year-end/<int:year>/start/", year_end.start, name="year_end_start"),
    path("desk/year-end/<int:year>/stop/", year_end.stop, name="year_end_stop"),
    path("desk/year-end/<int:year>/resume/", year_end.resume, name="year_end_resume"),
    path("desk/year-end/<int:year>/post/", year_end.post, name="year_end_post"),
    path("desk/year-end/<int:year>/draw/<int:donor_id>/", year_end.draw, name="statement_draw"),
    path("desk/year-end/posting/<int:copy_id>.pdf", year_end.posting_file, name="posting"),
]
