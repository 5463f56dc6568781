"""Several real processes on one real PostgreSQL, while everything around them fails.

``python -m tests.soak`` is the command. Here may live: the machinery of the storm (processes that
are killed, a database that goes away, clocks that jump, a platform that errs), the people who use
the bot meanwhile, and the count at the end. What the bot says of itself proves nothing: what was
acknowledged is written down by who sent it, what was said by who was told. Single failures and
their minimal stories belong into tests/engine and tests/run.
"""
