"""The files in which a channel's keys are kept: made, changed over in two steps, and never shown in the audit."""

import os
from pathlib import Path

from actions.channel_settings import ConfiguredChannel
from actions.signatures import PUBLIC, Kind, keys_in, new_key
from core.audit.entry import Told
from core.audit.writing import write_down
from core.errors import BadInput, WrongUse
from core.secret import Secret, conceal
from core.state import State
from core.workspace import sync_folder, telling_of_full_disk


def make(state: State, who: str, channel: ConfiguredChannel, receipts: bool, kind: Kind) -> Path:
    """A first key, in the file that firm.toml names."""
    path = _file(channel, receipts)
    if path.exists():
        raise WrongUse(f"{path} is there already. Change it over: tracework act keys rotate {channel.name}")
    _write(path, [new_key(kind)])
    _tell(state, who, channel, "key made", receipts)
    return path


def rotate(state: State, who: str, channel: ConfiguredChannel, receipts: bool) -> Path:
    """A new key of the same kind before the old one: from now on both count, until the old one is retired."""
    path, words = _kept(channel, receipts)
    kind: Kind = "whsk_" if words[0].startswith("whsk_") else "whsec_"
    _write(path, [new_key(kind), words[0]])
    _tell(state, who, channel, "key rotated", receipts)
    return path


def retire(state: State, who: str, channel: ConfiguredChannel, receipts: bool) -> Path:
    """Only the newest key counts from now on."""
    path, words = _kept(channel, receipts)
    if len(words) == 1:
        raise WrongUse(f"{path} holds one key only, and it is in use.")
    _write(path, words[:1])
    _tell(state, who, channel, "old key retired", receipts)
    return path


def public_keys(channel: ConfiguredChannel) -> list[str]:
    """What the receiver verifies with; WrongUse where its keys are not of the kind that may be shown."""
    secret = channel.common.keys
    keys = keys_in(secret, f"The keys of the channel {channel.name}") if secret else []
    found = [each.public for each in keys if each.public]
    if not found:
        why = "its key is a secret of both sides" if keys else "it has no keys"
        raise WrongUse(
            f"The channel {channel.name} has no public half to show: {why}. For one, name a file that is not there yet "
            f"as its keys, and make a pair: tracework act keys new {channel.name} --asymmetric"
        )
    return found


def _kept(channel: ConfiguredChannel, receipts: bool) -> tuple[Path, list[str]]:
    path = _file(channel, receipts)
    if not path.exists():
        raise WrongUse(f"{path} is not there yet. Make it: tracework act keys new {channel.name}")
    keys_in(Secret(file=path), f"The keys in {path}")
    words = path.read_text(encoding="utf-8").split()
    if any(word.startswith(PUBLIC) for word in words):
        raise WrongUse(f"{path} holds the receiver's public key. It is changed over there, and put here.")
    return path, words


def _file(channel: ConfiguredChannel, receipts: bool) -> Path:
    name = "receipt_keys" if receipts else "keys"
    secret = channel.common.receipt_keys if receipts else channel.common.keys
    if secret is None:
        raise WrongUse(f'[channels.{channel.name}] has no {name}. Say {name} = {{file = "keys/{channel.name}"}}.')
    if secret.file is None:
        raise WrongUse(
            f"The {name} of {channel.name} are in the environment variable {secret.env}, which Tracework cannot write. "
            "Put the new key there, a blank, and the old one; later the new one alone."
        )
    return secret.file


def _write(path: Path, words: list[str]) -> None:
    """For nobody else to read, and so that after a crash it is either the old file or the new one."""
    for word in words:
        conceal(word)
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with telling_of_full_disk(path), os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write("\n".join(words) + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}. Mend that and run it again.") from None
    part.replace(path)
    sync_folder(path.parent)


def _tell(state: State, who: str, channel: ConfiguredChannel, act: str, receipts: bool) -> None:
    told = {"of": "receipts" if receipts else "messages"}
    write_down(state, who, Told(act, "channel", channel.name, None, told))
