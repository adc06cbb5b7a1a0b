"""The counselor's desk."""

from __future__ import annotations

from django.urls import path

from counselor.dashboard import caseload, client, office, today
from counselor.pages.face import DESK
from counselor.pages.urls import shared_pages

app_name = "desk"

urlpatterns = [
    path("", today.today, name="today"),
    path("clients/", caseload.caseload, name="caseload"),
    path("clients/add/", caseload.add_client, name="add-client"),
    path("clients/<int:pk>/", client.client, name="client"),
    path("clients/<int:pk>/edit/", client.edit_client, name="edit-client"),
    path("clients/<int:pk>/applications/add/", client.add_application, name="add-application"),
    path("clients/<int:pk>/case-notes/", client.write_case_note, name="write-case-note"),
    path("outbox/", office.outbox, name="outbox"),
    path("outbox/<int:pk>/resend/", office.resend, name="resend"),
    path("practice/", office.practice, name="practice"),
    *shared_pages(DESK),
]
