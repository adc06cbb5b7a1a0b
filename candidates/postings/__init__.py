"""A job posting as it was pasted, read into what an application asks for. Pure: nothing is fetched, nothing stored.

`reading.read` takes a page's source, JSON-LD by itself, or plain text. What a page says of itself by schema.org counts
most; where it says nothing, its title and its labelled lines are read. Everything is a suggestion for a form.
"""
