"""Which names mean the same employer."""

from __future__ import annotations

import pytest

from candidates.employer_names import employer_key, same_employer


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ACME Inc.", "Acme, Inc"),
        ("Acme", "acme  inc"),
        ("The Home Depot", "Home Depot"),
        ("AT&T", "A.T. & T."),
        ("Coca-Cola Co.", "Coca Cola Company"),
        ("Nestlé S.A.", "Nestle SA"),
        ("Müller GmbH & Co. KG", "Muller GmbH and Co KG"),
        ("L’Oréal", "L'Oreal"),
        ("  Harbor\tLights ", "harbor lights"),
    ],
)
def test_the_same_employer(one: str, other: str) -> None:
    assert same_employer(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme", "Acme Lighting"),
        ("The Limited", "Limited Brands"),
        ("Company", "Incorporated"),
        ("北京", "上海"),
        ("!", "?"),
    ],
)
def test_another_employer(one: str, other: str) -> None:
    assert not same_employer(one, other)


def test_a_key_is_never_empty_for_a_name() -> None:
    assert [name for name in ("The", "Co.", "Inc", "&", "…", "ß") if not employer_key(name)] == []
