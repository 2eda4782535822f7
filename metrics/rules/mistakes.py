"""What is wrong in `[rules.<id>]` of firm.toml that only the rules can tell: names of rules and of thresholds."""

from collections.abc import Iterator, Mapping
from typing import Any

from core.workspace import Workspace
from metrics.rules.catalogue import TABLES, declared_rules
from metrics.rules.declaration import Rule


def rule_mistakes(workspace: Workspace, content: Mapping[str, Any]) -> list[str]:
    """Every mistake of `[rules.<id>]` in what firm.toml says."""
    tables = content.get("rules", {})
    if not isinstance(tables, dict) or not tables:
        return []
    there: dict[str, list[Rule]] = {}
    for folder in TABLES:
        declared = declared_rules(folder, workspace)
        for rule in declared.rules.values():
            there.setdefault(rule.name, []).append(rule)
        # a rule whose file has mistakes is told elsewhere
        there |= {name: [] for name in declared.left_out if name not in there}
    return [mistake for name, table in tables.items() for mistake in _unknown(name, table, there)]


def _unknown(name: str, table: object, there: dict[str, list[Rule]]) -> Iterator[str]:
    if name not in there:
        yield f"rules.{name}: there is no such rule; there are {', '.join(sorted(there))}"
        return
    if not isinstance(table, dict) or not there[name]:
        return
    settable = sorted({threshold for rule in there[name] for threshold in rule.settable})
    has = f"it has {', '.join(settable)}" if settable else "it has none"
    for place, values in _given(table):
        for threshold in values:
            if threshold not in settable:
                yield f"rules.{name}.{place}.{threshold}: the rule has no such threshold; {has}"


def _given(table: dict[str, object]) -> Iterator[tuple[str, dict[str, object]]]:
    """Each table of thresholds, with where it stands; what is none is told by the settings' own check."""
    own = table.get("by_entity")
    found = {"thresholds": table.get("thresholds")}
    found |= {f"by_entity.{entity}": values for entity, values in own.items()} if isinstance(own, dict) else {}
    for place, values in found.items():
        if isinstance(values, dict):
            yield place, values
