"""The table of who gets what: a line for every URL. A new URL needs one, and a line needs its URL."""

from __future__ import annotations

from dataclasses import dataclass

PEOPLE = ("anonymous", "alice", "bob", "carol", "dan", "eve", "supervisor", "administrator", "ex_member")

GROUPS = {
    "case workers": {"alice", "carol", "dan", "supervisor"},
    "staff": {"alice", "carol", "dan", "supervisor", "administrator"},
    "own staff": {"alice", "dan", "supervisor", "administrator"},  # carol's practice has closures of its own
    "bob's counselors": {"alice", "supervisor"},  # the supervisor: bob was told about the supervision
    "own case workers": {"alice", "dan", "supervisor"},
    "alice": {"alice"},
    "alice, staff": {"alice"},
    "no client": set(),
    "no staff": set(),  # bob is counseled: tests/counselor/accounts/test_alone.py and test_going_on.py see these open
    "managers": {"carol", "supervisor", "administrator"},  # carol is alone in her practice
    "own managers": {"supervisor", "administrator"},
    "clients": {"bob", "eve"},
    "bob": {"bob"},
    "administrator": {"administrator"},
}

ROLES = {
    "bob's counselors": "case workers",
    "alice": "case workers",
    "own case workers": "case workers",
    "bob": "clients",
    "own staff": "staff",
    "alice, staff": "staff",
    "managers": "staff",
    "own managers": "staff",
    "no client": "clients",
    "no staff": "staff",
}
"""Whose kind of page it is: they hear of a wrong method (405) before anybody asks whose object it is."""

# url name                    who              GET  POST (a form without its fields comes back: 200)
TABLE = """
desk:today                    case workers      200  405
desk:snooze                   bob's counselors  200  200
desk:unsnooze                 bob's counselors  405  302
desk:my-digests               case workers      200  200
desk:calendar                 case workers      200  200
desk:end-calendar             case workers      405  302
desk:caseload                 case workers      200  405
desk:add-client               case workers      200  200
desk:invite-client            case workers      200  200
desk:invite-to-portal         bob's counselors  200  200
desk:renew-invitation         alice, staff      405  200
desk:revoke-invitation        alice, staff      405  302
desk:team                     staff             200  405
desk:invite-colleague         managers          200  200
desk:uncounseled              managers          200  405
desk:entrust                  no staff          404  404
desk:change-member            own managers      200  200
desk:end-membership           own managers      200  200
desk:import-clients           case workers      200  200
desk:export-caseload          case workers      405  200
desk:import-applications      bob's counselors  200  200
desk:client-data              bob's counselors  200  405
desk:export-client            bob's counselors  405  302
desk:export-file              alice             405  200
desk:import-preview           alice             200  200
desk:save-view                case workers      405  200
desk:remove-view              alice             405  302
desk:search                   case workers      200  405
desk:labels                   case workers      200  200
desk:rename-label             own case workers  200  200
desk:remove-label             own case workers  405  302
desk:label-client             bob's counselors  200  302
desk:letters                  case workers      200  405
desk:print-day                case workers      200  200
desk:print-run                bob's counselors  200  405
desk:print-run-file           bob's counselors  200  405
desk:print-labels             bob's counselors  200  200
desk:mark-run-printed         bob's counselors  405  302
desk:mail-run                 bob's counselors  405  200
desk:unmail-run               bob's counselors  405  302
desk:cancel-run               bob's counselors  405  302
desk:letterheads              staff             200  200
desk:remove-letterhead        own staff         405  302
desk:printers                 staff             200  200
desk:edit-printer             own staff         200  200
desk:remove-printer           own staff         405  302
desk:calibration-page         own staff         200  405
desk:templates                staff             200  405
desk:template                 staff             200  200
desk:retire-template          staff             405  302
desk:outbox                   case workers      200  405
desk:reports                  staff             200  405
desk:report-letters           staff             200  405
desk:report-process           staff             200  405
desk:report-employers         staff             200  405
desk:report-activity          case workers      200  405
desk:work-search              bob's counselors  200  405
desk:practice                 staff             200  405
desk:edit-practice            staff             200  200
desk:policy                   staff             200  200
desk:add-closure              staff             200  200
desk:end-closure              own staff         200  200
desk:remove-closure           own staff         200  200
desk:client                   bob's counselors  200  405
desk:about-client             bob's counselors  200  405
desk:assign-counselor         bob's counselors  200  200
desk:end-assignment           bob's counselors  200  200
desk:make-primary             bob's counselors  405  302
desk:hand-over                bob's counselors  200  200
desk:end-counseling           bob's counselors  200  200
desk:erase-client             bob's counselors  200  200
desk:erasures                 administrator     200  200
desk:view-as                  bob's counselors  405  302
desk:stop-viewing             case workers      405  302
desk:signature                bob's counselors  200  200
desk:remove-signature         bob's counselors  405  302
desk:client-table             bob's counselors  200  405
desk:change-applications      bob's counselors  405  302
desk:client-timeline          bob's counselors  200  405
desk:move-application         bob's counselors  200  405
desk:record-sent              bob's counselors  200  200
desk:edit-client              bob's counselors  200  200
desk:add-application          bob's counselors  200  200
desk:care                     bob's counselors  200  405
desk:plan-session             bob's counselors  200  200
desk:add-item                 bob's counselors  200  200
desk:raise-flag               bob's counselors  200  200
desk:share-note               bob's counselors  200  200
desk:write-case-note          bob's counselors  200  200
desk:edit-case-note           bob's counselors  200  200
desk:add-addendum             bob's counselors  200  200
desk:session                  bob's counselors  200  200
desk:ask-to-look              bob's counselors  200  200
desk:tick-item                bob's counselors  405  302
desk:untick-item              bob's counselors  405  302
desk:drop-item                bob's counselors  405  302
desk:resolve-flag             bob's counselors  200  200
desk:withdraw-flag            bob's counselors  405  302
desk:mark-seen                bob's counselors  405  302
desk:session-ics              bob's counselors  200  405
desk:resend                   bob's counselors  405  302
desk:application              bob's counselors  200  405
desk:record-interview         bob's counselors  200  200
desk:cancel-interview         bob's counselors  200  200
desk:latest-debrief           bob's counselors  302  405
desk:debrief                  bob's counselors  200  200
desk:interview-ics            bob's counselors  200  405
desk:record-next-step         bob's counselors  200  200
desk:log-call                 bob's counselors  200  200
desk:log-message              bob's counselors  200  200
desk:spam-check               bob's counselors  200  200
desk:override-policy          bob's counselors  200  200
desk:conclude                 bob's counselors  200  200
desk:choose-next-step         bob's counselors  405  302
desk:record-decision          bob's counselors  200  200
desk:set-site                 bob's counselors  200  302
desk:add-contact              bob's counselors  200  200
desk:void                     bob's counselors  200  200
desk:write-shared-note        bob's counselors  405  200
desk:edit-application         bob's counselors  200  200
desk:add-document             bob's counselors  200  200
desk:document                 bob's counselors  405  200
desk:remove-document          bob's counselors  405  302
desk:archive                  bob's counselors  405  302
desk:restore                  bob's counselors  405  302
desk:draft-letter             bob's counselors  200  200
desk:letter                   bob's counselors  200  200
desk:comment-letter           bob's counselors  200  200
desk:read-comments            bob's counselors  405  302
desk:nothing-came             bob's counselors  405  302
desk:approve-letter           bob's counselors  405  302
desk:void-letter              bob's counselors  200  200
desk:mark-printed             bob's counselors  405  302
desk:mark-mailed              bob's counselors  200  200
desk:record-outcome           bob's counselors  200  200
desk:proof-letter             bob's counselors  405  200
desk:letter-preview           bob's counselors  200  405
desk:envelope-preview         bob's counselors  200  405
desk:letter-pdf               bob's counselors  200  405
desk:archive-copy             bob's counselors  200  405
desk:envelope-pdf             bob's counselors  200  405
portal:now                    clients           200  405
portal:applications           clients           200  405
portal:add-application        clients           200  200
portal:paste-posting          clients           200  200
portal:withdraw               bob               200  302
portal:reinstate              bob               405  302
portal:import-applications    clients           200  200
portal:import-preview         bob               200  200
portal:client-data            clients           200  405
portal:export-client          clients           405  302
portal:export-file            bob               405  200
portal:work-search            clients           200  405
portal:offline-copy           clients           200  405
portal:me                     clients           200  200
portal:erase-client           clients           200  200
portal:consents               clients           200  200
portal:end-counseling         clients           200  200
portal:take-up                no client         404  404
portal:signature              clients           200  200
portal:remove-signature       clients           405  302
portal:who-sees               clients           200  405
portal:reminders              clients           200  405
portal:read-reminders         clients           405  302
portal:open-reminder          bob               405  302
portal:my-reminders           clients           200  200
portal:calendar               clients           200  200
portal:end-calendar           clients           405  302
portal:trail                  clients           200  405
portal:together               clients           200  405
portal:add-item               clients           200  200
portal:raise-flag             clients           200  200
portal:share-note             clients           200  200
portal:ask-to-look            bob               200  200
portal:tick-item              bob               405  302
portal:untick-item            bob               405  302
portal:drop-item              bob               405  302
portal:resolve-flag           bob               200  200
portal:withdraw-flag          bob               405  302
portal:mark-seen              bob               405  302
portal:session-ics            bob               200  405
portal:letters                clients           200  405
portal:application            bob               200  405
portal:record-interview       bob               200  200
portal:cancel-interview       bob               200  200
portal:latest-debrief         bob               302  405
portal:debrief                bob               200  200
portal:interview-ics          bob               200  405
portal:record-next-step       bob               200  200
portal:log-call               bob               200  200
portal:log-message            bob               200  200
portal:spam-check             bob               200  200
portal:record-decision        bob               200  200
portal:set-site               bob               200  302
portal:add-contact            bob               200  200
portal:void                   bob               200  200
portal:write-shared-note      bob               405  200
portal:edit-application       bob               200  200
portal:add-document           bob               200  200
portal:document               bob               405  200
portal:remove-document        bob               405  302
portal:archive                bob               405  302
portal:restore                bob               405  302
portal:draft-letter           bob               200  200
portal:letter                 bob               200  200
portal:comment-letter         bob               200  200
portal:read-comments          bob               405  302
portal:nothing-came           bob               405  302
portal:ask-about-letter       bob               405  302
portal:approve-letter         bob               405  302
portal:void-letter            bob               200  200
portal:mark-printed           bob               405  302
portal:mark-mailed            bob               200  200
portal:record-outcome         bob               200  200
portal:proof-letter           bob               405  200
portal:letter-preview         bob               200  405
portal:envelope-preview       bob               200  405
portal:letter-pdf             bob               200  405
portal:archive-copy           bob               200  405
portal:envelope-pdf           bob               200  405
"""

# url name                              visitor: GET POST   signed in: GET POST
OPEN_TABLE = """
home                                             302  405            302  405
unsubscribe                                      200  200            200  200
calendar-feed                                    200  405            200  405
healthz                                          503  405            503  405
language                                         405  302            405  302
start                                            404  404            404  404
join                                             200  200            200  200
portal:manifest                                  200  405            200  405
portal:worker                                    200  405            200  405
account_login                                    200  200            302  302
account_logout                                   302  302            200  302
account_signup                                   200  200            302  302
account_inactive                                 200  405            200  405
account_reauthenticate                           302  302            200  200
account_change_password                          302  302            200  200
account_set_password                             302  302            302  302
account_reset_password                           200  200            200  200
account_reset_password_done                      200  405            200  405
account_reset_password_from_key                  302  302            302  302
account_reset_password_from_key_done             200  405            200  405
account_request_login_code                       200  200            302  302
account_confirm_login_code                       302  302            302  302
account_email                                    302  302            200  302
account_email_verification_sent                  302  302            302  302
mfa_login_webauthn                               302  302            302  302
mfa_authenticate                                 302  302            302  302
mfa_reauthenticate                               302  302            302  302
mfa_reauthenticate_webauthn                      302  302            302  302
mfa_index                                        302  302            200  405
mfa_list_webauthn                                302  302            302  405
mfa_activate_totp                                302  302            302  302
mfa_deactivate_totp                              302  302            404  404
mfa_view_recovery_codes                          302  302            404  405
mfa_generate_recovery_codes                      302  302            302  302
mfa_download_recovery_codes                      302  302            404  404
mfa_add_webauthn                                 302  302            302  302
mfa_edit_webauthn                                302  302            302  302
mfa_remove_webauthn                              302  302            302  302
signing-in                                       302  302            200  200
places                                           302  302            200  405
end-place                                        302  302            405  404
end-other-places                                 302  302            405  302
choose-practice                                  302  302            405  404
"""

NOBODYS = {"end-place", "choose-practice", "mfa_edit_webauthn", "mfa_remove_webauthn"}
"""Pages about one’s own account that are asked for something nobody has."""

OTHERWISE = {("portal:end-counseling", "eve", "POST"): 302}
"""No letter of eve's was mailed: there is nothing to ask her before it ends."""

FROZEN = {
    "mark-printed",
    "mark-mailed",
    "letter-preview",
    "envelope-preview",
    "letter-pdf",
    "archive-copy",
    "envelope-pdf",
}


@dataclass(frozen=True)
class Row:
    """Who gets what. A visitor is asked to sign in; to everybody else the page does not exist."""

    who: set[str]
    role: set[str]
    get: int
    post: int

    def expected(self, who: str, method: str) -> int:
        if who == "anonymous":
            return 302
        code = {"GET": self.get, "HEAD": self.get, "POST": self.post}.get(method, 405)
        return code if who in (self.role if code == 405 else self.who) else 404


def rows() -> dict[str, Row]:
    found = {}
    for line in TABLE.strip().splitlines():
        name, rest = line.split(maxsplit=1)
        who, get, post = rest.rsplit(maxsplit=2)
        found[name] = Row(GROUPS[who], GROUPS[ROLES.get(who, who)], int(get), int(post))
    return found


def open_rows() -> dict[str, list[int]]:
    lines = (line.split() for line in OPEN_TABLE.strip().splitlines())
    return {name: [int(each) for each in codes] for name, *codes in lines}
