"""R9: windows close while mails about them are on their way out; nobody is reminded of what is over."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.chaos.servers import BOTH, House, Ledger, size

pytestmark = pytest.mark.chaos


@BOTH
def test_no_mail_is_handed_over_once_its_window_is_closed(house: House, ledger: Ledger) -> None:
    """A sender and a person meet over each mail, at moments of chance. The sender asks last, when the line stands."""
    number = size(60, 500)
    keys = house.fill(number)
    house.make_due(keys)
    house.act("sweep")
    crossings = house.act("cross", number)
    accepted = ledger.accepted()
    states = Counter(state for _identity, state, _asked, _closed in crossings)
    late = [closed - asked for _identity, state, asked, closed in crossings if state == "sent" and asked < closed]
    print(f"{len(crossings)} interleavings: {states}; {len(late)} were asked before the window closed")
    assert (len(crossings), set(states)) == (number, {"sent", "cancelled"})
    for identity, state, asked, closed in crossings:
        assert accepted[identity] == (state == "sent")
        assert state == "cancelled" or asked < closed, "handed over although the window was closed when it was asked"
