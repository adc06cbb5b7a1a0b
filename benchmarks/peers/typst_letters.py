"""All letters as one Typst document: python typst_letters.py letters.json FONTS"""

import json
import os
import resource
import sys
import time

import typst

SOURCE = """
#set page(paper: "us-letter", margin: 1in)
#set text(font: "Source Serif 4", size: 11pt, lang: "en")
#set par(leading: 0.55em, spacing: 0.8em)
#let letters = json("letters.json")
#for (number, it) in letters.enumerate() {
  if number > 0 { pagebreak() }
  it.sender.join(linebreak())
  v(1em)
  it.date
  v(4em)
  it.address.join(linebreak())
  v(1em)
  it.salutation
  for text in it.paragraphs { par(text) }
  it.close
  v(4em)
  it.signed
}
"""


def main(source: str, fonts: str) -> None:
    main_file = os.path.join(os.path.dirname(source), "letters.typ")
    with open(main_file, "w") as file:
        file.write(SOURCE)
    wall, cpu = time.perf_counter(), time.process_time()
    content = typst.compile(main_file, font_paths=[fonts], ignore_system_fonts=True)
    told = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "bytes": len(content)}
    from importlib.metadata import version

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with open(source) as file:
        count = len(json.load(file))
    print(json.dumps(told | {"peak": peak, "version": version("typst"), "count": count}))


main(*sys.argv[1:3])
