"""Addresses of donors' records, households, notes, tags and tasks on the desk."""

from django.urls import path

from donors.views import emails, households, notes, postal, records, relations, tags, tasks

HERE = "desk/donors/<int:donor_id>/"
urlpatterns = [
    path("desk/donors/new/", records.donor_new, name="donor_new"),
    path(f"{HERE}edit/", records.donor_edit, name="donor_edit"),
    path(f"{HERE}emails/new/", emails.email_add, name="email_add"),
    path(f"{HERE}emails/<int:email_id>/remove/", emails.email_remove, name="email_remove"),
    path(f"{HERE}emails/<int:email_id>/lead/", emails.email_lead, name="email_lead"),
    path(f"{HERE}addresses/new/", postal.postal_new, name="postal_new"),
    path(f"{HERE}addresses/<int:address_id>/", postal.postal_edit, name="postal_edit"),
    path(f"{HERE}addresses/<int:address_id>/remove/", postal.postal_remove, name="postal_remove"),
    path(f"{HERE}addresses/<int:address_id>/lead/", postal.postal_lead, name="postal_lead"),
    path(f"{HERE}relationships/new/", relations.relation_add, name="relation_add"),
    path(f"{HERE}relationships/<int:relation_id>/end/", relations.relation_end, name="relation_end"),
    path(f"{HERE}relationships/<int:relation_id>/drop/", relations.relation_drop, name="relation_drop"),
    path(f"{HERE}household/new/", households.household_new, name="household_new"),
    path(f"{HERE}household/leave/", households.household_leave, name="household_leave"),
    path("desk/households/<int:household_id>/greetings/", households.greetings, name="greetings"),
    path("desk/households/<int:household_id>/members/new/", households.member_add, name="member_add"),
    path(f"{HERE}notes/new/", notes.note_new, name="note_new"),
    path(f"{HERE}notes/<int:note_id>/correct/", notes.note_correct, name="note_correct"),
    path(f"{HERE}notes/<int:note_id>/withdraw/", notes.note_withdraw, name="note_withdraw"),
    path(f"{HERE}tags/new/", tags.tag_give, name="tag_give"),
    path(f"{HERE}tags/<int:tag_id>/take/", tags.tag_take, name="tag_take"),
    path("desk/tags/", tags.tag_list, name="tag_list"),
    path("desk/tags/<int:tag_id>/", tags.tag_page, name="tag_page"),
    path("desk/tags/<int:tag_id>/merge/", tags.tag_merge, name="tag_merge"),
    path("desk/tags/<int:tag_id>/delete/", tags.tag_delete, name="tag_delete"),
    path("desk/tasks/", tasks.task_list, name="task_list"),
    path("desk/tasks/new/", tasks.task_new, name="task_new"),
    path("desk/tasks/<int:task_id>/", tasks.task_edit, name="task_edit"),
    path("desk/tasks/<int:task_id>/done/", tasks.task_done, name="task_done"),
]
