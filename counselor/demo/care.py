"""What the counselors and their clients have with each other: sessions, action items, flags. Days count from today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from candidates import care, notes
from candidates.models import Application, CaseNote, Client, CounselingSession, Side
from counselor.accounts.models import User
from counselor.demo.people import Cast
from counselor.demo.stage import clock_at

State = CounselingSession.State
Channel = CounselingSession.Channel
WEEKEND = (5, 6)


@dataclass(frozen=True)
class Meeting:
    """A session so many days from today; `summary` says what was agreed in one that was held."""

    days: int
    hour: int
    agenda: str
    summary: str = ""
    state: State = State.PLANNED
    channel: Channel = Channel.IN_PERSON
    case_note: str = ""


@dataclass(frozen=True)
class Promise:
    """An action item: written down, due, and ticked off so many days from today."""

    written: int
    text: str
    whose: Side = Side.CLIENT
    due: int | None = None
    done: int | None = None


@dataclass(frozen=True)
class Ask:
    """A flag from one side to the other; `about` names the position of one application."""

    days_ago: int
    asked: Side
    text: str
    about: str = ""
    answer: str = ""


@dataclass(frozen=True)
class Together:
    """Everything of one client."""

    meetings: tuple[Meeting, ...] = ()
    promises: tuple[Promise, ...] = ()
    asks: tuple[Ask, ...] = ()
    addendum: str = ""


TOGETHER: dict[str, Together] = {
    "bob": Together(
        meetings=(
            Meeting(-30, 10, "The opening sentence of a call.", "Three sentences, written on a card beside the phone.",
                    State.HELD, case_note="He laughed at the third try. From then on it was easy."),
            Meeting(-16, 14, "How the calls went.", state=State.MISSED, channel=Channel.PHONE),
            Meeting(-12, 10, "What to say when they name no date.", "Ask before you stand up. Every time.", State.HELD),
            Meeting(5, 11, "The call to Casco Bay.\nThe two letters that wait for a detail.", channel=Channel.VIDEO),
        ),
        promises=(
            Promise(-12, "Write down what you remember of each interview, the same evening", due=-2),
            Promise(-12, "Call the warehouse reference and say a name may come up", due=3),
            Promise(-12, "Find the address of the plant in Skowhegan", Side.COUNSELOR, due=2),
            Promise(-30, "Bring the card with the three sentences", due=-12, done=-12),
        ),
        asks=(
            Ask(2, Side.COUNSELOR, "They asked for references by phone. Do I have to give three?",
                "Logistics Coordinator"),
            Ask(1, Side.CLIENT, "Could you look through the draft once more? One detail only you know.",
                "Customer Operations Lead"),
            Ask(20, Side.COUNSELOR, "Is it too late to thank them?", answer="Never. Send it today."),
        ),
        addendum="He told the story himself today, at the end, and smiled.",
    ),
    "lukasz": Together(
        meetings=(Meeting(-9, 9, "The two certificates.", "Both go to the translator this week.", State.HELD),
                  Meeting(6, 9, "Answers for the licensing board.")),
        promises=(Promise(-9, "Bring the second certificate", due=-3),
                  Promise(-9, "Ask the translator for a date", Side.COUNSELOR, due=1)),
        asks=(Ask(3, Side.CLIENT, "The board wrote: is this the form you sent in?"),),
        addendum="The board answered faster than expected: February.",
    ),
    "priya": Together(
        meetings=(Meeting(-4, 15, "Prairie State.", "No answer to them before Thursday.", State.HELD),
                  Meeting(2, 15, "What the letter should say, if she wants one.", channel=Channel.PHONE)),
        promises=(Promise(-4, "Write down what you would want to tell them, without sending it", due=1),
                  Promise(-4, "Look up what an offer taken back means in Illinois", Side.COUNSELOR, due=0, done=-1)),
        asks=(Ask(1, Side.COUNSELOR, "They called again. May I let it ring?"),),
        addendum="Hungry indeed: three applications since, all of them better.",
    ),
}  # fmt: skip


def tell(cast: Cast, now: datetime) -> None:
    """Tell all of it through the product's services, each act at its own time."""
    for key, with_them in TOGETHER.items():
        Pair(cast, key, now).tell(with_them)


class Pair:
    """One client and their counselor."""

    def __init__(self, cast: Cast, key: str, now: datetime) -> None:
        self.client: Client = cast.clients[key]
        self.counselor: User = cast.counselor_of[key]
        self.user: User = cast.writer(key)
        self.member = next(each for each in cast.members.values() if each.user_id == self.counselor.pk)
        self.now = now

    def at(self, days: int, hour: int | None = None) -> datetime:
        """So many days from now, at this time of day; or at an hour of the practice's, never on a weekend."""
        moment = self.now + timedelta(days=days)
        if hour is None:
            return moment
        zone = self.client.practice.zone
        starts_at = datetime.combine(moment.astimezone(zone).date(), time(hour), zone)
        while starts_at.weekday() in WEEKEND:
            starts_at += timedelta(days=1 if days > 0 else -1)
        return starts_at

    def tell(self, told: Together) -> None:
        for meeting in told.meetings:
            self.meet(meeting)
        for promise in told.promises:
            self.promise(promise)
        for ask in told.asks:
            self.ask(ask)
        if told.addendum:
            note = CaseNote.objects.filter(client=self.client).order_by("created_at").first()
            assert note is not None
            with clock_at(self.at(-3)):
                notes.add_addendum(note=note, text=told.addendum, by=self.counselor)

    def meet(self, meeting: Meeting) -> None:
        starts_at = self.at(meeting.days, meeting.hour)
        with clock_at(min(starts_at, self.now) - timedelta(days=6)):
            session = care.plan_session(
                client=self.client, counselor=self.member, starts_at=starts_at, channel=meeting.channel,
                agenda=meeting.agenda, by=self.counselor,
            )  # fmt: skip
        if meeting.state != State.PLANNED:
            with clock_at(starts_at + timedelta(hours=1)):
                care.keep_session(
                    session=session, version=session.version, state=meeting.state, summary=meeting.summary,
                    case_note=meeting.case_note, by=self.counselor,
                )  # fmt: skip

    def promise(self, promise: Promise) -> None:
        with clock_at(self.at(promise.written)):
            due_on = None if promise.due is None else self.at(promise.due).date()
            item = care.add_item(
                client=self.client, text=promise.text, whose=promise.whose, due_on=due_on, by=self.counselor
            )
        if promise.done is not None:
            with clock_at(self.at(promise.done)):
                care.tick_item(item=item, by=self.user if promise.whose == Side.CLIENT else self.counselor)

    def ask(self, ask: Ask) -> None:
        asker, asked = (self.user, self.counselor) if ask.asked == Side.COUNSELOR else (self.counselor, self.user)
        application = Application.objects.filter(client=self.client, position=ask.about).first()
        with clock_at(self.at(-ask.days_ago)):
            flag = care.raise_flag(client=self.client, application=application, text=ask.text, by=asker)
        if ask.answer:
            with clock_at(self.at(-ask.days_ago) + timedelta(hours=2)):
                care.resolve_flag(flag=flag, resolution=ask.answer, by=asked)
