"""Check this machine and the workspace: memory, disk, generation, audit."""

import shutil
from pathlib import Path

from actions.channel_settings import configured_channels
from actions.outbox.reading import counts
from actions.policies.catalogue import own_policies
from actions.policies.spans import span_words
from core.access import Viewer
from core.audit.reading import verified
from core.errors import AuditFailed
from core.settings import firm_settings
from core.state import open_state
from core.workspace import Workspace
from eventlog.audits import audit
from eventlog.reading import open_log
from ingest.source_settings import configured_sources
from metrics.setting_mistakes import refuse_setting_mistakes
from reports.schedules import schedules
from tracework.commands.audit_command import told
from tracework.commands.options import WorkspaceOption, chosen_workspace
from tracework.terminal import say

GIB = 2**30


def run(workspace: WorkspaceOption = None) -> None:
    place = chosen_workspace(workspace)
    sources = configured_sources(place)
    refuse_setting_mistakes(place)
    schedules(place)
    settings = firm_settings(place)
    say(f"Memory: {_memory() / GIB:.1f} GiB here.")
    say(f"A reader may take {settings.reader.memory} of it, a build {settings.builder.memory}.")
    say(f"Sources in firm.toml: {', '.join(sources) or 'none'}.")
    say(f"Channels in firm.toml: {', '.join(configured_channels(place).named) or 'none'}.")
    _say_policies(place)
    free = shutil.disk_usage(place.root).free / GIB
    say(f"Disk: {free:.1f} GiB free at {place.root}.")
    with open_state(place) as state:
        say(f"State: {state.place}.")
        trail = verified(state)
        with state.reading() as connection:
            messages = counts(connection)
    if trail.fault:
        raise AuditFailed(told(trail))
    say(told(trail))
    say(f"Messages: {messages['sent']} sent, {messages['waiting']} waiting, {messages['dead']} given up.")
    say(_kept(place))
    with open_log(place, Viewer.owner()) as log:
        audit(log.database, log.processes())
        size = f"{log.manifest['events']:,} events, {log.manifest['objects']:,} objects"
        say(f"Generation {log.generation}: {size}, and every audit passes.")


def _say_policies(place: Workspace) -> None:
    own = own_policies(place)
    say(f"Policies: {', '.join(each.name for each in own.policies) or 'none'}.")
    for each in own.left_out:
        say(each.words)


def _kept(place: Workspace) -> str:
    keep = configured_channels(place).delivery.keep_messages
    return "What they sent is kept forever." if keep is None else f"What they sent is kept for {span_words(keep)}."


def _memory() -> int:
    lines = Path("/proc/meminfo")
    if not lines.exists():
        return 0
    return int(lines.read_text().split()[1]) * 1024
