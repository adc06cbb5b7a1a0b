"""What a stranger may try: headers, sessions, open redirects, GETs that write, and scripts in every field."""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client as Browser
from django.urls import reverse

from candidates import edits, notes, services
from counselor.accounts.models import Membership, User
from counselor.settings import MIDDLEWARE
from tests.cast import PASSWORD, Cast, at, make_client
from tests.furnished import furnish, plainly
from tests.pipeline import alike
from tests.test_architecture import ROOT
from tests.watching import Writes, faults, templates

PRODUCTION = {
    "SITE_URL": "https://class-act.example",
    "SECRET_KEY": "k3" * 16 + "J7x_QmZp-0aLr9TtVw2Y",
    "EMAIL_URL": "smtp://user:word@mail.example:587",
}

STRANGE_PLACES = [
    *("https://evil.example", "http://evil.example/", "//evil.example", "///evil.example", "////evil.example/x"),
    *("https:evil.example", "https:/evil.example", "https:///evil.example", "http:///evil.example"),
    *("http:\\\\evil.example", "https:\\\\evil.example"),
    *("\\\\evil.example", "/\\evil.example", "\\/evil.example", "/\\/evil.example", "//\\evil.example"),
    *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", " javascript:alert(1)", "vbscript:x"),
    *("data:text/html,<script>alert(1)</script>", "file:///etc/passwd", "ftp://evil.example", "mailto:a@evil.example"),
    *("https://testserver@evil.example", "https://testserver:x@evil.example/", "//testserver@evil.example"),
    *("https://evil.example#testserver", "https://evil.example?testserver", "https://evil.example/testserver"),
    *("https://testserver.evil.example", "//testserver.evil.example", "https://eviltestserver", "//127.0.0.1"),
    *("https://evil%2eexample", "//evil%E3%80%82example", "https://evil。example", "//evil.example/%2f..", "//[::1]/"),
    *("\t//evil.example", "\n//evil.example", "\r\n//evil.example", " //evil.example", "/\t/evil.example"),
    *(
        "/\n/evil.example",
        "\x00//evil.example",
        "\x0b//evil.example",
        "\u2028//evil.example",
        "//evil.example\\@testserver",
    ),
    *("http://[evil.example", "https://testserver:443@evil.example", "https://evil.example:443", "//evil.example:80"),
    *("HTTPS://EVIL.EXAMPLE", "hTTp://evil.example", "https://user@evil.example", "//0x7f000001", "http://2130706433"),
    *("blob:https://evil.example/1", "view-source:https://evil.example", "about:blank"),
]

SCRIPTS = [
    "<script>{0}</script>",
    "<SCRIPT SRC=//evil.example/{0}></SCRIPT>",
    "</title><script>{0}</script>",
    "</textarea><script>{0}</script>",
    "</style><script>{0}</script>",
    "--><script>{0}</script>",
    "]]><script>{0}</script>",
    "<<script>{0}//<</script>",
    "<scr<script>ipt>{0}</script>",
    "<img src=x onerror={0}>",
    "<img/src=x/onerror={0}>",
    '"><img src=x onerror={0}>',
    "'><img src=x onerror={0}>",
    '" onmouseover="{0}',
    "' onmouseover='{0}",
    '" autofocus onfocus={0} x="',
    "' autofocus onfocus={0} x='",
    "` onmouseover={0} `",
    "x onclick={0}",
    "<svg onload={0}>",
    "<svg/onload={0}>",
    "<svg><script>{0}</script></svg>",
    "<svg><animate onbegin={0}>",
    "<math href=javascript:{0}>x</math>",
    "<body onload={0}>",
    "<iframe src=javascript:{0}>",
    "<iframe srcdoc='<script>{0}</script>'>",
    "<object data=javascript:{0}>",
    "<embed src=javascript:{0}>",
    "<a href=javascript:{0}>x</a>",
    "<a href='java\tscript:{0}'>x</a>",
    "<form action=javascript:{0}><button>x",
    "<button formaction=javascript:{0}>x",
    "<input autofocus onfocus={0}>",
    "<select onfocus={0} autofocus>",
    "<details open ontoggle={0}>",
    "<video src=x onerror={0}>",
    "<audio src=x onerror={0}>",
    "<marquee onstart={0}>x",
    "<style>@import'//evil.example/{0}'</style>",
    "<link rel=stylesheet href=//evil.example/{0}>",
    "<meta http-equiv=refresh content=0;url=//e.x/{0}>",
    "<base href=//evil.example/{0}>",
    "<template><script>{0}</script></template>",
    "<noscript><p title='</noscript><img onerror={0}>'>",
    "<!--[if IE]><script>{0}</script><![endif]-->",
    "<?xml version='1.0'?><script>{0}</script>",
    "<p style='background:url(javascript:{0})'>",
    "<div hx-get=//evil.example/{0} hx-trigger=load>",
    "<div data-confirm=x onpointerenter={0}>",
    "&lt;script&gt;{0}&lt;/script&gt;",
    "&#60;script&#62;{0}&#60;/script&#62;",
    "\\u003cscript\\u003e{0}\\u003c/script\\u003e",
    "%3Cscript%3E{0}%3C/script%3E",
    "{{{{ {0} }}}}",
    "{{% include '{0}' %}}",
    "{{{{constructor.constructor('{0}')()}}}}",
    "${{{0}}}",
    "<%= {0} %>",
    "\u202e<script>{0}</script>",
    "＜script＞{0}＜/script＞",
]


# --- An installation -------------------------------------------------------------------------------------------------


def test_a_production_site_passes_every_deploy_check(tmp_path):
    unset = {"DEBUG", "DEMO", "REDIS_URL", "DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    rest = {name: value for name, value in os.environ.items() if name not in unset}
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=rest | PRODUCTION | {"DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "no issues" in done.stdout


# --- Headers: on every page of the tables, tests/test_who_sees_what.py looks at them ---------------------------------


def test_pages_travel_compressed_and_their_size_tells_nothing(cast, browse):
    """Padding of a random length against guesses from the size (BREACH)."""
    alice = browse(cast.alice)
    answers = [alice.get("/desk/", headers={"accept-encoding": "gzip"}) for _ in range(20)]
    assert {each.headers["Content-Encoding"] for each in answers} == {"gzip"}
    assert b"</html>" in gzip.decompress(answers[0].content)
    assert len({len(each.content) for each in answers}) > 5


def test_a_page_that_does_not_exist_has_its_headers(db):
    response = Browser().get("/nowhere/")
    assert (response.status_code, faults(response, signed_in=False)) == (404, [])


def test_whatever_is_answered_has_its_headers(cast, settings, monkeypatch, tmp_path):
    """Also what no page of ours answers: static files, refusals, redirects, and a page that falls."""
    settings.MIDDLEWARE, settings.WHITENOISE_USE_FINDERS, settings.STATIC_ROOT = MIDDLEWARE, True, tmp_path
    monkeypatch.setattr("counselor.health.database_answers", lambda: 1 / 0)
    browser, forged = Browser(raise_request_exception=False), Browser(enforce_csrf_checks=True)
    static = [browser.get(f"/static/{name}") for name in ("css/base.css", "js/theme.js", "nothing.css")]
    login, settings.LARGEST_POST = reverse("account_login"), 100
    answers = [
        *((response, code) for response, code in zip(static, (200, 200, 404), strict=True)),
        (browser.get("/", headers={"host": "evil.example"}), 400),
        (browser.get("/\x00"), 404),
        (browser.delete(reverse("desk:today")), 302),
        (browser.get("/healthz"), 500),
        (browser.post(login, {"login": "x" * 101}), 413),
        (forged.post(login), 403),
    ]
    settings.SECURE_SSL_REDIRECT = True
    answers.append((Browser().get(login), 301))
    for response in static:
        response.close()
    assert [response.status_code for response, _ in answers] == [code for _, code in answers]
    assert [faults(response, signed_in=False) for response, _ in answers] == [[] for _ in answers]


def test_the_policy_names_only_this_site(db):
    directives = Browser().get("/accounts/login/").headers["Content-Security-Policy"].split(";")
    sources = {word for directive in directives for word in directive.split()[1:]}
    assert sources == {"'self'", "'none'", "data:"}


def test_templates_keep_to_the_policy():
    """No inline script, style or handler, which the policy would refuse anyway. Letters are paper, not pages."""
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)
    pages = {name: source for name, source in templates().items() if not name.startswith("letters/")}
    assert {name: inline.findall(source) for name, source in pages.items() if inline.search(source)} == {}


def test_the_session_is_kept_from_scripts_and_from_other_sites(cast, unlimited):
    browser = Browser()
    browser.post(reverse("account_login"), {"login": cast.alice.email, "password": PASSWORD})
    cookie = browser.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")


def test_a_forged_post_is_refused(cast):
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(cast.bob)
    assert browser.post(reverse("portal:archive", args=[cast.application.pk])).status_code == 403


def test_a_log_line_names_nobody(cast, browse, caplog):
    """What was searched for is a name, and the key of a reset is a key."""
    with caplog.at_level("INFO"):
        browse(cast.alice).get(reverse("desk:caseload"), {"q": "Miller"})
        Browser().get(reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": "secret-key"}))
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("django_structlog")]
    assert len(lines) >= 4
    assert [line for line in lines if "Miller" in line or "secret-key" in line] == []


# --- Members who leave -----------------------------------------------------------------------------------------------


def test_a_removed_member_is_denied_on_the_next_request(cast, browse):
    browser, url = browse(cast.alice), reverse("desk:application", args=[cast.application.pk])
    assert browser.get(url).status_code == 200
    Membership.objects.filter(user=cast.alice).update(ended_at=at(12))
    assert browser.get(url).status_code == 404
    assert browser.post(reverse("desk:archive", args=[cast.application.pk])).status_code == 404


def test_a_removed_client_is_denied_on_the_next_request(cast, browse):
    browser, url = browse(cast.bob), reverse("portal:application", args=[cast.application.pk])
    assert browser.get(url).status_code == 200
    Membership.objects.filter(user=cast.bob).update(ended_at=at(12))
    assert browser.get(url).status_code == 404


def test_a_closed_account_is_signed_out(cast, browse):
    browser = browse(cast.alice)
    User.objects.filter(pk=cast.alice.pk).update(is_active=False)
    assert browser.get(reverse("desk:today")).status_code == 302


def test_a_demoted_member_loses_the_pages_of_the_role(cast, browse):
    browser = browse(cast.alice)
    Membership.objects.filter(user=cast.alice).update(role="administrator")
    assert browser.get(reverse("desk:today")).status_code == 404
    assert browser.get(reverse("desk:practice")).status_code == 200


def test_a_session_ends_after_twelve_hours(cast, browse, clock):
    browser = browse(cast.alice)
    clock.shift(timedelta(hours=12, minutes=1))
    assert browser.get(reverse("desk:today")).status_code == 302


def test_a_practice_in_the_session_must_be_ones_own(cast, browse):
    browser = browse(cast.alice)
    session = browser.session
    session["practice"] = cast.elsewhere["practice"].pk
    session.save()
    assert "Elsewhere" not in browser.get(reverse("desk:practice")).content.decode()
    assert browser.get(reverse("desk:client", args=[cast.elsewhere["client"].pk])).status_code == 404


# --- Signing in ------------------------------------------------------------------------------------------------------


@pytest.fixture
def unlimited(settings: Any) -> None:
    """No rate limits, and no memory of them."""
    settings.ACCOUNT_RATE_LIMITS = False
    cache.clear()


def anonymised(response: Any, email: str) -> str:
    """A page without the token, and without the address that was typed."""
    token = r'(?<=name="csrfmiddlewaretoken" value=")[^"]*|(?<="X-CSRFToken": ")[^"]*'
    page = re.sub(token, "", response.content.decode())
    return page.replace(email, "")


def test_a_wrong_password_does_not_tell_whether_the_account_exists(cast, unlimited):
    addresses = (cast.alice.email, "nobody@harbor.example", cast.ex_member.email)
    answers = {
        anonymised(Browser().post(reverse("account_login"), {"login": email, "password": "wrong"}), email)
        for email in addresses
    }
    assert len(answers) == 1


def test_the_right_password_opens(cast, unlimited):
    response = Browser().post(reverse("account_login"), {"login": cast.alice.email, "password": PASSWORD})
    assert (response.status_code, response.url) == (302, "/")


def test_a_reset_does_not_tell_whether_the_account_exists(cast, unlimited):
    answers = [
        Browser().post(reverse("account_reset_password"), {"email": email})
        for email in (cast.alice.email, "nobody@harbor.example")
    ]
    assert len({(each.status_code, each.url) for each in answers}) == 1


def test_many_wrong_passwords_are_slowed_down(cast):
    cache.clear()
    answers = [
        Browser().post(reverse("account_login"), {"login": cast.alice.email, "password": f"wrong {number}"})
        for number in range(12)
    ]
    last = answers[-1].content.decode()
    assert answers[-1].status_code == 429 or "Too many" in last
    cache.clear()


def test_a_new_session_begins_with_signing_in(cast, unlimited):
    browser = Browser()
    browser.cookies["sessionid"] = "planted"
    browser.post(reverse("account_login"), {"login": cast.alice.email, "password": PASSWORD})
    assert browser.cookies["sessionid"].value != "planted"


def test_nobody_signs_up(cast, unlimited):
    data = {"email": "stranger@evil.example", "password1": PASSWORD, "password2": PASSWORD}
    Browser().post(reverse("account_signup"), data)
    assert not User.objects.filter(email="stranger@evil.example").exists()


def leads_away(response: Any) -> bool:
    return response.status_code == 302 and not re.match(r"/(?![/\\])", response.url)


def test_next_leads_nowhere_strange(cast, browse, unlimited):
    signed_in, wrong = browse(cast.alice), []
    for place in STRANGE_PLACES:
        answer = signed_in.get(reverse("account_login"), {"next": place})
        if leads_away(answer) or answer.status_code >= 500:
            wrong.append(f"{place!r} leads to {answer.headers.get('Location')}")
    assert wrong == []
    assert len(STRANGE_PLACES) >= 60


def test_next_leads_nowhere_strange_after_signing_in(cast, unlimited):
    account = {"login": cast.alice.email, "password": PASSWORD}
    wrong = [
        place
        for place in STRANGE_PLACES
        if leads_away(Browser().post(reverse("account_login"), account | {"next": place}))
    ]
    assert wrong == []


def test_next_leads_home(cast, unlimited):
    account = {"login": cast.alice.email, "password": PASSWORD, "next": "/desk/clients/"}
    assert Browser().post(reverse("account_login"), account).url == "/desk/clients/"


# --- Reading does not write: on every page of the tables, tests/test_who_sees_what.py looks for it -------------------


def test_the_watch_sees_a_write(cast, browse):
    writes = Writes()
    with connection.execute_wrapper(writes):
        browse(cast.bob).post(reverse("portal:archive", args=[cast.application.pk]))
    assert any("candidates_application" in sql for sql in writes)


# --- Scripts ---------------------------------------------------------------------------------------------------------


LOADING = ("src", "action", "style", "srcdoc", "data", "content")


class Reader(HTMLParser):
    """A page as a browser takes it apart: what is text, and what would do something."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.acts: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = "data" if ("type", "application/json") in attrs else tag  # JSON is never run
        for name, value in attrs:
            words = value or ""
            if "zqx" in name or name.startswith("on") or (name in LOADING and "zqx" in words):
                self.acts.append(f"<{tag} {name}={words}>")
            if name in ("href", "formaction") and re.match(r"\W*javascript", words, re.IGNORECASE):
                self.acts.append(f"<{tag} {name}={words}>")
            if name in ("value", "alt", "title", "aria-label"):
                self.words.append(words)
        if "zqx" in tag:
            self.acts.append(f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_comment(self, data: str) -> None:
        if "zqx" in data:
            self.acts.append(f"<!--{data}-->")

    def handle_data(self, data: str) -> None:
        if self.inside in ("script", "style") and data.strip():
            self.acts.append(f"<{self.inside}>{data}")
        self.words.append(data)


def take_apart(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader


def payloads() -> list[str]:
    return [script.format(f"zqx{number}") for number, script in enumerate(SCRIPTS)]


def scripted_client(cast: Cast) -> Any:
    """Bob, with the payloads in his notes, employers, positions, contacts, calls and decisions."""
    names = {"given_name": payloads()[0], "city": payloads()[9]}
    edits.edit_client(client=cast.client, seen=cast.client.version, by=cast.bob, **names)
    both = {"application": cast.application, "by": cast.bob}
    for payload in payloads():
        notes.write_shared_note(client=cast.client, text=payload, **both)
        notes.write_case_note(client=cast.client, text=payload, by=cast.alice)
        services.add_contact(employer=cast.employer, by=cast.bob, family_name=payload, job_title=payload)
        employer = services.add_employer(practice=cast.practice, name=payload, by=cast.bob)
        alike(cast.application, [{"employer_id": employer.pk, "position": payload}])
    reached = {"direction": "out", "channel": "phone", "result": "reached", "happened_at": at(5)}
    call = services.log_touchpoint(**both, **reached, note=payloads()[0])
    alike(call, [{"note": payload} for payload in payloads()])
    scripted_people(cast)
    return cast.client


def scripted_people(cast: Cast) -> None:
    """Clients of alice's with each payload for their names."""
    one = make_client(cast.practice, cast.alice, None, "One", "More")
    people = alike(one, [{"given_name": payload, "family_name": payload} for payload in payloads()])
    alike(one.assignments.get(), [{"client_id": each.pk} for each in people])


def shown(text: str, payload: str) -> bool:
    """Whether a text shows the payload letter for letter, spaces aside."""
    return "".join(payload.split()) in text


def test_scripts_in_every_field_are_shown_and_never_run(cast, browse):
    assert len(set(payloads())) >= 60
    client = scripted_client(cast)
    showing = [
        (cast.alice, reverse("desk:application", args=[cast.application.pk])),
        (cast.alice, reverse("desk:client-table", args=[client.pk])),
        (cast.bob, reverse("portal:log-call", args=[cast.application.pk])),
    ]
    wrong = []
    board = (cast.alice, reverse("desk:client", args=[client.pk]))  # it shows the first of each column
    pages = [(cast.bob, f"{reverse('portal:applications')}?page={page}") for page in (1, 2, 3)]
    for user, url in [*showing, *pages, board, (cast.alice, reverse("desk:today")), (cast.bob, reverse("portal:me"))]:
        reader = take_apart(browse(user).get(url).content.decode())
        text = "".join("".join(reader.words).split())
        wrong += [f"{url}: {act}" for act in reader.acts]
        missing = [payload for payload in payloads() if not shown(text, payload)]
        wrong += [f"{url} does not show {payload}" for payload in missing if (user, url) in showing]
    assert wrong == []


def test_scripts_in_a_caseload_and_its_search_are_shown(cast, browse):
    scripted_people(cast)
    alice, some = browse(cast.alice), payloads()
    queries = [{"q": " ".join(some[first : first + 4])} for first in range(0, len(some), 4)]
    pages = [{"page": number} for number in range(1, 4)]
    shown = [alice.get(reverse("desk:caseload"), each).content.decode() for each in [*queries, *pages]]
    assert [act for page in shown for act in take_apart(page).acts] == []
    assert all(any(f"zqx{number}" in page for page in shown[-len(pages) :]) for number in range(len(some)))


def test_scripts_in_letters_are_shown(cast, browse):
    payload = "<img src=x onerror=zqx1>"
    told = furnish(cast.client, cast.alice, lambda name: payload if name == "Outcome.note" else plainly(name))
    page = browse(cast.bob).get(reverse("portal:letter", args=[told.mailed.pk])).content.decode()
    assert (take_apart(page).acts, payload in "".join(take_apart(page).words)) == ([], True)


def test_the_reader_knows_a_script_when_it_runs():
    """Raw, all payloads that are markup would do something."""
    harmless = [payload for payload in payloads() if not take_apart(f"<p>{payload}</p>").acts]
    assert len(harmless) < 25
    assert take_apart(f"<p>{payloads()[0]}</p>").acts
