"""R1 and R2: senders are killed at random instants; no mail is lost in silence, none is sent twice by itself."""

from __future__ import annotations

import os
import random
import signal
import time

import pytest

from tests.chaos.servers import BOTH, PATIENCE, House, Ledger, size

pytestmark = pytest.mark.chaos

MAILS, KILLS = size(150, 1_500), size(20, 200)


def killed(house: House, dice: random.Random) -> int:
    """Let the senders work, killing one at random again and again until all is delivered; the number of kills."""
    nest = house.begin("-m", "tests.chaos.sender")
    kills, ends_at = 0, time.monotonic() + PATIENCE
    living: list[int] = []
    assert nest.stdout
    try:
        while house.count("outbox_outgoingemail", "state = 'queued'") and time.monotonic() < ends_at:
            while len(living) < 2:
                living.append(int(nest.stdout.readline()))
            time.sleep(dice.uniform(0.05, 0.4))
            if kills < KILLS:
                os.kill(living.pop(dice.randrange(2)), signal.SIGKILL)
                kills += 1
    finally:
        nest.kill_all()
    return kills


@BOTH
def test_killed_senders_lose_nothing_and_send_nothing_twice(house: House, ledger: Ledger, dice: random.Random) -> None:
    ledger.slowest = 0.08
    house.act("write_mails", MAILS)
    kills = killed(house, dice)
    house.act("settle")
    states, accepted = house.mails(), ledger.accepted()
    sent = {identity for identity, state in states.items() if state == "sent"}
    doubtful = {identity for identity, state in states.items() if state == "uncertain"}
    print(f"{kills} kills, {len(sent)} sent, {len(doubtful)} uncertain, {len(accepted)} accepted")
    assert (kills, len(states), len(sent) + len(doubtful)) == (KILLS, MAILS, MAILS)
    assert [identity for identity in sent if accepted[identity] != 1] == []
    assert [identity for identity, times in accepted.items() if times > 1] == []
    assert set(accepted) - sent <= doubtful

    # R2: a person resends what is doubtful; then every mail has arrived, under the Message-ID it always had.
    house.act("resend")
    accepted = ledger.accepted()
    assert set(house.mails().values()) == {"sent"}
    assert (set(accepted), [each for each, times in accepted.items() if times > 1 and each not in doubtful]) == (
        set(states), [],
    )  # fmt: skip
