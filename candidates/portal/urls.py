"""The client's portal."""

from __future__ import annotations

from django.urls import path

from candidates.portal import views
from counselor.pages.face import PORTAL
from counselor.pages.urls import shared_pages

app_name = "portal"

urlpatterns = [
    path("", views.now, name="now"),
    path("applications/", views.applications, name="applications"),
    path("applications/add/", views.add_application, name="add-application"),
    path("me/", views.me, name="me"),
    *shared_pages(PORTAL),
]
