"""WeasyPrint as one first writes it, everything anew for each letter: font configuration, woff2 faces, stylesheet.

`python weasyprint_naive.py warm FONTS`: each line that comes in is a list of letters. In a process of its own, so that
neither its garbage nor its fonts burden ours, and it has none of ours to profit from.
"""

import json
import sys
import time
from html import escape

import weasyprint
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration


def printed(letter: dict, fonts: str) -> int:
    config = FontConfiguration()
    faces = "".join(
        f"@font-face {{ font-family: S; font-weight: {weight}; src: url(file://{fonts}/SourceSerif4-{name}.woff2) }}"
        for name, weight in (("Regular", 400), ("Semibold", 600))
    )
    css = f"{faces} body {{ font: 11pt S }} h1 {{ font-weight: 600 }}"
    lines = (*letter["sender"], letter["date"], *letter["address"], letter["salutation"], *letter["paragraphs"])
    body = "".join(f"<p>{escape(line)}</p>" for line in (*lines, letter["close"], letter["signed"]))
    document = HTML(string=f"<h1>{escape(letter['signed'])}</h1>{body}")
    return len(document.write_pdf(stylesheets=[CSS(string=css, font_config=config)], font_config=config))


def warm(fonts: str) -> None:
    for line in sys.stdin:
        cpu = time.process_time()
        size = sum(printed(each, fonts) for each in json.loads(line))
        told = {"cpu": time.process_time() - cpu, "bytes": size, "version": weasyprint.__version__}
        print(json.dumps(told), flush=True)


warm(sys.argv[2])
