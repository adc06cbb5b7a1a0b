"""A person's language: chosen at the foot of any page, kept with the account, spoken by pages and by mail."""

from __future__ import annotations

import ast
import re
from datetime import date, datetime

import pytest
from django.template.loader import render_to_string
from django.test import Client as Browser
from django.test import RequestFactory
from django.urls import reverse
from django.utils import formats, translation

from candidates.followup.facts import Ball
from candidates.models import StandingChange
from candidates.reminders import post_for
from candidates.wording import day
from counselor.accounts.languages import in_language_of, language_choice
from counselor.accounts.models import User
from counselor.outbox.models import OutgoingEmail
from tests.cast import NOW
from tests.test_architecture import modules, tree


def tongue(response) -> str:
    """The language a page says it is in."""
    return re.search(r'<html lang="(\w+)"', response.content.decode()).group(1)


def choose(browser: Browser, language: str, page: str = "/"):
    return browser.post(reverse("language"), {"language": language, "next": page})


def test_a_visitor_reads_what_the_browser_asks_for(cast):
    page = reverse("account_login")
    assert tongue(Browser().get(page)) == "en"
    assert tongue(Browser(headers={"accept-language": "es-MX,es;q=0.9"}).get(page)) == "es"
    assert tongue(Browser(headers={"accept-language": "tlh"}).get(page)) == "en"


def test_a_visitor_chooses_and_comes_back_to_the_page(cast):
    browser, page = Browser(), reverse("account_login") + "?next=/portal/"
    assert choose(browser, "es", page).url == page
    assert tongue(browser.get(page)) == "es"
    choose(browser, "en", page)
    assert tongue(browser.get(page)) == "en"


def test_a_choice_is_kept_with_the_account(cast, browse):
    choose(browse(cast.bob), "es")
    assert User.objects.get(pk=cast.bob.pk).language == "es"
    assert tongue(browse(cast.bob).get(reverse("portal:now"))) == "es"
    assert tongue(browse(cast.alice).get(reverse("desk:today"))) == "en"


def test_a_choice_counts_for_more_than_the_browser(cast, browse):
    choose(browse(cast.bob), "en")
    assert tongue(browse(cast.bob).get(reverse("portal:now"), headers={"accept-language": "es"})) == "en"


def test_a_choice_can_be_taken_back(cast, browse):
    browser, page = browse(cast.bob), reverse("portal:now")
    assert "As my browser asks" not in browser.get(page).content.decode()
    choose(browser, "en")
    assert '<button name="language" value="">As my browser asks</button>' in browser.get(page).content.decode()
    choose(browser, "")
    assert tongue(browser.get(page, headers={"accept-language": "es"})) == "es"
    assert User.objects.get(pk=cast.bob.pk).language == ""


@pytest.mark.parametrize("language", [" ", "fr", "../es"])
def test_a_language_that_is_not_offered_changes_nothing(cast, browse, language):
    browser = browse(cast.bob)
    assert choose(browser, language).status_code == 302
    assert User.objects.get(pk=cast.bob.pk).language == ""
    assert "django_language" not in browser.cookies


def test_a_post_that_names_no_language_changes_nothing(cast, browse):
    choose(browse(cast.bob), "es")
    assert browse(cast.bob).post(reverse("language")).status_code == 302
    assert User.objects.get(pk=cast.bob.pk).language == "es"


@pytest.mark.parametrize("page", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_the_way_back_stays_in_the_house(cast, page):
    assert choose(Browser(), "es", page).url == "/"


def test_every_page_offers_the_choice_without_script(cast, browse):
    for page in (reverse("portal:now"), reverse("portal:add-application")):
        text = browse(cast.bob).get(page).content.decode()
        assert f'<input type="hidden" name="next" value="{page}">' in text
        assert '<button name="language" value="en" lang="en" aria-current="true">English</button>' in text
        assert '<button name="language" value="es" lang="es">Español</button>' in text


def test_after_a_form_the_way_back_is_the_page_of_the_form():
    made = RequestFactory().post("/portal/note/", headers={"referer": "http://testserver/portal/together/?x=1"})
    assert language_choice(made)["this_page"] == "/portal/together/"


# --- Mail ------------------------------------------------------------------------------------------------------------


def your_move(cast) -> OutgoingEmail:
    change = StandingChange(application=cast.application, number=99, ball=Ball.CLIENT)
    assert post_for(change, NOW)
    return OutgoingEmail.objects.get(recipient=cast.bob, kind="your-move", occurrence="99")


def test_mail_speaks_the_language_of_its_reader(cast):
    cast.bob.language = cast.client.user.language = cast.application.client.user.language = "es"
    mail = your_move(cast)
    assert mail.subject == "Le toca a usted dar el siguiente paso"
    assert mail.text.startswith("Hola, Bob:")
    assert translation.get_language() != "es"


def test_mail_to_somebody_without_a_choice_does_not_speak_the_language_of_who_causes_it(cast):
    with translation.override("es"):
        assert your_move(cast).subject == "Your move has come"


def test_no_mail_is_written_before_it_is_known_for_whom():
    """`text` comes as a function, or was written inside `in_language_of`, as the digests of staff are."""
    early = [
        module
        for module in modules()
        for call in ast.walk(tree(module))
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") in ("post", "remind")
        for given in call.keywords
        if given.arg in ("subject", "text") and isinstance(given.value, ast.Call)
        if getattr(given.value.func, "id", "") in ("str", "render_to_string", "mail_text", "_text", "text_of")
    ]
    assert early == []


def test_who_has_chosen_nothing_is_written_to_in_the_language_of_the_site():
    with translation.override("es"):
        for reader in (None, User()):
            with in_language_of(reader):
                assert translation.get_language() == "en-us"
        assert translation.get_language() == "es"


# --- Days ------------------------------------------------------------------------------------------------------------

THAT_DAY = date(2026, 11, 12)


def test_days_read_right_in_spanish():
    with translation.override("es"):
        assert day(THAT_DAY) == "jue 12 nov"
        assert formats.date_format(THAT_DAY, "j M Y") == "12 nov 2026"
        assert formats.date_format(THAT_DAY, "F Y") == "noviembre de 2026"
        assert formats.date_format(THAT_DAY, "j F") == "12 de noviembre"
        assert formats.date_format(datetime(2026, 11, 12, 9, 5), "l j F, H:i") == "jueves 12 de noviembre, 09:05"
        assert formats.localize(12.5) == "12.5"
    assert day(THAT_DAY) == "Thu 12 Nov"


def test_a_page_without_a_request_speaks_the_language_at_hand():
    with translation.override("es"):
        assert 'lang="es"' in render_to_string("500.html")
