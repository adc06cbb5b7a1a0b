"""The letters of the demo: drafted, approved, printed and mailed on days gone by."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from candidates.models import Application
from candidates.overrides import check_spam, spam_question
from counselor.demo.acts import Came, Invited
from counselor.demo.acts import Letter as Told
from counselor.demo.script import Script
from counselor.demo.stage import Event
from letters import pdf, services
from letters.models import Letter

FIRST = 100  # a letter's steps come after whatever else happened at the same moment


def can_render() -> bool:
    """Whether letters can be frozen on this machine; without Pango the demo's letters stay drafts."""
    try:
        pdf.check_available()
    except pdf.PdfUnavailable:
        return False
    return True


class Correspondence:
    """One story's letter."""

    def __init__(self, script: Script, told: Told) -> None:
        self.script, self.told = script, told
        self.letter: Letter | None = None

    def events(self, *, frozen: bool) -> Iterator[Event]:
        """Its steps; only the draft where nothing can be `frozen`."""
        told = self.told
        yield self._event(told.drafted, 9, self.draft)
        if told.detail:
            yield self._event(told.drafted, 10, self.write_detail)
        if told.voided:
            yield self._event(told.voided[0], 15, self.void)
        if frozen:
            yield from self._paper()

    def _paper(self) -> Iterator[Event]:
        told = self.told
        for step, ago, hour in (
            (self.approve, told.approved, 11),
            (self.print, told.printed, 13),
            (self.mail, told.mailed, 16),
        ):
            if ago is not None:
                yield self._event(ago, hour, step)
        for came in told.outcomes:
            yield self._event(came.ago, 17, lambda came=came: self.record(came))  # type: ignore[misc]

    def _event(self, ago: int, hour: int, enter: Callable[[], object]) -> Event:
        """Letters are written and mailed where the client is, on the employer's business days: both are at work."""
        diary = self.script.diary
        at = datetime.combine(diary.ago(ago), datetime.min.time(), timezone.get_current_timezone())
        return Event(at + timedelta(hours=hour, minutes=self.script.number % 50), FIRST + hour, enter)

    @property
    def the_letter(self) -> Letter:
        assert self.letter is not None
        self.letter.refresh_from_db()
        self.letter.application.refresh_from_db()
        return self.letter

    # --- Steps -------------------------------------------------------------------------------------------------------

    def draft(self) -> None:
        script = self.script
        script.application.refresh_from_db()
        if not self.told.override and spam_question(script.application, script.application.verdict):
            check_spam(application=script.application, found=False, by=script.writer)
        self.letter = services.draft_letter(
            application=script.application,
            contact=script.place.contact,
            on=timezone.localdate(),
            by=script.counselor if self.told.override else script.writer,
            override_reason=self.told.override,
        )
        Letter.objects.filter(pk=self.letter.pk).update(created_at=timezone.now())

    def write_detail(self) -> None:
        letter = self.the_letter
        services.edit_draft(letter=letter, version=letter.version, by=self.script.writer, detail=self.told.detail)

    def approve(self) -> None:
        letter = self.the_letter
        why = self.told.may_stand
        services.approve(letter=letter, version=letter.version, by=self.script.counselor, warning_reason=why)

    def print(self) -> None:
        services.mark_printed(letter=self.the_letter, by=self.script.counselor)

    def mail(self) -> None:
        services.mark_mailed(letter=self.the_letter, on=timezone.localdate(), by=self.script.writer)

    def void(self) -> None:
        assert self.told.voided
        services.void(letter=self.the_letter, reason=self.told.voided[1], by=self.script.counselor)

    def record(self, came: Came) -> None:
        outcome = services.record_outcome(
            letter=self.the_letter,
            by=self.script.writer,
            new_position=came.new_position,
            kind=came.kind,
            happened_on=timezone.localdate(),
            channel=came.channel,
            attribution=came.attribution,
            note=came.note,
            recorded_at=timezone.now(),
        )
        if outcome.led_to is not None:
            self._go_on(outcome.led_to, came)

    def _go_on(self, application: Application, came: Came) -> None:
        Application.objects.filter(pk=application.pk).update(created_at=timezone.now())
        if came.interview_in:
            invited = Invited(came.ago, came.interview_in, "video")
            self.script.invite(application, invited, timezone.now() - timedelta(minutes=30))
