"""How long a test waits for what it expects."""

LONG = 180.0
"""Seconds after which something that should have happened counts as not happening: many times what
it takes, so that a busy machine fails no test."""
