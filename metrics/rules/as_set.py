"""Rules as a firm has them hold: `[rules.<id>]` of firm.toml over what their files say."""

from collections.abc import Mapping

from core.rule_settings import RuleSettings
from metrics.rules.declaration import Rule


def as_set(declared: Mapping[str, Rule], settings: Mapping[str, RuleSettings]) -> dict[str, Rule]:
    """The rules that are not switched off, each with what the firm says of it."""
    return {
        name: _changed(rule, settings[name]) if name in settings else rule
        for name, rule in declared.items()
        if name not in settings or settings[name].enabled
    }


def _changed(rule: Rule, settings: RuleSettings) -> Rule:
    said = settings.model_dump(include={"severity", "owner", "entities", "regions", "clients"}, exclude_none=True)
    own = {
        entity: {**rule.by_entity.get(entity, {}), **settings.by_entity.get(entity, {})}
        for entity in sorted({*rule.by_entity, *settings.by_entity})
    }
    said |= {"thresholds": {**rule.thresholds, **settings.thresholds}, "by_entity": own}
    return rule.model_copy(update=said)
