"""Requests for people that are open, each with who could fill it and why."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from eventlog.reading import EventLog
from models.detector import Declaration, Learned, Measured, Peers, Place, Reason, Suggestion, Suspicion
from models.staffing.load import has_staffing
from models.staffing.requests import Request, requests
from models.staffing.suggestions import CENTS, FAIRNESS, FIRST, HOUR, WEIGHTS, Candidate, candidates, why

FEWEST = 10
LEAN = 10.0
JUST_BEFORE = timedelta(minutes=5)
BANDS = (0.0, 0.75, 0.85)
"""Chances are kept by how good the best candidate is, from each of these on."""


class StaffingSuggestion:
    """Suggests three people for every request that nobody is booked for."""

    declaration = Declaration(
        name="staffing_suggestion",
        kind="staffing_suggestion",
        title="Staffing suggestions",
        question="Who could fill each open request, and why?",
        owner_role="resource_manager",
        version=1,
        method=(
            "People of the role, of the practice or with the skill who have time for a quarter of the work or more, by "
            + ", ".join(f"{name} {weight:.0%}" for name, weight in WEIGHTS.items())
            + ". The chance is how often one of the first three was booked for past requests whose best candidate was "
            f"as good. {FAIRNESS}"
        ),
        limits=(
            "It knows skills only as far as they are recorded, and not who gets on with whom or wants to move. One "
            "person may be suggested for several requests. In findings, leave told for days to come is not counted."
        ),
        needs=("resource_booked",),
    )

    def fit(self, log: EventLog, until: datetime) -> Learned:
        if not has_staffing(log):
            return {}
        told = _past(log, None, until)
        if len(told) < FEWEST:
            return {}
        hits = [_hit(each, them) for each, them in told]
        whole = sum(hits) / len(hits)
        chances = []
        for band in range(len(BANDS)):
            mine = [hit for hit, (_, them) in zip(hits, told, strict=True) if _band(them) == band]
            chances.append(round((sum(mine) + LEAN * whole) / (len(mine) + LEAN), 4))
        return {"chances": chances, "usual": round(sum(_at_random(*each) for each in told) / len(told), 4)}

    def score(self, log: EventLog, learned: Learned, moment: datetime) -> list[Suspicion]:
        """Open requests for which there is anybody, the most worth first."""
        if not learned:
            return []
        asked = [(each, moment) for each in requests(log) if each.is_open(moment)]
        them = zip(asked, candidates(log, asked), strict=True)
        found = [_suspicion(each, people, learned, moment) for (each, _), people in them if people]
        return sorted(found, key=lambda each: (-each.score, each.subject_id))

    def measure(self, log: EventLog, learned: Learned, since: datetime, until: datetime) -> Measured | None:
        told = _past(log, since, until) if learned else []
        if len(told) < FEWEST:
            return None
        hits = [_hit(each, them) for each, them in told]
        naive = sum(_at_random(*each) for each in told) / len(told)
        by_band = [
            [(chance, hit) for hit, (_, them) in zip(hits, told, strict=True) if _band(them) == band]
            for band, chance in enumerate(_chances(learned))
        ]
        return Measured(
            "Whoever was booked was among the first three", sum(hits) / len(hits), naive,
            "three at random of those who have the role there and time for the work", True, len(told), since, until,
            tuple((each[0][0], sum(hit for _, hit in each) / len(each), len(each)) for each in by_band if each),
        )  # fmt: skip


def _past(log: EventLog, since: datetime | None, until: datetime) -> list[tuple[Request, list[Candidate]]]:
    """Requests first booked between the two, with who could have been booked just then."""
    booked = [(each, min(one.at for one in each.bookings)) for each in requests(log) if each.bookings]
    asked = [(each, at - JUST_BEFORE) for each, at in booked if at <= until and (since is None or at > since)]
    return [(each, them) for (each, _), them in zip(asked, candidates(log, asked), strict=True)]


def _hit(request: Request, them: Sequence[Candidate]) -> float:
    first = min(request.bookings, key=lambda each: each.at)
    return float(first.who in {each.id for each in them[:FIRST]})


def _at_random(request: Request, them: Sequence[Candidate]) -> float:
    """The chance that three at random of those with the role in the entity hold the one who was booked."""
    first = min(request.bookings, key=lambda each: each.at)
    near = [each.id for each in them if each.same_role and each.same_entity]
    return min(FIRST / len(near), 1.0) if first.who in near else 0.0


def _band(them: Sequence[Candidate]) -> int:
    best = them[0].score if them else 0.0
    return max(n for n, least in enumerate(BANDS) if best >= least)


def _chances(learned: Learned) -> list[float]:
    told = learned["chances"]
    assert isinstance(told, Sequence)
    return [float(str(each)) for each in told]


def _suspicion(request: Request, them: Sequence[Candidate], learned: Learned, moment: datetime) -> Suspicion:
    chance, best = _chances(learned)[_band(them)], them[0]
    hours = best.can / HOUR
    money = None if best.rate is None else round(hours * best.rate / CENTS, 2)
    wanted = f"{request.first_week.day} {request.first_week:%B}"
    return Suspicion(
        subject_type="resource_request",
        subject_id=request.id,
        score=chance * hours * (best.rate or CENTS) / CENTS,
        chance=chance,
        usual=float(str(learned["usual"])),
        title=f"{request.cell.role} for {request.project or 'a project'} from {wanted}: {len(them)} could",
        summary=(
            f"Asked for on {request.asked_at.day} {request.asked_at:%B}: {request.people:.1f} {request.grade or ''} "
            f"{request.cell.role}{f' with {request.skill}' if request.skill else ''} for {request.weeks} weeks; "
            f"{1 - request.covered(moment):.0%} of it is open. Of the {len(them)} who have time these fit best."
        ),
        since=request.asked_at,
        reasons=tuple(
            Reason(f"{place}. {why(each)} (fits {each.score:.0%})", None, (each.id,))
            for place, each in enumerate(them[:FIRST], 1)
        ),
        suggestion=Suggestion("propose_candidate", f"Propose the first: {why(best)}"),
        place=Place(request.cell.entity, request.practice, request.client, request.project),
        money=money,
        currency=None if money is None else request.currency,
        peers=Peers("The others who could", "how well they fit, of 100", tuple(100 * each.score for each in them[1:]),
                    100 * best.score),
    )  # fmt: skip


DETECTOR = StaffingSuggestion()
