"""Conditional updates that hold on every database."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet


def this(row: Model) -> QuerySet[Any]:
    """Only this row, which came through a door, ready for `.filter(condition).update(…)`.

    Without the scope on purpose: where a scope reaches the practice through a join, Django updates by a subquery, and
    PostgreSQL does not ask a subquery again once it has waited for another writer. It does ask the row itself.
    """
    return type(row)._base_manager.filter(pk=row.pk)
