"""What people say to a standing: a look in the spam folder, a counselor's conclusion, another policy, a choice.

Each is a fact of the log: it is recorded, may be taken back, and moves the standing in the same transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.followup.clock import civil_date
from candidates.followup.facts import Verdict
from candidates.followup.override import may_conclude
from candidates.models import Application, Fact, NextStep, PolicyOverride, SpamCheck, StandingChange, StandingOverride
from candidates.services import Refused
from candidates.standings import basis_of, lock, policy_as_json, practice_policy, refresh_standing, zone_of
from counselor.accounts.models import User

FactRow = TypeVar("FactRow", bound=Fact)
Cause = StandingChange.Cause


@transaction.atomic
def _record(fact: FactRow, *, cause: str, by: User) -> FactRow:
    lock(fact.application)
    fact.full_clean()
    fact.save()
    refresh_standing(fact.application, cause=cause, by=by)
    return fact


# --- The spam folder -------------------------------------------------------------------------------------------------


def check_spam(*, application: Application, found: bool, by: User) -> SpamCheck:
    """Somebody looked in the spam folder just now; `found` when the employer's message was there after all."""
    check = SpamCheck(application=application, happened_at=timezone.now(), found=found, recorded_by=by)
    return _record(check, cause=Cause.FACT, by=by)


def spam_check_of(application: Application) -> SpamCheck | None:
    """The last look in the spam folder since the employer last spoke of next steps; None where one is due."""
    said = application.nextsteps.standing().order_by("-said_at").values_list("said_at", flat=True).first()
    looks = application.spamchecks.standing().order_by("-happened_at", "-pk")
    return looks.filter(happened_at__gte=said).first() if said else looks.first()


class SpamQuestion(Enum):
    """What has to be settled before *probable* is told."""

    LOOK = "nobody looked"
    RECORD = "a message was found, and is not on record"


def spam_question(application: Application, verdict: str) -> SpamQuestion | None:
    """What the spam folder still leaves open about an application of this verdict."""
    if verdict != Verdict.PROBABLE:
        return None
    check = spam_check_of(application)
    if check is None:
        return SpamQuestion.LOOK
    return SpamQuestion.RECORD if check.found else None


def with_looks(applications: Any) -> Any:
    """Each with `looked`: whether somebody looked in vain since the employer last spoke, as lists want to know."""
    said = NextStep.objects.filter(application=OuterRef("application"), voided_at=None).order_by("-said_at")
    looks = SpamCheck.objects.filter(application=OuterRef("pk"), voided_at=None, found=False)
    return applications.annotate(looked=Exists(looks.filter(happened_at__gte=Subquery(said.values("said_at")[:1]))))


# --- The counselor's word --------------------------------------------------------------------------------------------


@transaction.atomic
def conclude(*, application: Application, verdict: str, reason: str, shared: bool, by: User) -> StandingOverride:
    """A counselor concludes otherwise than the rule does, about the standing of this moment.

    Raises Refused where the rule leaves nothing to conclude, and for a verdict that only facts can give.
    """
    lock(application)
    computed = basis_of(application).computed(timezone.now())
    if not may_conclude(computed.status, Verdict(verdict)):
        raise Refused(_("As this application stands, there is nothing to conclude beside the facts."))
    if computed.verdict == verdict:
        raise Refused(_("That is what the facts say already."))
    row = StandingOverride(
        application=application, status=computed.status, verdict=verdict, reason=reason, shared=shared, recorded_by=by
    )
    return _record(row, cause=Cause.OVERRIDE, by=by)


def override_policy(*, application: Application, values: Mapping[str, int], reason: str, by: User) -> PolicyOverride:
    """Another patience for one application. Raises Refused when it is the practice's own."""
    usual = policy_as_json(practice_policy(application.practice_id))
    differing = {name: value for name, value in values.items() if value != usual[name]}
    if not differing:
        raise Refused(_("These are the practice’s own numbers: there is nothing to agree for this application."))
    row = PolicyOverride(application=application, values=differing, reason=reason, recorded_by=by)
    return _record(row, cause=Cause.POLICY, by=by)


# --- Which of two promises counts ------------------------------------------------------------------------------------

NOT_COPIED = {"id", "recorded_at", "recorded_by", "voided_at", "voided_by", "void_reason", "in_force_by_choice"}


def rivals(application: Application) -> list[NextStep]:
    """What was said on the last day on which next steps were spoken of, where it was more than one thing."""
    zone = zone_of(application)
    said = list(application.nextsteps.standing().select_related("said_by").order_by("said_at", "pk"))
    same_day = [row for row in said if civil_date(row.said_at, zone) == civil_date(said[-1].said_at, zone)]
    return same_day if len(same_day) > 1 else []


@transaction.atomic
def choose_next_step(*, next_step: NextStep, by: User) -> NextStep:
    """Of several statements of one day this one counts: it is taken back and recorded anew as the chosen one.

    One chosen before gives way in the same manner. Raises Refused where there is nothing to choose from.
    """
    lock(next_step.application)
    those = rivals(next_step.application)
    if next_step not in those or next_step.in_force_by_choice:
        raise Refused(_("There is nothing to choose: this is what counts already."))
    given_up = [row for row in those if row.in_force_by_choice]
    for row in given_up:
        _again(row, chosen=False, why=_("another was chosen to count"), by=by)
    chosen = _again(next_step, chosen=True, why=_("chosen to count"), by=by)
    refresh_standing(next_step.application, cause=Cause.FACT, by=by)
    return chosen


def _again(row: NextStep, *, chosen: bool, why: str, by: User) -> NextStep:
    """Take a statement back and record it anew. Both belong to one step: the standing is asked after the last."""
    NextStep.objects.filter(pk=row.pk, voided_at=None).update(voided_at=timezone.now(), voided_by=by, void_reason=why)
    values: dict[str, Any] = {
        field.name: getattr(row, field.name) for field in row._meta.concrete_fields if field.name not in NOT_COPIED
    }
    again = NextStep(**values, in_force_by_choice=chosen, recorded_by=by)
    again.full_clean()
    again.save()
    return again
