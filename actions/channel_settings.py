"""`[channels.NAME]` and `[delivery]` in firm.toml: where messages go, and how. All mistakes are told together."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from actions.catalogue import channel_kind
from actions.channel import Channel
from actions.egress.web import USUAL_TIMEOUT_S, Web
from actions.policies.spans import read_span, span_words
from actions.web_address import WebAddress
from core.errors import NotFound
from core.secret import Secret
from core.settings import FirmSettings, firm_content, mistakes_in, refuse_mistakes
from core.workspace import Workspace

LEAST_KEPT = timedelta(days=30)
"""A message is tried for some days, and what was given up should be seen by somebody before it goes."""

NAME = re.compile(r"[a-z][a-z0-9_]*")
NOTICES = "tracework.channel."
"""Types about the channels themselves: they go only to a channel that names them, not to one that takes everything."""


class CommonSettings(BaseModel):
    """What every channel may say, whatever its kind. `keys` sign what goes out; with `receipt_keys` the receiver signs
    what it sends back."""

    model_config = ConfigDict(extra="ignore")
    kind: str
    types: list[str] = Field(default_factory=lambda: ["*"], min_length=1)
    keys: Secret | None = None
    receipt_keys: Secret | None = None
    timeout: float = Field(USUAL_TIMEOUT_S, ge=1, le=30)


def _read_keeping(said: object) -> timedelta | None:
    if said is None or said == "forever":
        return None
    span = read_span(said)
    if span < LEAST_KEPT:
        raise ValueError(f'messages are kept for {span_words(LEAST_KEPT)} at least, or "forever"')
    return span


class DeliverySettings(BaseModel):
    """`[delivery]`: what holds for all channels. `internal_hosts`, such as "erp.internal" or "localhost:8080", may have
    internal addresses and be asked without encryption. `address` is where people open Tracework, for the links in
    messages. `keep_messages` is how long the bytes of what was sent are kept; None: forever."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    internal_hosts: frozenset[str] = frozenset()
    address: WebAddress | None = None
    keep_messages: Annotated[timedelta | None, BeforeValidator(_read_keeping)] = timedelta(days=400)


@dataclass(frozen=True)
class ConfiguredChannel:
    """A channel as firm.toml has it, checked."""

    name: str
    common: CommonSettings
    own: BaseModel
    kind: Channel

    def takes(self, type: str) -> bool:
        """Whether messages of that type go there."""
        wanted = [each for each in self.common.types if each.startswith(NOTICES) or not type.startswith(NOTICES)]
        return any(fnmatchcase(type, each) for each in wanted)


@dataclass(frozen=True)
class Channels:
    """All channels of a firm, by name, and what holds for all of them."""

    named: Mapping[str, ConfiguredChannel]
    delivery: DeliverySettings

    def one(self, name: str) -> ConfiguredChannel:
        """The channel of that name."""
        if name not in self.named:
            known = ", ".join(self.named) or "none"
            raise NotFound(f"firm.toml has no channel {name}. It has: {known}. Add one as [channels.{name}].")
        return self.named[name]

    def web(self, channel: ConfiguredChannel) -> Web:
        """The client with which that channel asks."""
        return Web(self.delivery.internal_hosts, channel.common.timeout)


def configured_channels(workspace: Workspace) -> Channels:
    """The channels that firm.toml names. Every mistake anywhere in the file is told, in one message."""
    content = firm_content(workspace)
    mistakes = mistakes_in(FirmSettings, content)
    delivery = content.get("delivery", {})
    mistakes += mistakes_in(DeliverySettings, delivery, "delivery") if isinstance(delivery, dict) else []
    named = {}
    tables = content.get("channels", {})
    for name, table in tables.items() if isinstance(tables, dict) else ():
        found = _checked(name, table, workspace.root) if isinstance(table, dict) else []
        if isinstance(found, ConfiguredChannel):
            named[name] = found
        else:
            mistakes += found
    refuse_mistakes(mistakes, workspace.settings_file)
    return Channels(named, DeliverySettings.model_validate(delivery))


def _checked(name: str, table: Mapping[str, Any], folder: Path) -> ConfiguredChannel | list[str]:
    """The channel that a table describes, or its mistakes."""
    section = f"channels.{name}"
    mistakes = [] if NAME.fullmatch(name) else [f"{section}: a channel is named like erp or on_call"]
    mistakes += mistakes_in(CommonSettings, table, section, folder)
    try:
        kind = channel_kind(str(table.get("kind", "")))
    except NotFound as error:
        return mistakes + ([f"{section}.kind: {error}".rstrip(".")] if "kind" in table else [])
    own = {key: value for key, value in table.items() if key not in CommonSettings.model_fields}
    mistakes += mistakes_in(kind.settings_model, own, section, folder)
    if kind.must_sign and "keys" not in table:
        mistakes.append(f"{section}.keys: this kind signs what it sends; `tracework act keys new {name}` makes a key")
    if mistakes:
        return mistakes
    context = {"folder": folder}
    common = CommonSettings.model_validate(table, context=context)
    return ConfiguredChannel(name, common, kind.settings_model.model_validate(own, context=context), kind)
