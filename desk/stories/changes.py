"""What was done to a donor's record, in sentences: the trail knows verbs and names of columns alone."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from accounts.models import AuditEntry
from donors.models import Donor

MERGES = ("donor.merged", "donor.unmerged", "donor.merge_undone")
COLUMNS = {
    "name": _l("name"),
    "email": _l("e-mail address"),
    "phone": _l("phone"),
    "language": _l("language"),
    "kind": _l("kind of donor"),
    "contact": _l("manner of contact"),
    "no_post": _l("wish about post"),
    "no_phone": _l("wish about calls"),
    "quiet_until": _l("quiet time"),
}
# each is filled with who did it; `what` are columns, `tag` is a tag's name
SENTENCES = {
    "donor.created": _l("%(who)s wrote this donor down."),
    "donor.edited": _l("%(who)s changed: %(what)s."),
    "donor.contact_chosen": _l("%(who)s changed: %(what)s."),
    "donor.claimed": _l("%(who)s signed in for the first time."),
    "donor.address_added": _l("%(who)s added a postal address."),
    "donor.address_changed": _l("%(who)s changed a postal address."),
    "donor.address_removed": _l("%(who)s removed a postal address."),
    "donor.email_added": _l("%(who)s added another e-mail address."),
    "donor.email_removed": _l("%(who)s removed an e-mail address."),
    "donor.related": _l("%(who)s noted a relationship."),
    "donor.relationship_ended": _l("%(who)s noted that a relationship ended."),
    "donor.relationship_dropped": _l("%(who)s took a relationship away."),
    "donor.household_joined": _l("%(who)s added this donor to a household."),
    "donor.household_left": _l("%(who)s took this donor out of a household."),
    "donor.tagged": _l("%(who)s gave the tag “%(tag)s”."),
    "donor.untagged": _l("%(who)s took the tag “%(tag)s” away."),
    "donor.erased": _l("Everything personal was erased at the donor's wish."),
    "donor.merged": _l("%(who)s folded another record of the same donor into this one."),
    "donor.unmerged": _l("%(who)s undid a merge."),
    "donor.merge_undone": _l("%(who)s undid a merge."),
}


def change_told(entry: AuditEntry, donor: Donor, tags: Mapping[int, str]) -> str:
    """Return an entry of the trail as a sentence; `tags` names those that there are still."""
    sentence = SENTENCES.get(entry.verb)
    if sentence is None:
        verb = entry.verb.partition(".")[2].replace("_", " ")
        return _("%(who)s: %(verb)s.") % {"who": _who(entry, donor), "verb": verb}
    columns = str(entry.after.get("changed", "")).split()
    tag = entry.after.get("tag")
    return str(sentence) % {
        "who": _who(entry, donor),
        "what": ", ".join(str(COLUMNS.get(name, name.replace("_", " "))) for name in columns),
        "tag": tags.get(tag, _("one that is gone")) if isinstance(tag, int) else "",
    }


def _who(entry: AuditEntry, donor: Donor) -> str:
    if entry.actor_id is None:
        return _("The house itself")
    return _("The donor") if entry.actor_id == donor.user_id else str(entry.actor)
