"""Recorded payloads of platforms whose own tests have none."""
