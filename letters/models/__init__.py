"""The rows of letters: a letter's life, what it is printed on and with, and the print runs."""

from letters.models.letter import FrozenLetter, KeptOutcome, Letter, LetterQuerySet, Outcome, sha256
from letters.models.paper import Letterhead, LetterTemplate, Printer, Signature
from letters.models.reviews import LetterComment, LookedAgain
from letters.models.runs import PrintRun, PrintRunLetter

__all__ = [
    "FrozenLetter",
    "KeptOutcome",
    "Letter",
    "LetterComment",
    "LetterQuerySet",
    "LetterTemplate",
    "Letterhead",
    "LookedAgain",
    "Outcome",
    "PrintRun",
    "PrintRunLetter",
    "Printer",
    "Signature",
    "sha256",
]
