"""What a coordinator writes to everybody on a shift."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.guard import guard


class BroadcastForm(forms.Form):
    """A message to one shift. Program, role and place are left out of it: mail is read by others too."""

    words = forms.CharField(
        label=_("Message"),
        max_length=500,
        help_text=_("What they need to know for this shift. No names, no place: mail is read by others too."),
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[guard("volunteers.Broadcast.words")],
    )
    with_waitlist = forms.BooleanField(label=_("Also to those who wait for a seat"), required=False)
