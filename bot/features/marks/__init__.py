"""People mark messages of a discussion for its summary: by a reaction, or from a message's menu.

A mark is kept of whoever agreed, on what is kept of others who did. Who marked something is shown
to nobody; what they wrote to it is shown as they let themselves be quoted.
"""
