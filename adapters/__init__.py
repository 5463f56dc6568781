"""The platforms: one folder each. The command line finds them by scanning this package; an adapter
imports only ``bot.protocol`` and ``bot.text``, and never another adapter."""
