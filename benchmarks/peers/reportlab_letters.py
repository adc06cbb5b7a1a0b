"""All letters as one ReportLab document: python reportlab_letters.py letters.json FONTS

With `warm FONTS` it stays: each line that comes in is a list of letters, and is made one document for each.
"""

import io
import json
import resource
import sys
import time
from xml.sax.saxutils import escape

import reportlab
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer


def ready(fonts: str) -> ParagraphStyle:
    pdfmetrics.registerFont(TTFont("S", f"{fonts}/SourceSerif4-Regular.ttf"))
    return ParagraphStyle("body", fontName="S", fontSize=11, leading=15.75, spaceAfter=9)


def printed(letters: list, style: ParagraphStyle) -> int:
    """The size of the document."""
    story = []
    for it in letters:
        for lines in (it["sender"], [it["date"]], it["address"], [it["salutation"]]):
            story += [Paragraph("<br/>".join(map(escape, lines)), style), Spacer(1, 12)]
        story += [Paragraph(escape(text), style) for text in it["paragraphs"]]
        story += [Paragraph(escape(it["close"]), style), Spacer(1, 63), Paragraph(escape(it["signed"]), style)]
        story.append(PageBreak())
    target = io.BytesIO()
    SimpleDocTemplate(target, pagesize=letter, leftMargin=72, rightMargin=72, topMargin=72, bottomMargin=72).build(
        story
    )
    return len(target.getvalue())


def warm(fonts: str) -> None:
    style = ready(fonts)
    for line in sys.stdin:
        cpu = time.process_time()
        size = sum(printed([each], style) for each in json.loads(line))
        told = {"cpu": time.process_time() - cpu, "bytes": size, "version": reportlab.Version}
        print(json.dumps(told), flush=True)


def main(source: str, fonts: str) -> None:
    with open(source) as file:
        letters = json.load(file)
    wall, cpu = time.perf_counter(), time.process_time()
    size = printed(letters, ready(fonts))
    told = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "bytes": size}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(told | {"peak": peak, "version": reportlab.Version, "count": len(letters)}))


if sys.argv[1] == "warm":
    warm(sys.argv[2])
else:
    main(*sys.argv[1:3])
