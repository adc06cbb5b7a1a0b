from __future__ import annotations

import pytest

from candidates.followup.words import normalise


@pytest.mark.parametrize(
    ("words", "tokens"),
    [
        ("We’ll be in touch by Dec. 3rd!", "we will be in touch by december 3rd ."),
        ("well be in touch", "we will be in touch"),
        ("Don’t call", "do not call"),
        ("twenty-one days, the fifteenth", "21 days , the 15th"),
        ("a dozen days", "12 days"),
        ("7–10 business days", "7 to 10 business days"),
        ("2026-12-03", "2026/12/03"),
        ("1½ weeks", "1 and 1 half weeks"),
        ("2.3 weeks", "decimal weeks"),
        ("on Wendesday, Novmber 2nd", "on wednesday , november 2nd"),
        ("Call me at 555-123-4567 on Monday at 3:30 p.m.", "call me at on monday"),
        ("before 5pm Friday", "by friday"),
        ("e-mail jo@example.com", "email"),
        ("one\x00to\u202etwo 👍", "1 to 2"),
        ("Sundays, money, sundry", "sundays , money , sundry"),
    ],
)
def test_spoken_words_become_plain_tokens(words: str, tokens: str) -> None:
    assert normalise(words) == tokens
