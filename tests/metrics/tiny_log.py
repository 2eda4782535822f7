"""A log of a few things and events, written by hand, and the facts and shares that come of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import pytest

from core.access import Viewer
from core.calendars import calendar
from core.database import Database, open_memory
from core.sql import load
from core.workspace import Workspace
from eventlog.reading import EventLog
from metrics.catalogue import indicator
from metrics.chosen import choose
from metrics.cut import Cut
from metrics.declaration import Indicator
from metrics.fact_words import facts_read
from metrics.facts import making
from metrics.facts.making import facts
from metrics.needs import NAMED
from metrics.shares import keep_shares, nothing_kept

ALWAYS = "1970-01-01"
OF_EVERY_SHARE = ("shares.sql", "timed_shares.sql", "priced_shares.sql")


class TinyLog:
    """Things are named as the log names them (`salesforce:1`); moments are UTC, as text. All is known up to `as_of`, by
    systems that tell of these activities even where none happened."""

    def __init__(self, as_of: str = "2026-04-01", told: Iterable[str] = NAMED) -> None:
        self.database: Database = open_memory()
        self.database.run(load("eventlog", "schema.sql"))
        self.database.run("insert into source values (0, 'all', 'All')")
        self.database.run("insert into landed_run values (0, 0, 'run', null, $as_of::timestamp)", as_of=as_of)
        self._types: dict[str, dict[str, int]] = {"object_type": {}, "event_type": {}}
        self._things: dict[str, int] = {}
        self._events = 0
        for activity in told:
            self._type("event_type", activity)
        self.thing("legal_entity", "netsuite:1", entity="london", currency="GBP", region="UK", zone="Europe/London")

    def thing(self, kind: str, name: str, since: str = ALWAYS, /, **said: object) -> str:
        """Something there is since then, with what is always said of it."""
        number = self._things[name] = len(self._things)
        self.database.run(
            "insert into object (object_no, object_id, type_no, source_no, run_no, since) "
            "values ($number, $name, $type, 0, 0, $since::timestamp)",
            number=number, name=name, type=self._type("object_type", kind), since=since,
        )  # fmt: skip
        return self.say(name, ALWAYS, **said)

    def say(self, name: str, when: str, /, **said: object) -> str:
        """What is said of a thing from a moment on."""
        for key, value in said.items():
            self.database.run(
                "insert into object_attribute (object_no, name, type, value, ts) "
                "values ($number, $name, 'string', $value, $when::timestamp)",
                number=self._things[name], name=key, value=_text(value), when=when,
            )  # fmt: skip
        return name

    def link(self, one: str, qualifier: str, *others: str) -> None:
        for other in others:
            self.database.run(
                "insert into object_object values ($one, $other, $qualifier)",
                one=self._things[one], other=self._things[other], qualifier=qualifier,
            )  # fmt: skip

    def event(self, kind: str, when: str, /, *things: str, **said: object) -> None:
        """Something that happened to things; `in:salesforce:1` names one with a qualifier."""
        self._events += 1
        self.database.run(
            "insert into event (event_no, event_id, type_no, ts, source_no, run_no, key) "
            "values ($number, $number, $type, $when::timestamp, 0, 0, $number::varchar)",
            number=self._events, type=self._type("event_type", kind), when=when,
        )  # fmt: skip
        for each in things:
            qualifier, name = ("", each) if each in self._things else each.split(":", 1)
            self.database.run(
                "insert into event_object values ($event, $thing, $qualifier)",
                event=self._events, thing=self._things[name], qualifier=qualifier,
            )  # fmt: skip
        for key, value in said.items():
            self.database.run(
                "insert into event_attribute values ($event, $name, 'string', $value)",
                event=self._events, name=key, value=_text(value),
            )  # fmt: skip

    def facts(self) -> Database:
        """The database with its facts made anew."""
        making.make_facts(self.database, calendar)
        return self.database

    def shares(self, name: str, columns: str, measure: str = "value") -> list[tuple[object, ...]]:
        """The shares of an indicator's measure in the order of moment, thing and part, with these columns of each."""
        found = indicator(name)
        self._facts_of(found)
        nothing_kept(self.database)
        of = found.measure(measure)
        assert of is not None
        keep_shares(self.database, found)
        ever = choose(self.database, found, of, Cut()).ever
        order = '"at", object_id, part, project'
        return self.database.rows(f"select {columns} from ({ever}) order by {order}", measure=of.shares)

    def seen_by(self, viewer: Viewer) -> EventLog:
        """The log with its facts, as a viewer may see it."""
        nothing_kept(self.facts())
        return EventLog(Workspace(Path("nowhere")), 1, {"processes": []}, viewer, self.database)

    def _facts_of(self, one: Indicator) -> None:
        """Make the facts that its shares are made of. A build makes all, of which most have nothing to do with it."""
        read = facts_read(" ".join([one.statement, *(load("metrics", file) for file in OF_EVERY_SHARE)]))
        needed = tuple(name for name in facts() if name in read | {"calendars"})
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(making, "facts", lambda: needed)
            self.facts()

    def _type(self, table: str, name: str) -> int:
        known = self._types[table]
        if name not in known:
            known[name] = len(known)
            self.database.run(f"insert into {table} values ($number, $name)", number=known[name], name=name)
        return known[name]


def at(moment: str) -> datetime:
    """A moment as the log keeps it."""
    return datetime.fromisoformat(moment)


def _text(value: object) -> str:
    return {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)
