"""How often something may be asked for, counted in the cache that all processes share."""

from __future__ import annotations

from django.core.cache import cache


def within(what: str, amount: int, seconds: int) -> bool:
    """Count one more of `what`; whether at most `amount` were counted in this span of `seconds`."""
    name = f"limit:{what}"
    cache.add(name, 0, seconds)
    try:
        return bool(cache.incr(name) <= amount)
    except ValueError:  # the span ended between the two lines
        return True
