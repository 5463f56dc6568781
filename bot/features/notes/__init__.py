"""What of a month is told outside a cohort, to those who steer or pay for the programme: themes and
numbers, links and a moderator's framing words, no quotes and no names.

``gathering`` finds the themes, ``telling`` says them, in a chat or as a document. ``monthly``
drafts a note on the first working day of a month, ``asking`` when a moderator asks. ``changing``
and ``deciding`` are what moderators make of it, ``following`` lets ``cards`` show what stands now.
The bot passes a note on to nobody: that is for the moderators who approved it. ``across`` compares
several cohorts by the same rules.
"""
