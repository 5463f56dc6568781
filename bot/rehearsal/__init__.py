"""Rehearsals: scripts of a cohort's weeks, played on a Stage with a clock that is moved by hand.

Here live the script's format, the player and what it prints. The player does what people do and
reads what they are shown, through the Stage alone: it makes no events, opens no store and knows
no platform.
"""
