"""Django's command of this name, in the two things that this house wants otherwise."""

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """Knows our short names of lazy texts; leaves a new text empty rather than guess from one like it.

    Modules that need one text now and another later import `gettext` as `_` and `gettext_lazy` as `_l` or
    `lazy`.
    """

    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=_l", "--keyword=lazy"]
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]
