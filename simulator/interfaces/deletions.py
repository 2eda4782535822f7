"""What has been deleted from a table since an interface first showed it, for vendors that tell."""

from __future__ import annotations

from datetime import datetime

from simulator.interfaces.shown import Shown


class Deletions:
    """The keys that are gone from one table, and since when on the firm's clock.

    Setting the clock back makes later records vanish without having been deleted: then it starts over.
    """

    def __init__(self, shown: Shown, table: str, key: str) -> None:
        self._shown, self._table, self._key = shown, table, key
        self._known, self._seen_at = self._keys(), shown.now()
        self._gone: dict[str, datetime] = {}

    def since(self, moment: datetime) -> dict[str, datetime]:
        """Keys deleted at or after a moment."""
        now, keys = self._shown.now(), self._keys()
        if now < self._seen_at:
            self._known, self._gone = keys, {}
        self._gone |= dict.fromkeys(self._known - keys, now)
        self._gone = {key: at for key, at in self._gone.items() if key not in keys}
        self._known, self._seen_at = keys, now
        return {key: at for key, at in self._gone.items() if at >= moment}

    def _keys(self) -> set[str]:
        return set(self._shown.tables[self._table][self._key].to_list())
