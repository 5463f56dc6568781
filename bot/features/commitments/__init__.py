"""Commitments: what members mean to try after a discussion, and what came of it.

Here live writing one down, asking again after four and twelve weeks, keeping what came of it, and
the moderators' look at all of it. Who said what is for its author alone, unless they choose
otherwise; nobody is asked who did not begin it, and whoever says nothing is in no count. No story
imports another: what they share stands in ``showing`` (cards and forms) and ``asks`` (whose, and
when it is asked again).
"""
