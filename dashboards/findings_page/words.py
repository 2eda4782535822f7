"""How findings are said: money in round figures, ages, chances, and what a state is called."""

from datetime import datetime
from math import floor, log10

from dashboards.indicator_page.words import slice_words
from figures.amounts import Unit, day
from figures.words import many
from models.findings.finding import Finding, FindingState

STATES = {
    FindingState.OPEN: ("open", "To review"),
    FindingState.SNOOZED: ("none", "Snoozed"),
    FindingState.CONFIRMED: ("bad", "Confirmed"),
    FindingState.DISMISSED: ("open", "Dismissed"),
    FindingState.SETTLED: ("good", "Settled"),
    FindingState.GONE: ("none", "No longer suspected"),
}
LIKELY, EVEN = 0.6, 0.4
NOT_ADDED = "What is told of the firm or of a part of it is not added: its money is that of the things in it."


def whole(amount: float, currency: str | None) -> str:
    """£86,400"""
    return Unit("money", currency or "", digits=0).words(amount)


def about(amount: float, currency: str | None) -> str:
    """≈ £55,300: three figures are as many as a chance allows."""
    if not amount:
        return whole(0, currency)
    step = 10 ** max(0, floor(log10(abs(amount))) - 2)
    return f"≈ {whole(round(amount / step) * step, currency)}"


def expected(finding: Finding) -> str:
    """What a finding is worth a look, or that nobody can say in money."""
    told = finding.suspicion
    return "no money told" if told.money is None else about(told.money * told.chance, told.currency)


def percent(chance: float) -> str:
    """64%; what may be is never told as certain or impossible."""
    if 0.995 <= chance < 1:
        return "over 99%"
    return "under 1%" if 0 < chance < 0.005 else f"{chance:.0%}"


def points(part: float) -> str:
    """+30 pts, −6 pts"""
    size = f"{abs(part) * 100:.0f}"
    return f"{'−' if part < 0 else '+'}{size} pts" if size != "0" else "0 pts"


def age(since: datetime, now: datetime) -> str:
    """2 d ago, 4 h ago, just now"""
    hours = (now - since).total_seconds() / 3600
    if hours < 1:
        return "just now"
    return f"{hours:.0f} h ago" if hours < 48 else f"{hours / 24:,.0f} d ago"


def weight(finding: Finding) -> str:
    """The shape beside a finding: how likely it is right."""
    chance = finding.suspicion.chance
    return "bad" if chance >= LIKELY else "watch" if chance >= EVEN else "open"


def where(finding: Finding) -> str:
    """Munich · €173,000 × 78%"""
    told = finding.suspicion
    entity = slice_words(told.place.entity) if told.place.entity else ""
    worth = f"{whole(told.money, told.currency)} × " if told.money is not None else ""
    return " · ".join(filter(None, (entity, f"{worth}{percent(told.chance)}")))


def whose(finding: Finding) -> str:
    """The client, else the project, else the practice."""
    place = finding.suspicion.place
    return place.client or place.project or place.practice or ""


def state_words(finding: Finding) -> str:
    words = STATES[finding.state][1]
    until = finding.snoozed_until
    return f"{words} to {day(until)}" if finding.state is FindingState.SNOOZED and until else words


def right(confirmed: int, decided: int) -> str:
    """right 14 of 20 times"""
    return f"right {confirmed:,} of {many(decided, 'time')}"
