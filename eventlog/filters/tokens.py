"""The words of a filter text: names in double quotes (doubled inside), bare words, comparison marks."""

import re
from dataclasses import dataclass

from core.errors import WrongUse

TOKEN = re.compile(r'\s*(?:(?P<quoted>"(?:[^"]|"")*")|(?P<mark>!=|<=|>=|[=<>(),])|(?P<word>[^\s"(),=<>!]+))')
BARE = re.compile(r"[\w+:#/-]+")


@dataclass(frozen=True)
class Token:
    kind: str
    text: str
    at: int
    """Where it starts in the text, from 1."""


def written(name: str) -> str:
    """A name or value as the grammar takes it: in quotes unless it is one plain word."""
    plain = BARE.fullmatch(name) and name.lower() not in ("and", "in", "over", "under", "ignoring", "business")
    return name if plain else '"' + name.replace('"', '""') + '"'


def quoted_name(name: str) -> str:
    """An activity is always in quotes, so that no word of the grammar can be taken for one."""
    return '"' + name.replace('"', '""') + '"'


class Tokens:
    """A text being read from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._tokens = _split(text)
        self._next = 0

    def peek(self) -> Token | None:
        """The next token, left where it is."""
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def take(self, expected: str) -> Token:
        """The next token, whatever it is."""
        token = self.peek()
        if token is None:
            raise self.wrong(f"it ends where {expected} should follow")
        self._next += 1
        return token

    def accept(self, text: str) -> bool:
        """Whether the next token is this mark or bare word; if so it is taken."""
        token = self.peek()
        if token is None or token.kind == "quoted" or token.text.lower() != text:
            return False
        self._next += 1
        return True

    def expect(self, text: str) -> None:
        """Take this mark, or say that it is missing."""
        if not self.accept(text):
            raise self.unexpected(f'"{text}"')

    def name(self, expected: str) -> str:
        """A name or value: in quotes, or one bare word."""
        token = self.take(expected)
        if token.kind == "mark":
            self._next -= 1
            raise self.unexpected(expected)
        return token.text

    def names(self, expected: str) -> tuple[str, ...]:
        """One name, or several in brackets with commas between."""
        if not self.accept("("):
            return (self.name(expected),)
        found = [self.name(expected)]
        while self.accept(","):
            found.append(self.name(expected))
        self.expect(")")
        return tuple(found)

    def unexpected(self, expected: str) -> WrongUse:
        """The error that the next token is not what should stand there."""
        token = self.peek()
        found = f'"{token.text}" stands at character {token.at}' if token else "it ends"
        return self.wrong(f"{found} where {expected} should be")

    def wrong(self, what: str) -> WrongUse:
        """The error that this text cannot be read."""
        return WrongUse(f"The filter {self.text.strip()!r} cannot be read: {what}.")


def _split(text: str) -> list[Token]:
    tokens: list[Token] = []
    at = 0
    while text[at:].strip():
        match = TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            place = at + len(text[at:]) - len(text[at:].lstrip()) + 1
            raise WrongUse(
                f"The filter {text.strip()!r} cannot be read from character {place} on. Put names that hold spaces or "
                'signs into double quotes, and double a quote inside a name: "say ""yes""".'
            )
        kind = match.lastgroup
        content = match[kind]
        value = content[1:-1].replace('""', '"') if kind == "quoted" else content
        tokens.append(Token(kind, value, match.start(kind) + 1))
        at = match.end()
    return tokens
