"""A table to take away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.utils.text import slugify

from candidates.csv_out import rows_to_csv

BYTE_ORDER_MARK = "\ufeff"  # without it Excel does not take the file for UTF-8


def csv_response(name: str, header: Iterable[Any], rows: Iterable[Iterable[Any]]) -> HttpResponse:
    """The table as a file to download, called `name` in plain letters."""
    response = HttpResponse(BYTE_ORDER_MARK + rows_to_csv(header, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slugify(name) or "table"}.csv"'
    return response
