"""What a letter may show besides its words: a client's signature and the practice's letterhead; and uploads to try."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from candidates.models import Client
from counselor.accounts.models import User
from letters import images
from letters.models import Letterhead, Signature


@dataclass
class Paper:
    """The pictures of one client's letters."""

    signature: Signature
    letterhead: Letterhead


def paper_of(client: Client, by: User, say: Callable[[str], str]) -> Paper:
    """A signature, and a letterhead of the practice's: one for all that are told of it in the same words."""
    practice, name = client.practice, say("Letterhead.name")
    known = Letterhead.objects.filter(practice=practice, name=name).first()
    return Paper(
        signature=images.add_signature(client=client, content=scribble(), by=by),
        letterhead=known or images.add_letterhead(practice=practice, name=name, content=scribble(ink="navy"), by=by),
    )


def scribble(
    kind: str = "PNG", size: tuple[int, int] = (300, 120), ink: str = "black", paper: str = "white", **how: Any
) -> bytes:
    """A wavy line with wide margins around it."""
    drawn = Image.new("RGBA" if paper == "clear" else "RGB", size, (0, 0, 0, 0) if paper == "clear" else paper)
    wide, high = size
    line = [(wide // 3 + step, high // 2 + (step * 7) % 11) for step in range(wide // 3)]
    ImageDraw.Draw(drawn).line(line, fill=ink, width=3)
    stream = BytesIO()
    drawn.save(stream, kind, **how)
    return stream.getvalue()
