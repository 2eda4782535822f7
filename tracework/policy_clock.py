"""The clock of policies in a serving process: has them look at the findings now and then."""

import logging
from datetime import UTC, datetime

from actions.changes.controlling import finish
from actions.policies.looking import look
from core.errors import TraceworkError
from core.state import State
from tracework.rounds import Rounds

EVERY_S = 60.0

told = logging.getLogger(__name__)


class PolicyClock(Rounds):
    """A look reads and writes the state database only."""

    name = "policy clock"

    def __init__(self, state: State, every_s: float = EVERY_S) -> None:
        super().__init__(state, every_s)
        self._last = ""

    def look(self) -> None:
        try:
            finish(self._state)
            left_out = look(self._state, datetime.now(UTC)).left_out
            self._tell(" ".join(each.words for each in left_out))
        except TraceworkError as error:
            # firm.toml has a mistake, or the state database is busy: the next look is in a minute
            self._tell(f"The policies could not look: {error}")

    def _tell(self, words: str) -> None:
        """Once while it is so."""
        if words and words != self._last:
            told.warning(words)
        self._last = words
