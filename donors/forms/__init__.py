"""What donors write about themselves, and staff about donors."""

from donors.forms.addresses import AddressForm
from donors.forms.households import GreetingsForm
from donors.forms.notes import NoteForm, TagNameForm, TagPickForm, TaskForm
from donors.forms.records import OtherEmailForm, RecordForm, RelationForm
from donors.forms.whom import WhomForm

__all__ = [
    "AddressForm",
    "GreetingsForm",
    "NoteForm",
    "OtherEmailForm",
    "RecordForm",
    "RelationForm",
    "TagNameForm",
    "TagPickForm",
    "TaskForm",
    "WhomForm",
]
