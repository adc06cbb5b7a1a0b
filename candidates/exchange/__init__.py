"""What people bring from elsewhere: a CSV file, read into rows that can be shown before anything is kept.

`reading` turns bytes into a table, `headings` its columns into fields, `days`, `statuses` and `values` its words into
dates and what they may record, `rows` its lines into entries or problems: pure rules, all of them. `plan` lays the
entries beside what is there, `wording` says it to people. The other way, `sheets` and `together` are the tables to take
away.
"""
