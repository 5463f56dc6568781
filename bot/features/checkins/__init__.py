"""Check-ins: planned and sent by moderators, answered privately by members, one story a file.

A **check-in** is a file of the library, a **round** one sending of it to everyone, a **plan** its
rhythm in a cohort, and a **sheet** one person's part in a round. Here live planning, a trial for
oneself, opening, asking, answering, reminding, closing, saying no, the results, and bringing an
answer to everyone. Nobody is ever named in public without their word. No story imports another:
what they share stands in ``reading`` (who is promised to read), ``readable`` (what may be read:
every view goes through it), ``showing`` (what a member sees), ``sheets`` (whose sheet a button
means), ``planting`` (a prompt made of an answer) and in the modules that their names begin with.
"""
