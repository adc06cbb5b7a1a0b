"""What may come of a letter. Pure."""

from __future__ import annotations

from enum import StrEnum


class OutcomeKind(StrEnum):
    """What happened after a letter was mailed."""

    ACKNOWLEDGED = "acknowledged"
    STILL_CONSIDERED = "still_considered"
    DECISION_CONFIRMED = "decision_confirmed"
    FEEDBACK_GIVEN = "feedback_given"
    KEPT_ON_FILE = "kept_on_file"
    REOPENED = "reopened"
    NEW_OPPORTUNITY = "new_opportunity"
    REFERRAL = "referral"
    NETWORKING = "networking"
    SPAM_FOUND = "spam_found"
    OFFER = "offer"
    PLACEMENT = "placement"
    RETURNED_UNDELIVERABLE = "returned_undeliverable"
    ASKED_TO_STOP = "asked_to_stop"


class Attribution(StrEnum):
    """How far somebody says the letter had to do with it. Nobody claims more than that."""

    EMPLOYER = "employer"
    CLIENT = "client"
    LATER = "later"
