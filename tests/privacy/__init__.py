"""Erased, kept no longer, handed out: searched in the bytes of real databases."""
