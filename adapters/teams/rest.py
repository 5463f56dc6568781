"""What was too long for one message of Teams and goes on in those that follow it: they change with
their beginning, so that words which left it stand nowhere.
"""

import hashlib
import logging
from collections.abc import Sequence
from typing import Any

from adapters.teams.connector import Connector, ConnectorError, Sleep, patiently
from adapters.teams.memory import Memory

log = logging.getLogger(__name__)

Json = dict[str, Any]

_GONE = 404


class Rest:
    """Knows in which messages a long one goes on. A message is named by its tenant, the place that
    it stands in as Teams is called with it, and its id."""

    def __init__(self, connector: Connector, memory: Memory, sleep: Sleep) -> None:
        self._connector = connector
        self._memory = memory
        self._sleep = sleep

    def keep(self, tenant: str, where: str, message: str, rest: Sequence[str]) -> None:
        """The message goes on in these, from above."""
        self._memory.keep_rest(_beginning(tenant, where, message), rest)

    def number(self, tenant: str, where: str, message: str) -> int:
        """In how many messages it goes on."""
        return len(self._memory.rest(_beginning(tenant, where, message)))

    async def change(
        self, tenant: str, where: str, message: str, runs: Sequence[Json] = ()
    ) -> None:
        """Let the messages in which this one goes on say ``runs``, which are no more than there are
        messages; what is left over is taken away. Raises what Teams answered first of what could
        not be done; what was to be taken away is tried again with the next change."""
        beginning = _beginning(tenant, where, message)
        left: list[str] = []
        faults: list[Exception] = []
        # One that cannot be changed keeps none of the others from it.
        for place, each in enumerate(rest := self._memory.rest(beginning)):
            try:
                if place < len(runs):
                    await self._update(tenant, where, each, runs[place])
                else:
                    await self._delete(tenant, where, each)
            except ConnectorError as error:
                if error.status != _GONE:
                    faults.append(error)
                    left += [each] if place >= len(runs) else []
            except Exception as error:
                faults.append(error)
                left += [each] if place >= len(runs) else []
        if rest:
            self._memory.keep_rest(beginning, [*rest[: len(runs)], *left])
        if faults:
            raise faults[0]

    async def _update(self, tenant: str, where: str, message: str, run: Json) -> None:
        await patiently(lambda: self._connector.update(tenant, where, message, run), self._sleep)

    async def _delete(self, tenant: str, where: str, message: str) -> None:
        await patiently(lambda: self._connector.delete(tenant, where, message), self._sleep)


def _beginning(tenant: str, where: str, message: str) -> str:
    # A private chat's id stands for a person: what is kept tells nobody whose it is.
    return hashlib.sha256("\n".join((tenant, where, message)).encode()).hexdigest()
