"""Days and numbers in Spanish as it is written in the United States: the point divides decimals.

Django asks this module for each format by the format's own text before it takes that as it stands. So no page and no
mail needs to know: "D j M" is “jue 12 nov”, "j F Y" is “12 de noviembre de 2026”.
"""

DECIMAL_SEPARATOR, THOUSAND_SEPARATOR = ".", ","


def __getattr__(pattern: str) -> str:
    """The Spanish of a pattern such as "D j M". What looks like a setting's name is left to Django's own Spanish."""
    if pattern.isidentifier() and len(pattern) > 1:
        raise AttributeError(pattern)
    return pattern.replace("j F", r"j \d\e F").replace("F Y", r"F \d\e Y").replace("M", "b")
