"""Forms over the pipeline, shared by the counselor's desk and the client's portal.

A form cleans to domain values and hands them to one service. Choices of rows come from the application one may see, so
that a foreign key from elsewhere is refused like any wrong choice.
"""

from candidates.forms.applications import ApplicationForm, EditApplicationForm, EditClientForm
from candidates.forms.base import Day, FactForm, Moment, Several, helper
from candidates.forms.debriefs import RememberForm, ThanksForm, WhoForm
from candidates.forms.documents import DocumentForm
from candidates.forms.facts import CallForm, CancelForm, DecisionForm, InterviewForm, MessageForm, NoteForm, VoidForm
from candidates.forms.next_steps import NextStepForm
from candidates.forms.people import ClientForm, ContactForm, NewClientForm, SiteForm

__all__ = [
    "ApplicationForm",
    "CallForm",
    "CancelForm",
    "ClientForm",
    "ContactForm",
    "Day",
    "DecisionForm",
    "DocumentForm",
    "EditApplicationForm",
    "EditClientForm",
    "FactForm",
    "InterviewForm",
    "MessageForm",
    "Moment",
    "NewClientForm",
    "NextStepForm",
    "NoteForm",
    "RememberForm",
    "Several",
    "SiteForm",
    "ThanksForm",
    "VoidForm",
    "WhoForm",
    "helper",
]
