"""Words: the message catalogue, house Markdown to text nodes, dates, the prompt library's loader.

Wording itself stands in ``messages/`` and ``prompts/``; here is only what reads it.
"""
