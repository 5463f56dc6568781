"""Roundtable: a chat bot that moderates peer learning cohorts."""

__version__ = "0.1.0"
