"""The client's portal."""

from __future__ import annotations

from django.urls import path

from candidates.portal import (
    applications,
    consents,
    ending,
    install,
    now,
    reminders,
    together,
    trail,
    views,
    withdraw,
)
from candidates.portal.who_sees import who_sees_what
from candidates.portal.work_search import own_log
from counselor.pages.calendar_feed import calendar, end_calendar
from counselor.pages.care import raise_flag, share_note
from counselor.pages.erasing import erase_client
from counselor.pages.exports import client_data, export_client, export_file
from counselor.pages.face import PORTAL
from counselor.pages.imports import import_applications
from counselor.pages.reviews import ask_about_letter
from counselor.pages.signatures import remove_signature, signature
from counselor.pages.urls import shared_pages

app_name = "portal"

urlpatterns = [
    path("", now.now, name="now"),
    path("applications/", applications.applications, name="applications"),
    path("applications/add/", applications.add_application, name="add-application"),
    path("applications/paste/", applications.paste_posting, name="paste-posting"),
    path("applications/<int:pk>/withdraw/", withdraw.withdraw, name="withdraw"),
    path("applications/<int:pk>/reinstate/", withdraw.reinstate, name="reinstate"),
    path("applications/import/", import_applications(PORTAL), name="import-applications"),
    path("together/", together.together, name="together"),
    path("together/notes/", share_note(PORTAL), name="share-note"),
    path("together/action-items/", together.add_item, name="add-item"),
    path("together/ask/", raise_flag(PORTAL), name="raise-flag"),
    path("work-search/", own_log, name="work-search"),
    path("offline/", install.offline_copy, name="offline-copy"),
    path("manifest.webmanifest", install.manifest, name="manifest"),
    path("worker.js", install.worker, name="worker"),
    path("me/", views.me, name="me"),
    path("me/data/", client_data(PORTAL), name="client-data"),
    path("me/end/", ending.end_counseling, name="end-counseling"),
    path("me/go-on/", ending.take_up, name="take-up"),
    path("me/sharing/", consents.consents, name="consents"),
    path("me/export/", export_client(PORTAL), name="export-client"),
    path("me/export/file/", export_file(PORTAL), name="export-file"),
    path("me/erase/", erase_client(PORTAL), name="erase-client"),
    path("me/signature/", signature(PORTAL), name="signature"),
    path("me/signature/remove/", remove_signature(PORTAL), name="remove-signature"),
    path("me/calendar/", calendar(PORTAL), name="calendar"),
    path("me/calendar/end/", end_calendar(PORTAL), name="end-calendar"),
    path("me/reminders/", reminders.my_reminders, name="my-reminders"),
    path("reminders/", reminders.reminders, name="reminders"),
    path("reminders/read/", reminders.read_reminders, name="read-reminders"),
    path("reminders/<int:pk>/open/", reminders.open_reminder, name="open-reminder"),
    path("me/trail/", trail.trail, name="trail"),
    path("letters/<int:pk>/ask/", ask_about_letter, name="ask-about-letter"),
    path("me/who-sees/", who_sees_what, name="who-sees"),
    *shared_pages(PORTAL),
]
