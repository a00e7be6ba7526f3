"""The further addresses of mail under which a donor is known."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core.triggers import update_of
from donors.models.donor import Donor

# 4026112 is the lock of addresses: who writes a donor's own shares it with others who do, who writes one of
# these has it alone, so that neither overlooks what the other has not committed yet
OTHER_EMAIL_IS_NOBODY_S_OWN = pgtrigger.Trigger(
    name="other_email_is_nobody_s_own",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | update_of("email"),
    func="""
        PERFORM pg_advisory_xact_lock(4026112);
        IF EXISTS (SELECT 1 FROM donors_donor WHERE email = NEW.email) THEN
            RAISE EXCEPTION 'this address is a donor''s own' USING ERRCODE = '23505';
        END IF;
        RETURN NEW;
    """,
)
# the donor's row carries them too, so that one index finds a donor by any word
OTHER_EMAILS_ARE_SEARCHED = pgtrigger.Trigger(
    name="other_emails_are_searched",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func="""
        UPDATE donors_donor SET other_emails = COALESCE(
            (SELECT string_agg(email, ' ' ORDER BY email)
             FROM donors_otheremail WHERE donor_id = donors_donor.id), '')
        WHERE id IN (CASE WHEN TG_OP <> 'DELETE' THEN NEW.donor_id END,
                     CASE WHEN TG_OP <> 'INSERT' THEN OLD.donor_id END);
        RETURN NULL;
    """,
)


class OtherEmail(models.Model):
    """An address that staff know of: gifts from it are the donor's. It signs nobody in: nobody proved it.

    No address stands twice, neither here nor as a donor's own.
    """

    donor = models.ForeignKey(Donor, on_delete=models.CASCADE, related_name="more_emails")
    email = models.EmailField(max_length=254, unique=True)
    label = models.CharField(_("What it is"), max_length=40, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="other_email_in_lower_case", condition=Q(email=Lower("email"))),
            models.CheckConstraint(name="other_email_is_written", condition=~Q(email="")),
        ]
        triggers = [OTHER_EMAIL_IS_NOBODY_S_OWN, OTHER_EMAILS_ARE_SEARCHED]

    def __str__(self) -> str:
        return self.email
