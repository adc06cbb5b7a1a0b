"""Django's own, with the one further name this house gives gettext (`_g`, beside the lazy `_`), and without guesses."""

from __future__ import annotations

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """See `make messages`."""

    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=_g"]
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]
