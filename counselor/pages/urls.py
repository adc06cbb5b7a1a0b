"""The pages both faces have, wired for one of them."""

from __future__ import annotations

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from counselor.pages import documents, interviews, letters, record, writing
from counselor.pages.application import archive, restore, show_application
from counselor.pages.archive_copy import archive_copy
from counselor.pages.care import care_pages
from counselor.pages.details import edit_application
from counselor.pages.face import Face
from counselor.pages.imports import import_preview
from counselor.pages.letter_list import letter_list
from counselor.pages.reviews import review_pages


class FactKind(StringConverter):
    regex = "|".join(record.FACTS)


register_converter(FactKind, "fact_kind")


def application_pages(face: Face) -> list[URLPattern]:
    """URL patterns of the application itself and of its documents."""
    return [
        path("applications/<int:pk>/", show_application(face), name="application"),
        path("applications/<int:pk>/edit/", edit_application(face), name="edit-application"),
        path("applications/<int:pk>/documents/add/", documents.add_document(face), name="add-document"),
        path("applications/<int:pk>/documents/<int:fact>/", documents.document(face), name="document"),
        path(
            "applications/<int:pk>/documents/<int:fact>/remove/",
            documents.remove_document(face),
            name="remove-document",
        ),
        path("applications/<int:pk>/archive/", archive(face), name="archive"),
        path("applications/<int:pk>/restore/", restore(face), name="restore"),
    ]


def fact_pages(face: Face) -> list[URLPattern]:
    """URL patterns of what is recorded about an application."""
    return [
        path("applications/<int:pk>/interviews/add/", record.record_interview(face), name="record-interview"),
        path(
            "applications/<int:pk>/interviews/<int:fact>/cancel/",
            record.cancel_interview(face),
            name="cancel-interview",
        ),
        path("applications/<int:pk>/debrief/", interviews.latest_debrief(face), name="latest-debrief"),
        path("applications/<int:pk>/interviews/<int:fact>/debrief/", interviews.debrief(face), name="debrief"),
        path(
            "applications/<int:pk>/interviews/<int:fact>/interview.ics",
            interviews.interview_ics(face),
            name="interview-ics",
        ),
        path("applications/<int:pk>/next-steps/add/", record.record_next_step(face), name="record-next-step"),
        path("applications/<int:pk>/calls/add/", record.log_call(face), name="log-call"),
        path("applications/<int:pk>/messages/add/", record.log_message(face), name="log-message"),
        path("applications/<int:pk>/spam-check/", record.spam_check(face), name="spam-check"),
        path("applications/<int:pk>/decisions/add/", record.record_decision(face), name="record-decision"),
        path("applications/<int:pk>/site/", record.set_site(face), name="set-site"),
        path("applications/<int:pk>/contacts/add/", record.add_contact(face), name="add-contact"),
        path("applications/<int:pk>/<fact_kind:kind>/<int:fact>/void/", record.void(face), name="void"),
        path("applications/<int:pk>/shared-notes/", record.write_shared_note(face), name="write-shared-note"),
        path("applications/<int:pk>/letters/draft/", letters.draft_letter(face), name="draft-letter"),
    ]


def letter_pages(face: Face) -> list[URLPattern]:
    """URL patterns of the letters."""
    return [
        path("letters/", letter_list(face), name="letters"),
        path("letters/<int:pk>/", letters.letter(face), name="letter"),
        path("letters/<int:pk>/approve/", writing.approve(face), name="approve-letter"),
        path("letters/<int:pk>/proof/", writing.proof_letter(face), name="proof-letter"),
        path("letters/<int:pk>/void/", letters.void(face), name="void-letter"),
        path("letters/<int:pk>/printed/", letters.mark_printed(face), name="mark-printed"),
        path("letters/<int:pk>/mailed/", letters.mark_mailed(face), name="mark-mailed"),
        path("letters/<int:pk>/outcomes/add/", letters.record_outcome(face), name="record-outcome"),
        path("letters/<int:pk>/preview.png", letters.preview(face), name="letter-preview"),
        path("letters/<int:pk>/envelope.png", letters.envelope_preview(face), name="envelope-preview"),
        path("letters/<int:pk>/letter.pdf", letters.letter_pdf(face), name="letter-pdf"),
        path("letters/<int:pk>/archive-copy.pdf", archive_copy(face), name="archive-copy"),
        path("letters/<int:pk>/envelope.pdf", letters.envelope_pdf(face), name="envelope-pdf"),
    ]


def shared_pages(face: Face) -> list[URLPattern]:
    """URL patterns of every page both faces have."""
    return [
        *application_pages(face),
        *fact_pages(face),
        *letter_pages(face),
        *review_pages(face),
        path("imports/<int:pk>/", import_preview(face), name="import-preview"),
        *care_pages(face),
    ]
