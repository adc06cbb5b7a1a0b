"""A story becomes events in time: who enters what, and when. Every entry goes through the product's services."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone

from candidates import calendars, services
from candidates.followup.facts import Channel, Direction, Purpose, Result
from candidates.models import Application, Interview
from candidates.standings import zone_of
from counselor.accounts.models import User
from counselor.demo.acts import Act, Call, Decided, Heard, Invited, Story, Told, Wrote
from counselor.demo.diary import Diary, Statement
from counselor.demo.documents import way_of
from counselor.demo.employers import Place
from counselor.demo.people import Cast
from counselor.demo.stage import Event

ENTERED_AFTER = timedelta(minutes=40)  # people enter things a little later than they happen
LASTS = 45  # minutes


class Script:
    """One story in the demo practice; `number` spreads the hours, so that not everything happens at ten."""

    def __init__(self, story: Story, number: int, cast: Cast, place: Place, now: datetime) -> None:
        self.story, self.number, self.place = story, number, place
        self.client = cast.clients[story.client]
        self.writer: User = cast.writer(story.client)
        self.cast = cast
        self.application = Application(
            practice=cast.practice, client=self.client, employer=place.employer, site=place.site
        )
        self.diary = Diary(calendars.calendar_for(self.application), zone_of(self.application), now)
        self.interview: Interview | None = None
        self.first_said = self._first_said()

    @property
    def counselor(self) -> User:
        """Who counsels the client by now."""
        return self.cast.counselor_of[self.story.client]

    def _first_said(self) -> Statement | None:
        said = self.story.said
        return self.diary.statement(said.kind, said.words, said.when, said.aim) if said else None

    @property
    def held_on(self) -> date | None:
        """The day of the interview."""
        if self.first_said:
            return self.first_said.said_on
        return self.diary.ago(self.story.held) if self.story.held else None

    def events(self) -> Iterator[Event]:
        yield self._event(self._applied_at(), 0, self.apply)
        if self.held_on:
            yield from self._interview_events(self.held_on)
        for number, act in enumerate(self.story.then):
            yield self._act_event(act, number)

    def _event(self, at: datetime, order: int, enter: object) -> Event:
        return Event(at, order, enter)  # type: ignore[arg-type]

    def _applied_at(self) -> datetime:
        first = self.held_on or self.diary.today
        return self.diary.at(first - timedelta(days=self.story.applied), 19, self.number % 60)

    def _interview_events(self, on: date) -> Iterator[Event]:
        starts = self.diary.at(on, 9 + self.number % 6, 30)
        entered = starts + timedelta(minutes=LASTS) + ENTERED_AFTER
        yield self._event(entered, 1, lambda: self.hold_interview(starts))
        if self.first_said:
            yield self._event(entered, 2, lambda: self.tell(self.story.said, self.first_said, starts))
        if self.story.thanked:
            yield self._event(starts + timedelta(hours=4), 3, self.thank)

    def _act_event(self, act: Act, number: int) -> Event:
        order = 10 + number
        if isinstance(act, Told):
            said = self.diary.statement(act.kind, act.words, act.when, act.aim)
            at = self.diary.at(said.said_on, 15, 10)
            return self._event(at + ENTERED_AFTER, order, lambda: self.tell(act, said, at - timedelta(minutes=LASTS)))
        at = self.diary.at(self.diary.ago(act.ago), 10 + (self.number + number) % 5, (7 * self.number) % 60)
        return self._event(at + ENTERED_AFTER, order, lambda: self.enter(act, at))

    # --- What is entered ---------------------------------------------------------------------------------------------

    def apply(self) -> None:
        now = timezone.now()
        self.application = services.add_application(
            client=self.client,
            employer=self.place.employer,
            site=self.place.site,
            position=self.story.position,
            applied_on=timezone.localdate(now, self.diary.zone),
            created_at=now,
            by=self.writer,
            **way_of(self.number, self.place.site),
        )

    def hold_interview(self, starts_at: datetime) -> None:
        arranged = self.diary.at(self.diary.before(starts_at.date(), 5), 11, 20)
        self.interview = services.record_interview(
            application=self.application,
            by=self.writer,
            contacts=[self.place.contact],
            arranged_at=arranged,
            starts_at=starts_at,
            minutes=LASTS,
            format=tuple(Interview.Format)[self.number % 3],
            detail=self.story.remembered,
            recorded_at=timezone.now(),
        )

    def tell(self, told: Told | None, said: Statement | None, starts_at: datetime) -> None:
        assert told is not None
        assert said is not None
        services.record_next_step(
            application=self.application,
            by=self.writer,
            interview=self.interview if told is self.story.said else None,
            said_at=starts_at + timedelta(minutes=LASTS),
            said_by=self.place.contact,
            words=said.words,
            kind=told.kind,
            channel=Channel.IN_PERSON if told is self.story.said else Channel.PHONE,
            rule=said.rule.as_dict(),
            due_on=said.due.due_on,
            by_on=said.due.by_on,
            precision=said.due.precision,
            calendar_version=calendars.VERSION,
            recorded_at=timezone.now(),
        )

    def thank(self) -> None:
        services.log_touchpoint(
            application=self.application,
            by=self.writer,
            happened_at=timezone.now(),
            direction=Direction.OUT,
            channel=Channel.EMAIL,
            result=Result.SENT,
            purpose=Purpose.THANKS,
            contact=self.place.contact,
            recorded_at=timezone.now(),
        )

    def enter(self, act: Act, at: datetime) -> None:
        match act:
            case Call() | Wrote() | Heard():
                services.log_touchpoint(
                    application=self.application, by=self.writer, happened_at=at, contact=self.place.contact,
                    recorded_at=timezone.now(), **act.values,
                )  # fmt: skip
            case Decided():
                self._decide(act, at)
            case Invited():
                self.invite(self.application, act, at)

    def _decide(self, act: Decided, at: datetime) -> None:
        services.record_decision(
            application=self.application,
            by=self.writer,
            happened_at=at,
            kind=act.kind,
            note=act.note,
            contact=self.place.contact,
            respond_by=self.diary.ahead(act.respond_in) if act.respond_in else None,
            recorded_at=timezone.now(),
        )

    def invite(self, application: Application, act: Invited, at: datetime) -> None:
        """An interview that is still to come."""
        services.record_interview(
            application=application,
            by=self.writer,
            contacts=[self.place.contact],
            arranged_at=at,
            starts_at=self.diary.at(self.diary.ahead(act.ahead), 10, 30),
            minutes=60,
            format=act.format,
            recorded_at=timezone.now(),
        )
