"""Which objects are one thing, given pairs that match: the closure of all matches, except what a person kept apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass
class Groups:
    """Objects in groups that grow by matches. Two groups never join if somebody said of a pair across that they differ;
    so the order in which matches come decides, and it is that of their strength."""

    apart: Sequence[tuple[int, int]] = ()
    parent: dict[int, int] = field(default_factory=dict)
    reason: dict[int, tuple[str, str | None]] = field(default_factory=dict)

    def group(self, one: int) -> int:
        """The object that stands for the group of `one`."""
        chain = []
        while (above := self.parent.get(one, one)) != one:
            chain.append(one)
            one = above
        for each in chain:
            self.parent[each] = one
        return one

    def match(self, left: int, right: int, rule: str, decision: str | None = None) -> None:
        """Join the groups of two objects, unless they are to stay apart."""
        this, that = self.group(left), self.group(right)
        if this == that or self._kept_apart(this, that):
            return
        self.parent[max(this, that)] = min(this, that)
        for each in (left, right):
            self.reason.setdefault(each, (rule, decision))

    def members(self) -> list[list[int]]:
        """The groups of two objects or more."""
        found: dict[int, list[int]] = {}
        for each in self.reason:
            found.setdefault(self.group(each), []).append(each)
        return list(found.values())

    def _kept_apart(self, this: int, that: int) -> bool:
        sides = {this, that}
        return any({self.group(left), self.group(right)} == sides for left, right in self.apart)


def stars(groups: Iterable[Sequence[int]]) -> Iterable[tuple[int, int]]:
    """Each group as pairs of its first member with every other."""
    return ((group[0], other) for group in groups for other in group[1:])
