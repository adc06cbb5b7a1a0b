"""Labels: which clients bear them, what the trail says of it, and whose they are."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django_scopes import scope

from candidates import labeling
from candidates.models import AuditEntry, Client, Label
from candidates.services import Refused
from tests.cast import Cast


def labeled(cast: Cast, *names: str, client: Client | None = None) -> list[Label]:
    labels = [labeling.add_label(practice=cast.practice, name=name, by=cast.alice) for name in names]
    labeling.label_client(client=client or cast.client, labels=labels, by=cast.alice)
    return labels


def borne(client: Client) -> list[str]:
    return [label.name for label in client.labels.all()]


def trail() -> list[Any]:
    return [entry.values for entry in AuditEntry.objects.filter(action="labeled").order_by("pk")]


@pytest.fixture
def foreign(cast: Cast) -> Label:
    with scope(practice=cast.elsewhere["practice"]):
        return labeling.add_label(practice=cast.elsewhere["practice"], name="Canary", by=cast.elsewhere["carol"])


def test_a_client_bears_the_labels_given_and_no_others(cast: Cast) -> None:
    labeled(cast, "urgent", "evenings")
    labeled(cast, "evenings", "abroad")
    assert borne(cast.client) == ["abroad", "evenings"]


def test_the_trail_says_what_changed_and_for_whom(cast: Cast) -> None:
    labeled(cast, "urgent")
    labeled(cast, "evenings")
    entry = AuditEntry.objects.filter(client=cast.client, action="labeled").latest("pk")
    assert (entry.by, entry.values) == (cast.alice, {"added": ["evenings"], "removed": ["urgent"]})


def test_the_same_labels_again_are_no_news(cast: Cast) -> None:
    labeled(cast, "urgent")
    before = trail()
    labeled(cast, "urgent")
    assert trail() == before


def test_a_label_is_made_once_however_it_is_written(cast: Cast) -> None:
    labeled(cast, "Second round", "  second   ROUND ")
    assert list(Label.objects.values_list("name", flat=True)) == ["Second round"]


def test_a_label_needs_a_name(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        labeling.add_label(practice=cast.practice, name="  ", by=cast.alice)


def test_a_new_name_goes_with_all_clients(cast: Cast) -> None:
    (label,) = labeled(cast, "urgent")
    labeling.rename_label(label=label, name="soon", by=cast.alice)
    assert borne(cast.client) == ["soon"]
    assert trail()[-1] == {"renamed": ["urgent", "soon"]}


def test_a_name_that_is_taken_is_refused(cast: Cast) -> None:
    label, _other = labeled(cast, "urgent", "soon")
    with pytest.raises(ValidationError, match="There is already a label of this name"):
        labeling.rename_label(label=label, name="SOON", by=cast.alice)


def test_a_label_removed_is_on_nobody_and_the_trail_knows_its_name(cast: Cast) -> None:
    (label,) = labeled(cast, "urgent")
    labeling.remove_label(label=label, by=cast.alice)
    assert borne(cast.client) == []
    assert trail()[-1] == {"given_up": "urgent"}


def test_a_label_of_another_practice_is_refused(cast: Cast, foreign: Label) -> None:
    with pytest.raises(Refused):
        labeling.label_client(client=cast.client, labels=[foreign], by=cast.alice)


# --- Through the pages -----------------------------------------------------------------------------------------------


def test_labels_are_chosen_and_a_new_one_is_made_in_one_go(cast: Cast, browse: Any) -> None:
    kept, _dropped = labeled(cast, "abroad", "urgent")
    url = reverse("desk:label-client", args=[cast.client.pk])
    assert browse(cast.alice).post(url, {"labels": [kept.pk], "new": "evenings"}).status_code == 302
    assert borne(cast.client) == ["abroad", "evenings"]


def test_a_foreign_label_cannot_be_posted(cast: Cast, browse: Any, foreign: Label) -> None:
    (own,) = labeled(cast, "urgent", client=cast.other_client)
    url = reverse("desk:label-client", args=[cast.client.pk])
    for pk in (foreign.pk, 2**31 - 1, "x"):
        response = browse(cast.alice).post(url, {"labels": [own.pk, pk]})
        assert list(response.context["form"].errors) == ["labels"]
    assert borne(cast.client) == []


def test_a_foreign_label_has_no_page(cast: Cast, browse: Any, foreign: Label) -> None:
    for page in ("rename-label", "remove-label"):
        assert browse(cast.alice).post(reverse(f"desk:{page}", args=[foreign.pk]), {"name": "x"}).status_code == 404


def test_a_taken_name_comes_back_with_a_word(cast: Cast, browse: Any) -> None:
    label, _other = labeled(cast, "urgent", "soon")
    response = browse(cast.alice).post(reverse("desk:rename-label", args=[label.pk]), {"name": "Soon"})
    assert response.context["form"].non_field_errors() == ["There is already a label of this name."]
    assert "<h1>urgent</h1>" in response.content.decode()


def test_the_list_counts_only_clients_one_sees(cast: Cast, browse: Any) -> None:
    labeled(cast, "urgent")
    lists = [browse(user).get(reverse("desk:labels")).context["labels"] for user in (cast.alice, cast.dan)]
    assert [label.borne for (label,) in lists] == [1, 0]


def test_clients_never_see_labels(cast: Cast, browse: Any) -> None:
    labeled(cast, "Zqlabel")
    bob = browse(cast.bob)
    names = ("now", "applications", "letters", "me")
    urls = [reverse(f"portal:{name}") for name in names]
    urls.append(reverse("portal:application", args=[cast.application.pk]))
    assert [url for url in urls if "Zqlabel" in bob.get(url).content.decode()] == []
    assert "Zqlabel" in browse(cast.alice).get(reverse("desk:caseload")).content.decode()
