"""The counselor's desk."""

from __future__ import annotations

from django.urls import path

from counselor.dashboard import (
    about,
    across,
    address_labels,
    care,
    caseload,
    changes,
    client,
    exchange,
    invitations,
    judgment,
    labels,
    letter_templates,
    letterheads,
    members,
    office,
    practice,
    print_day,
    printers,
    search,
    table,
    team,
)
from counselor.dashboard.erasures import erasures
from counselor.dashboard.my_digests import my_digests
from counselor.dashboard.reports.activity import report_activity
from counselor.dashboard.reports.employers import report_employers
from counselor.dashboard.reports.letters import report_letters
from counselor.dashboard.reports.process import report_process
from counselor.dashboard.reports.shell import reports
from counselor.dashboard.today import page as today
from counselor.dashboard.work_search import client_log
from counselor.pages.calendar_feed import calendar, end_calendar
from counselor.pages.care import raise_flag, share_note
from counselor.pages.erasing import erase_client
from counselor.pages.exports import client_data, export_client, export_file
from counselor.pages.face import DESK
from counselor.pages.imports import import_applications
from counselor.pages.signatures import remove_signature, signature
from counselor.pages.urls import shared_pages

app_name = "desk"

urlpatterns = [
    path("", today.today, name="today"),
    path("today/<slug:kind>/<int:pk>/put-off/", today.snooze, name="snooze"),
    path("today/<slug:kind>/<int:pk>/take-up/", today.unsnooze, name="unsnooze"),
    path("me/e-mail/", my_digests, name="my-digests"),
    path("my-calendar/", calendar(DESK), name="calendar"),
    path("my-calendar/end/", end_calendar(DESK), name="end-calendar"),
    path("clients/", caseload.caseload, name="caseload"),
    path("clients/add/", caseload.add_client, name="add-client"),
    path("clients/invite/", invitations.invite_client, name="invite-client"),
    path("clients/<int:pk>/invite/", invitations.invite_to_portal, name="invite-to-portal"),
    path("invitations/<int:pk>/renew/", invitations.renew_invitation, name="renew-invitation"),
    path("invitations/<int:pk>/revoke/", invitations.revoke_invitation, name="revoke-invitation"),
    path("practice/team/", members.team, name="team"),
    path("practice/uncounseled/", members.uncounseled, name="uncounseled"),
    path("clients/<int:pk>/entrust/", members.entrust, name="entrust"),
    path("practice/team/invite/", invitations.invite_colleague, name="invite-colleague"),
    path("practice/team/<int:pk>/", members.change_member, name="change-member"),
    path("practice/team/<int:pk>/end/", members.end_membership, name="end-membership"),
    path("clients/import/", exchange.import_clients, name="import-clients"),
    path("clients/export/", exchange.export_caseload, name="export-caseload"),
    path("clients/<int:pk>/import/", import_applications(DESK), name="import-applications"),
    path("clients/<int:pk>/erase/", erase_client(DESK), name="erase-client"),
    path("practice/erasures/", erasures, name="erasures"),
    path("clients/<int:pk>/data/", client_data(DESK), name="client-data"),
    path("clients/<int:pk>/export/", export_client(DESK), name="export-client"),
    path("clients/<int:pk>/export/file/", export_file(DESK), name="export-file"),
    path("views/add/", caseload.save_view, name="save-view"),
    path("views/<int:pk>/remove/", caseload.remove_view, name="remove-view"),
    path("search/", search.search, name="search"),
    path("clients/<int:pk>/labels/", labels.label_client, name="label-client"),
    path("practice/labels/", labels.labels, name="labels"),
    path("practice/labels/<int:pk>/", labels.rename_label, name="rename-label"),
    path("practice/labels/<int:pk>/remove/", labels.remove_label, name="remove-label"),
    path("clients/<int:pk>/", client.client, name="client"),
    path("clients/<int:pk>/edit/", client.edit_client, name="edit-client"),
    path("clients/<int:pk>/about/", about.about_client, name="about-client"),
    path("clients/<int:pk>/counselors/add/", team.assign_counselor, name="assign-counselor"),
    path("clients/<int:pk>/counselors/<int:assignment>/end/", team.end_assignment, name="end-assignment"),
    path("clients/<int:pk>/counselors/<int:assignment>/primary/", team.make_primary, name="make-primary"),
    path("clients/<int:pk>/hand-over/", team.hand_over, name="hand-over"),
    path("clients/<int:pk>/end/", team.end_counseling, name="end-counseling"),
    path("clients/<int:pk>/view-as/", about.view_as, name="view-as"),
    path("view-as/end/", about.stop_viewing, name="stop-viewing"),
    path("clients/<int:pk>/applications/", table.client_table, name="client-table"),
    path("clients/<int:pk>/applications/change/", changes.change_applications, name="change-applications"),
    path("clients/<int:pk>/timeline/", across.client_timeline, name="client-timeline"),
    path("applications/<int:pk>/move/", changes.move_application, name="move-application"),
    path("applications/<int:pk>/sent/", changes.record_sent, name="record-sent"),
    path("clients/<int:pk>/applications/add/", client.add_application, name="add-application"),
    path("clients/<int:pk>/together/", care.care, name="care"),
    path("clients/<int:pk>/sessions/plan/", care.plan_session, name="plan-session"),
    path("clients/<int:pk>/action-items/", care.add_item, name="add-item"),
    path("clients/<int:pk>/ask/", raise_flag(DESK), name="raise-flag"),
    path("clients/<int:pk>/shared-notes/", share_note(DESK), name="share-note"),
    path("clients/<int:pk>/case-notes/", care.write_case_note, name="write-case-note"),
    path("case-notes/<int:pk>/", care.edit_case_note, name="edit-case-note"),
    path("case-notes/<int:pk>/add/", care.add_addendum, name="add-addendum"),
    path("sessions/<int:pk>/", care.session, name="session"),
    path("clients/<int:pk>/work-search/", client_log, name="work-search"),
    path("reports/", reports, name="reports"),
    path("reports/letters/", report_letters, name="report-letters"),
    path("reports/process/", report_process, name="report-process"),
    path("reports/employers/", report_employers, name="report-employers"),
    path("reports/activity/", report_activity, name="report-activity"),
    path("print-day/", print_day.print_day, name="print-day"),
    path("print-runs/<int:pk>/", print_day.print_run, name="print-run"),
    path("print-runs/<int:pk>/<slug:paper>.pdf", print_day.print_run_file, name="print-run-file"),
    path("print-runs/<int:pk>/labels/", address_labels.print_labels, name="print-labels"),
    path("print-runs/<int:pk>/printed/", print_day.mark_run_printed, name="mark-run-printed"),
    path("print-runs/<int:pk>/mailed/", print_day.mail_run, name="mail-run"),
    path("print-runs/<int:pk>/not-mailed/", print_day.unmail_run, name="unmail-run"),
    path("print-runs/<int:pk>/cancel/", print_day.cancel_run, name="cancel-run"),
    path("clients/<int:pk>/signature/", signature(DESK), name="signature"),
    path("clients/<int:pk>/signature/remove/", remove_signature(DESK), name="remove-signature"),
    path("practice/letterheads/", letterheads.letterheads, name="letterheads"),
    path("practice/letterheads/<int:pk>/remove/", letterheads.remove_letterhead, name="remove-letterhead"),
    path("practice/printers/", printers.printers, name="printers"),
    path("practice/printers/<int:pk>/", printers.edit_printer, name="edit-printer"),
    path("practice/printers/<int:pk>/remove/", printers.remove_printer, name="remove-printer"),
    path("practice/printers/<int:pk>/calibration.pdf", printers.calibration_page, name="calibration-page"),
    path("practice/templates/", letter_templates.templates, name="templates"),
    path("practice/templates/<slug:variant>/<slug:locale>/", letter_templates.template, name="template"),
    path(
        "practice/templates/<slug:variant>/<slug:locale>/retire/",
        letter_templates.retire_template,
        name="retire-template",
    ),
    path("outbox/", office.outbox, name="outbox"),
    path("outbox/<int:pk>/resend/", office.resend, name="resend"),
    path("practice/", office.practice, name="practice"),
    path("practice/edit/", practice.edit_practice, name="edit-practice"),
    path("practice/policy/", practice.policy, name="policy"),
    path("practice/closures/add/", practice.add_closure, name="add-closure"),
    path("practice/closures/<int:pk>/end/", practice.end_closure, name="end-closure"),
    path("practice/closures/<int:pk>/remove/", practice.remove_closure, name="remove-closure"),
    path("applications/<int:pk>/policy/", judgment.override_policy, name="override-policy"),
    path("applications/<int:pk>/conclusion/", judgment.conclude, name="conclude"),
    path("applications/<int:pk>/next-steps/<int:fact>/choose/", judgment.choose_next_step, name="choose-next-step"),
    *shared_pages(DESK),
]
