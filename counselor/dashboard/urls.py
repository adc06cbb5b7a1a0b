"""The counselor's desk."""

from __future__ import annotations

from django.urls import path

from counselor.dashboard import caseload, client, judgment, office, practice, today
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
    path("practice/policy/", practice.policy, name="policy"),
    path("practice/closures/add/", practice.add_closure, name="add-closure"),
    path("practice/closures/<int:pk>/end/", practice.end_closure, name="end-closure"),
    path("practice/closures/<int:pk>/remove/", practice.remove_closure, name="remove-closure"),
    path("applications/<int:pk>/policy/", judgment.override_policy, name="override-policy"),
    path("applications/<int:pk>/conclusion/", judgment.conclude, name="conclude"),
    path("applications/<int:pk>/next-steps/<int:fact>/choose/", judgment.choose_next_step, name="choose-next-step"),
    *shared_pages(DESK),
]
