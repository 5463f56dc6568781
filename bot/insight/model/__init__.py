"""Summaries for which a language model groups, orders, labels and chooses. It never writes.

What may live here: what is asked, and the checking of what is answered. Both are pure. The words
of members leave in `endpoint` alone, the one file of the pipeline that uses a network and a clock;
`asked` reads the instructions, which lie beside it, once.

What may not: wording that a model made. All that reaches a summary is what this machine found
in the messages by itself; an answer only points to it. So nothing that a member writes to a model,
and nothing that a model makes of it, can put a word into a summary.

The road: `veil` replaces names, addresses and numbers, `asked` makes questions of what may leave,
`endpoint` hands them over, `answered` reads what comes back, `checked` holds each piece of it
against the messages, and `summary` puts together what stood, with a `report` of what did not.
"""
