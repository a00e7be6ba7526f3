"""Django's command of this name, which also knows the short names that our modules give to lazy texts."""

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """Beside `_`: modules that need a text now and another one later import the second as `_l` or `lazy`."""

    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=_l", "--keyword=lazy"]
