"""Years of weekly prompts in a race: ``python -m tests.weeks``.

Here may live: the calendar that knows when each prompt must come, the processes that post them,
and what leads them through the time. How one prompt is planned is shown in tests/features.
"""
