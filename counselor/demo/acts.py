"""What can happen in a story after the first interview. `ago` counts business days at the employer before today."""

from __future__ import annotations

from dataclasses import dataclass

from candidates.followup.facts import Channel, DecisionKind, Direction, NextStepKind, Purpose, Result
from counselor.demo.diary import Aim, When
from letters.outcome_stats import Attribution, OutcomeKind


@dataclass(frozen=True)
class Call:
    """The client called, the invited person unless `invited` says otherwise."""

    ago: int
    result: Result
    note: str = ""
    invited: bool = True

    @property
    def values(self) -> dict[str, object]:
        return {
            "direction": Direction.OUT, "channel": Channel.PHONE, "result": self.result,
            "purpose": Purpose.INQUIRY, "invited": self.invited, "note": self.note,
        }  # fmt: skip


@dataclass(frozen=True)
class Wrote:
    """The client asked by e-mail how things stand."""

    ago: int
    note: str = ""

    @property
    def values(self) -> dict[str, object]:
        return {
            "direction": Direction.OUT, "channel": Channel.EMAIL, "result": Result.SENT,
            "purpose": Purpose.INQUIRY, "note": self.note,
        }  # fmt: skip


@dataclass(frozen=True)
class Heard:
    """The employer called or wrote, about this application."""

    ago: int
    note: str
    channel: Channel = Channel.PHONE

    @property
    def values(self) -> dict[str, object]:
        return {
            "direction": Direction.IN, "channel": self.channel, "result": Result.RECEIVED,
            "purpose": Purpose.INQUIRY, "note": self.note,
        }  # fmt: skip


@dataclass(frozen=True)
class Told:
    """The employer named a next step. `aim` places the day it was said, which for the first one is the interview's."""

    words: str
    kind: NextStepKind
    aim: Aim
    when: When | None = None


@dataclass(frozen=True)
class Decided:
    """A decisive event. `respond_in`: business days from today to answer an offer."""

    ago: int
    kind: DecisionKind
    note: str = ""
    respond_in: int = 0


@dataclass(frozen=True)
class Invited:
    """The employer invited to an interview that is still to come, in so many business days."""

    ago: int
    ahead: int
    format: str = "in_person"


Act = Call | Wrote | Heard | Told | Decided | Invited


@dataclass(frozen=True)
class Came:
    """What came of a letter. `interview_in`: business days until the interview for the new position."""

    ago: int
    kind: OutcomeKind
    note: str = ""
    channel: Channel = Channel.EMAIL
    attribution: Attribution = Attribution.LATER
    new_position: str = ""
    interview_in: int = 0


@dataclass(frozen=True)
class Letter:
    """The letter of a story, and how far it got: each step by the business days ago it happened, None: not yet.
    `may_stand`: why it was approved with warnings."""

    drafted: int
    detail: str = ""
    approved: int | None = None
    printed: int | None = None
    mailed: int | None = None
    voided: tuple[int, str] | None = None
    override: str = ""
    may_stand: str = ""
    outcomes: tuple[Came, ...] = ()


@dataclass(frozen=True)
class Note:
    """What the counselor wrote down: privately, or for the client to read."""

    days_ago: int
    text: str
    shared: bool = False


@dataclass(frozen=True)
class Story:
    """One application: `expected` is the status it must have on the day the demo is made.

    The interview was held on the day `said` was said, or `held` business days ago; neither: not yet.
    """

    client: str
    employer: str
    position: str
    expected: str
    said: Told | None = None
    held: int | None = None
    remembered: str = ""
    thanked: bool = False
    then: tuple[Act, ...] = ()
    letter: Letter | None = None
    applied: int = 24  # calendar days before the interview, or before today
