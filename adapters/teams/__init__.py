"""Microsoft Teams: turns activities into events, and carries out what the core says on Teams.

Here live the reading of activities (``listen``), the showing of cards and forms (``show``), and the
road there and back (``gate``, ``transport``, ``desk``; ``replies``, ``chat``, ``connector``).

Microsoft's SDK is imported here and nowhere else in the project: its successor is a change of this
folder. Nothing here decides anything about a cohort.
"""

from adapters.teams.adapter import TeamsAdapter

ADAPTER = TeamsAdapter()
