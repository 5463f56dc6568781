"""What Roundtable remembers: tables, named queries, migrations.

A query is a function that takes a connection first and has a name a moderator would understand.
No decision lives here: a query says what is, a feature says what follows.
"""
