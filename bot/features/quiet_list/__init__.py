"""Who has not been around for a while: a private list for moderators, so that they can ask.

Here live noting on which day someone was last there, the list, the notes that moderators write from
it, what becomes of answers to them, and being off the list. Only whoever agreed to an agreement
that tells of the list is noted and listed. Nothing of it is posted, exported, counted or put in a
report, and nobody is written to unless a moderator does it. Discussions that fall quiet are another
story (``quiet``). No story imports another: what they share stands in ``looking``.
"""
