"""The words that the core and the adapters share.

Here live values and the ports between them: references, text nodes, cards, events, effects,
parcels. Nothing here does I/O, knows a platform, or imports more than the standard library.
"""
