"""What each kind of table does when somebody is erased.

Here live the steps of ``bot.store.erasure``: what was said by the bot, what others wrote, what
waits. They find traces and take them out; whom they are about is a ``Former``. And what a workspace
was called that ``left``. What follows on the platforms is not decided here.
"""
