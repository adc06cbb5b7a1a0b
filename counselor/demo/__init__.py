"""The demo practice: invented people whose applications stand at every point of the rule on the day it is made.

`people` and `employers` are the cast, `stories_*` what happened to them, `script` and `acts` how a story becomes events
in time, `stage` plays the events through the product's own services, `removal` takes everything away again.
"""
