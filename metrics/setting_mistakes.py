"""What is wrong in firm.toml that only indicators and rules can tell: names that are none, in `[targets.<indicator>]`
and `[rules.<id>]`. A target of a name that is none would be kept to by nobody, without a word."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from core.settings import FirmSettings, firm_content, mistakes_in, refuse_mistakes
from core.workspace import Workspace
from metrics.catalogue import catalogue
from metrics.rules.mistakes import rule_mistakes
from metrics.total import told_names


def refuse_setting_mistakes(workspace: Workspace) -> None:
    """Tell every such mistake, with those of firm.toml that anybody can tell, in one message."""
    content = firm_content(workspace)
    mistakes = mistakes_in(FirmSettings, content)
    mistakes += rule_mistakes(workspace, content)
    mistakes += target_mistakes(workspace, content)
    refuse_mistakes(mistakes, workspace.settings_file)


def target_mistakes(workspace: Workspace, content: Mapping[str, Any]) -> Iterator[str]:
    """Of each target whose indicator or measure is none. An indicator whose own file has mistakes is told elsewhere."""
    tables = content.get("targets", {})
    there, left_out, _ = catalogue(workspace)
    for name, table in tables.items() if isinstance(tables, dict) else ():
        if name not in there and name not in left_out:
            yield f"targets.{name}: there is no such indicator; {_others(name, list(there))}"
        elif name in there and isinstance(table, dict):
            measures = [told for measure in there[name].measures for told in told_names(measure)]
            for measure in table:
                if measure not in measures:
                    yield f"targets.{name}.{measure}: it has no such measure; {_others(measure, measures)}"


def _others(name: str, there: list[str]) -> str:
    near = get_close_matches(name, there, n=1)
    return f'the nearest is "{near[0]}"' if near else f"there are {', '.join(there)}"
