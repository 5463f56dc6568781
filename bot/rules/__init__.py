"""Decisions as pure functions over plain values: when things happen, and whether they may.

Nothing here reads a clock, a database or the catalogue, or draws at random; what a rule needs is
handed in, so that each can be tried with any day of any year.
"""
