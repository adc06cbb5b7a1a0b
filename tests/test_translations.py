"""Spanish is whole: every text has its translation, every page of the portal is in one language.

A text that is new needs its Spanish: `make messages`, then the empty places of the catalogue. Only what nobody but
staff can meet may wait.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import trans_real
from django.utils.translation.template import templatize

from counselor.accounts.models import User
from tests.addresses import url_of
from tests.test_architecture import ROOT, modules, tree
from tests.watching import templates
from tests.who_sees_what import open_rows, rows

CATALOGUE = ROOT / "counselor" / "locale" / "es" / "LC_MESSAGES" / "django.po"
STAFF_ONLY = ("templates/desk/", "counselor/dashboard/", "counselor/management/", "counselor/demo/")

PLACES = re.compile(r"%\(\w+\)[a-z]|%[a-z%]|\{\w*\}")
NAMES = {"_", "_g", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}


@cache
def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="es")


def messages() -> Iterator[Message]:
    return (each for each in catalogue() if each.id)


def forms(text: Any) -> tuple[str, ...]:
    """The one form of a text, or its singular and its plural."""
    return tuple(text) if isinstance(text, tuple | list) else (text,)


def is_for_staff(paths: list[str]) -> bool:
    return all(path.startswith(STAFF_ONLY) for path in paths)


# --- The catalogue ---------------------------------------------------------------------------------------------------


def test_what_a_client_can_meet_is_translated():
    waiting = [
        each.id
        for each in messages()
        if not (all(forms(each.string)) and each.string) and not is_for_staff([path for path, _line in each.locations])
    ]
    assert waiting == []


def test_nothing_is_guessed():
    assert [each.id for each in messages() if each.fuzzy] == []


def test_translations_have_the_places_of_their_texts():
    wrong = [
        each.id
        for each in messages()
        for index, form in enumerate(forms(each.string))
        if form and places(form, forms(each.id), index)
    ]
    assert wrong == []


def places(form: str, originals: tuple[str, ...], index: int) -> set[str]:
    """What is filled in here and not there. The singular may do without the number."""
    mine, theirs = set(PLACES.findall(form)), set(PLACES.findall(originals[min(index, len(originals) - 1)]))
    every = {place for original in originals for place in PLACES.findall(original)}
    return mine ^ theirs if len(originals) == 1 else (mine - every) | (theirs - mine)


def test_translations_begin_and_end_as_their_texts():
    def edges(text: str) -> tuple[str, str]:
        return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]

    done = [each for each in messages() if all(forms(each.string))]
    assert [each.id for each in done if edges(forms(each.string)[0]) != edges(forms(each.id)[0])] == []


def test_spanish_is_quoted_as_spanish_is():
    inner = re.compile(r"“(?!We’ll|Before|the summer|When)")
    assert [each.id for each in messages() if any(inner.search(form) for form in forms(each.string))] == []


# --- Every text of the code is in it ----------------------------------------------------------------------------------


def texts_of_python() -> Iterator[tuple[str, str]]:
    """Every literal that is given to gettext, with the file it is in."""
    for module, path in modules().items():
        for node in ast.walk(tree(module)):
            name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
            if name in NAMES and node.args:
                text = node.args[name.startswith("pgettext")]
                if isinstance(text, ast.Constant) and isinstance(text.value, str):
                    yield text.value, str(path.relative_to(ROOT))


def texts_of_templates() -> Iterator[tuple[str, str]]:
    """Every text between or in the tags that translate, with the file it is in."""
    literal = r"""u?('(?:\\.|[^'])*'|"(?:\\.|[^"])*")"""
    call = re.compile(rf"\b(?:_|n?gettext|n?pgettext\({literal},)\(?\s*{literal}")
    for name, source in templates().items():
        for match in call.finditer(templatize(source)):
            yield ast.literal_eval(match[2]), f"templates/{name}"


def test_the_catalogue_knows_every_text():
    known = {form for each in messages() for form in forms(each.id)}
    asked = [*texts_of_python(), *texts_of_templates()]
    assert len(asked) > 2000
    assert [(text, path) for text, path in asked if text not in known and not path.startswith(STAFF_ONLY)] == []


def test_gettext_goes_by_the_names_that_are_looked_for():
    odd = {
        f"{module}: {alias.asname}"
        for module in modules()
        for node in ast.walk(tree(module))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.asname not in (None, "_", "_g")
    }
    assert odd == set()


# --- Templates say nothing past it ------------------------------------------------------------------------------------

TRANSLATED = re.compile(r"{% *blocktranslate.*?{% *endblocktranslate *%}", re.DOTALL)
CLASSES = re.compile(r"{% *block (?:body_class|page_class|brand_url) *%}.*?{% *endblock")
TAGS = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}|<(script|style|code|kbd)\b.*?</\1>|<!--.*?-->", re.DOTALL)
SPOKEN = re.compile(r"""\b(?:aria-label|alt|title|placeholder|data-confirm|data-label)=(?:"([^"]*)"|'([^']*)')""")
AS_IT_IS = {"Class Act", "· Class Act"}
NOT_FOR_PAGES = ("letters/", "my_data/")  # letters have their own languages; the copy's folders are called so


def bare_words(source: str) -> set[str]:
    """What a template says in words of its own."""
    said = TAGS.sub("", CLASSES.sub("{%", TRANSLATED.sub("", source)))
    found = [one or other for one, other in SPOKEN.findall(said)] + re.split(r"<[^>]*>", said)
    found = [re.sub(r"\b[\w-]+=\"[^\"]*\"", "", text) for text in found]  # attributes a block adds to an element
    return {text.strip() for text in found if re.search(r"[^\W\d_]{3}", re.sub(r"&\w+;", "", text))} - AS_IT_IS


def test_templates_say_nothing_past_gettext():
    past = {name: bare_words(source) for name, source in templates().items() if not name.startswith(NOT_FOR_PAGES)}
    assert {name: words for name, words in past.items() if words} == {}


def test_bare_words_are_found():
    assert bare_words('<p title="Some words">{% translate "x" %}</p> &nbsp; <b>More</b>') == {"Some words", "More"}


# --- The portal in Spanish -------------------------------------------------------------------------------------------

SLOW = ("preview", "pdf", "archive-copy", "export-client", "export-file", "ics", "proof-letter")
OF_THE_ACCOUNT = ("account_", "mfa_", "signing-in", "places")


class Asked:
    """What Django turns to when Spanish has no word: it notes what was wanted."""

    def __init__(self) -> None:
        self.wanted: set[str] = set()

    def gettext(self, message: str) -> str:
        self.wanted.add(message)
        return message

    def ngettext(self, one: str, many: str, number: int) -> str:
        self.wanted.add(one)
        return one if number == 1 else many


class Words(HTMLParser):
    """The texts of a page, each as it stands between two tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.found.add(" ".join(data.split()))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The texts Spanish was asked for and does not have, as they come up."""
    recorder = Asked()
    monkeypatch.setattr(trans_real.translation("es"), "_fallback", recorder)
    return recorder.wanted


def english() -> set[str]:
    """The texts that read otherwise in Spanish, and have no places to fill in."""
    plain = (each for each in messages() if isinstance(each.id, str) and each.string not in ("", each.id))
    return {each.id for each in plain if not PLACES.search(each.id)}


def test_what_has_no_spanish_is_noticed(asked):
    with translation.override("es"):
        assert translation.gettext("Nobody has translated this.") == "Nobody has translated this."
    assert asked == {"Nobody has translated this."}


def pages(cast: Any, browse: Any, rooms: Any) -> Iterator[tuple[str, HttpResponse]]:
    """Every page of the portal and of his account as bob reads it, and every form sent empty."""
    browser = browse(cast.bob)
    for name, (_get, _post, get, _sent) in open_rows().items():
        if get == 200 and name.startswith(OF_THE_ACCOUNT):
            url = url_of(name, rooms, cast)
            yield url, browser.get(url)
    for name, row in rows().items():
        if name.startswith("portal:") and not name.endswith(SLOW):
            url = url_of(name, rooms, cast)
            for method in [browser.get] * (row.get == 200) + [browser.post] * (row.post == 200):
                yield url, method(url)


def test_the_portal_speaks_one_language(cast, browse, rooms, asked):
    User.objects.filter(pk=cast.bob.pk).update(language="es")
    foreign, seen = english(), 0
    left: dict[str, set[str]] = {}
    for url, response in pages(cast, browse, rooms):
        seen += 1
        if "html" in response.headers["Content-Type"]:
            assert 'lang="es"' in response.content.decode() or "<html" not in response.content.decode(), url
            if words := Words(response.content.decode()).found & foreign:
                left[url] = words
    assert seen > 60
    assert asked == set()
    assert left == {}


def test_visitors_are_spoken_to_in_spanish(cast, browse, asked):
    browser = browse(None)
    for name in ("account_login", "account_reset_password", "account_request_login_code"):
        for method in (browser.get, browser.post):
            text = method(reverse(name), headers={"accept-language": "es"}).content.decode()
            assert Words(text).found & english() == set()
    assert asked == set()


@pytest.mark.parametrize("error", ["400", "403", "404", "413", "500"])
def test_errors_are_told_in_spanish(asked, error):
    with translation.override("es"):
        assert Words(render_to_string(f"{error}.html")).found & english() == set()
    assert asked == set()


def test_the_catalogue_is_compiled():
    assert Path(CATALOGUE.with_suffix(".mo")).exists()
