"""An office whose approvals are killed, for the chaos test: `write N` drafts, `kill N SEED` that many processes between
the rendered page and the end of the transaction that keeps it, `tell` what the archive holds then, as JSON.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

import django

STEPS = 22
"""More than an approval has statements and ends of transactions, so that some get through."""


class Fuse:
    """Ends this process with kill −9, without a word, at its n-th step."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def step(self) -> None:
        self.left -= 1
        if self.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, work: Callable[..., Any]) -> Callable[..., Any]:
        """A step before and a step after the work."""

        def burning(*values: Any, **named: Any) -> Any:
            self.step()
            done = work(*values, **named)
            self.step()
            return done

        return burning


def approve_under(fuse: Fuse, letter: Any, by: Any) -> None:
    """The product's own approval; the fuse burns from the moment all pages are rendered."""
    from django.db import connection

    from letters import services

    freeze = services._freeze

    def burning_freeze(*values: Any) -> Any:
        fuse.step()
        connection.ensure_connection()
        connection.commit = fuse.around(connection.commit)
        with connection.execute_wrapper(lambda execute, *statement: fuse.around(execute)(*statement)):
            return freeze(*values)

    services._freeze = burning_freeze
    services.approve(letter=letter, version=letter.version, by=by, warning_reason="as meant")


def kill(number: int, seed: int) -> None:
    from django.db import connections

    from counselor.accounts.models import User
    from letters.composition import composed, envelope_of
    from letters.models import Letter

    letter = Letter.objects.filter(state="draft")[0]
    envelope_of(letter, composed(letter).facts)  # warm, once before all forks
    dice, ends = random.Random(seed), Counter[str]()
    while ends["killed"] < number:
        letter, alice = Letter.objects.filter(state="draft").order_by("pk")[0], User.objects.get()
        connections.close_all()
        steps = dice.randrange(STEPS)
        if not (pid := os.fork()):
            approve_under(Fuse(steps), letter, alice)
            os._exit(0)
        status = os.waitpid(pid, 0)[1]
        ends["killed" if os.WIFSIGNALED(status) else "survived" if status == 0 else "failed"] += 1
        assert not ends["failed"]
    print(json.dumps(ends))


def tell() -> None:
    """Whether each letter is either a draft or frozen whole, and what an undisturbed rendering would have been."""
    from letters.composition import composed
    from letters.models import FrozenLetter, Letter, sha256

    state = dict(Letter.objects.values_list("pk", "state"))
    frozen = {row.letter_id: row for row in FrozenLetter.objects.select_related("letter")}
    half = [pk for pk in state if (state[pk] == "approved") != (pk in frozen)]
    wrong = [pk for pk, row in frozen.items() if not (row.pdf and row.envelope_pdf and row.is_intact())]
    other = [pk for pk, row in frozen.items() if sha256(composed(row.letter).pdf) != row.sha256]
    print(json.dumps({"approved": len(frozen), "letters": len(state), "half": half, "wrong": wrong, "other": other}))


if __name__ == "__main__":
    django.setup()
    from django_scopes import scopes_disabled

    from tests.chaos.printer import drafts

    with scopes_disabled():
        match sys.argv[1:]:
            case ["write", number]:
                list(drafts(int(number)))
            case ["kill", number, seed]:
                kill(int(number), int(seed))
            case ["tell"]:
                tell()
