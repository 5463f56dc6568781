"""No one let in: what people who may not, and requests that are none, get and change.

Here live tests that hold for every story and every door at once: buttons, forms and commands
twisted (``gathered`` collects real ones by playing the rehearsals, ``mirror`` puts a second cohort
beside theirs), requests that no platform sent, and words that must not leave the store. What one
story allows is tested beside that story.
"""
