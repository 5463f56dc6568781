"""Words: the message catalogue, house Markdown to text nodes, dates, the prompt library's loader,
and what adapters share: cutting to a limit, safe addresses.

Wording itself stands in ``messages/`` and ``prompts/``; here is only what reads it.
"""
