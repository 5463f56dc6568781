"""How members ask to be met, and what moderators see of what waits.

Here live the stories by which somebody is away, wants quiet hours or fewer messages, and the
moderators' look at what waits for whom. What is held, folded and dropped is decided in
``bot.engine.attention`` alone; here is only noted what people wish.
"""
