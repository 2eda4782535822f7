"""Where a page stands in the navigation, which goes by question."""

from dataclasses import dataclass

from core.roles import Act

QUESTIONS = (
    "",
    "Where does work wait?",
    "What delays revenue?",
    "Where do people clash?",
    "How is margin moving?",
    "What needs me?",
    "Can I trust it?",
    "What goes out?",
)


@dataclass(frozen=True)
class Place:
    """A page's place: under one of `QUESTIONS`, in order of `rank`. `key` follows `g` on the keyboard. `tab` is its
    word at the bottom of a phone, where only some pages have one."""

    question: str
    rank: int
    icon: str
    key: str = ""
    tab: str = ""


@dataclass(frozen=True)
class Placed:
    """A page in the navigation; one with an `act` is there for those only who may do it."""

    path: str
    title: str
    place: Place
    act: Act | None = None
