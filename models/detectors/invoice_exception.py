"""Exceptions of invoices that stand open, with what was probably wrong and who can mend it; and places where far more
drafts are sent back than elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from core.counted import many
from core.sql import load
from eventlog.reading import EventLog
from metrics.narrowing import where_facts_are
from models.detector import Declaration, Learned, Measured, Peers, Place, Reason, Suggestion, Suspicion
from models.invoices.history import strength
from models.invoices.reading import CENTS, FirmInvoice, invoices_of
from models.invoices.standing_out import Standing, standing_out
from models.invoices.triage import Exceptional, Likely, lifts, likely, similar
from models.known_then import known_then
from models.survival import AHEAD, Survival, learned_stays, measured_stays

LATELY = timedelta(days=120)
DAY = timedelta(days=1)


class InvoiceException:
    """Learns how long exceptions stood; tells of those that stand."""

    declaration = Declaration(
        name="invoice_exception",
        kind="invoice_exception",
        title="Invoice exceptions",
        question="Which drafts sent back and which disputes stand open, what was wrong, and who can mend it?",
        owner_role="controller",
        version=1,
        method=(
            "Every draft that the review sent back and every dispute, while it stands. The likely reason is the "
            "client's own, else the check (receipts, order number, rates, cap, expenses) that it fails and earlier "
            "exceptions failed more often than other invoices. The chance is that of standing seven days on "
            "(Kaplan-Meier over earlier ones of its kind). A legal entity, or a client within one, is told of its own "
            "where its drafts are sent back more than twice as often as those of others "
            "(beta distribution, the last 120 days)."
        ),
        limits=(
            "Reviews say no without a reason in most systems: what a check finds may not be why. Places are compared "
            "by how often drafts are sent back; whether the drafts or the review are to blame is not told."
        ),
        needs=("invoice_sent",),
    )

    def fit(self, log: EventLog, until: datetime) -> Learned:
        """By kind and reason, the days that exceptions stood open, and whether they had ended by then."""
        known = exceptions_known(log, until)[1]
        return learned_stays(((_like(each), each.since, each.ended_at) for each in known), until)

    def score(self, log: EventLog, learned: Learned, moment: datetime) -> list[Suspicion]:
        """Those that stand open, the longest-lived first; then places that stand out."""
        invoices, known = exceptions_known(log, moment)
        survival = Survival(learned)
        by_kind = {
            kind: lifts([each for each in known if each.kind == kind], invoices) for kind in ("sent_back", "dispute")
        }
        found = [
            _suspicion(each, likely(each, by_kind[each.kind]), similar(each, known, moment), survival, moment)
            for each in known
            if not each.ended_by(moment) and each.invoice.settled_at is None
        ]
        found += _places(invoices, known, moment)
        return sorted(found, key=lambda each: (-each.score, each.subject_type, each.subject_id))

    def measure(self, log: EventLog, learned: Learned, since: datetime, until: datetime) -> Measured | None:
        """Told each day of those open then, against whether they stood seven days later: the Brier score."""
        survival, known = Survival(learned), exceptions_known(log, until)[1]
        told = []
        moment = since
        while moment + AHEAD <= until:
            for each in known:
                if each.since <= moment and not each.ended_by(moment):
                    chance = survival.chance(_like(each), (moment - each.since) / DAY)
                    told.append((chance, float(not each.ended_by(moment + AHEAD))))
            moment += DAY
        return measured_stays(told, survival.usual, "the share of all exceptions", (since, until))


def exceptions_known(log: EventLog, moment: datetime) -> tuple[list[FirmInvoice], list[Exceptional]]:
    """The invoices and their exceptions as they were known then."""
    with known_then(log, moment) as then:
        if then is None:
            return [], []
        invoices = invoices_of(then, moment)
        by_id = {each.object_id: each for each in invoices}
        statement = where_facts_are(then.database, load("models.invoices", "exceptions.sql"))
        rows = then.database.rows(statement)
    found = [
        Exceptional(amount, ended_at, by_id[invoice_id], kind, object_id, reason, resolution, since, type_)
        for kind, type_, object_id, invoice_id, reason, since, ended_at, amount, resolution in rows
        if invoice_id in by_id
    ]
    return invoices, found


def _like(one: Exceptional) -> str:
    """Whose time to end is like its own."""
    return f"dispute: {one.reason}" if one.kind == "dispute" else one.kind


def _suspicion(
    one: Exceptional, cause: Likely, solved: Sequence[Exceptional], survival: Survival, moment: datetime
) -> Suspicion:
    invoice, days = one.invoice, (moment - one.since) / DAY
    chance, of_kind = survival.chance(_like(one), days), survival.of_rule(_like(one))
    stood = many(round(days), "day")
    what = f"Dispute of {invoice.number}" if one.kind == "dispute" else f"Draft {invoice.number} sent back"
    known, ended = survival.known(_like(one))
    like = f"{ended} of {known} like it have ended" if known else "None like it before"
    return Suspicion(
        subject_type=one.type,
        subject_id=one.object_id,
        score=chance,
        chance=chance,
        usual=survival.usual,
        title=f"{what}: {cause.reason}",
        summary=f"{cause.how[0].upper()}{cause.how[1:]}. It has stood for {stood}. {_owner(one, cause)}",
        since=one.since,
        reasons=(
            Reason(like, of_kind - survival.usual, (one.object_id,)),
            Reason(f"It has stood for {stood}", chance - of_kind, (one.object_id,)),
            Reason(f"Likely reason: {cause.reason}", None, (invoice.object_id, *invoice.without_receipt)),
            *(Reason(_ended(each), None, (each.object_id,)) for each in solved),
        ),
        suggestion=Suggestion("route_exception", _route(one, cause)),
        place=Place(invoice.entity, invoice.practice, invoice.client, invoice.project),
        money=one.amount / CENTS,
        currency=invoice.currency,
        peers=_peers(one, survival, days),
        owner_role=cause.owner_role,
    )


def _owner(one: Exceptional, cause: Likely) -> str:
    if cause.owner_role:
        return f"The {cause.owner_role.replace('_', ' ')} can mend it."
    asked = one.invoice.asked_by_role
    return f"The {asked.lower()} asked for the review." if asked and one.kind == "sent_back" else ""


def _route(one: Exceptional, cause: Likely) -> str:
    to = (cause.owner_role or "").replace("_", " ") or (one.invoice.asked_by_role or "controller").lower()
    return f"Give it to the {to}"


def _ended(one: Exceptional) -> str:
    how = f", {one.resolution.lower()}" if one.resolution else ""
    return f"Like {one.invoice.number} for {one.invoice.client}: ended after {many(round(one.days or 0), 'day')}{how}"


def _peers(one: Exceptional, survival: Survival, days: float) -> Peers | None:
    others = survival.days(_like(one))
    title = f"{len(others)} earlier ones that ended"
    return Peers(title, "days open", others, round(days, 3)) if len(others) > 1 else None


def _places(invoices: Sequence[FirmInvoice], known: Sequence[Exceptional], moment: datetime) -> list[Suspicion]:
    """Legal entities and clients whose drafts of the last 120 days were sent back far more often than others'."""
    sent_back = {each.invoice.object_id for each in known if each.kind == "sent_back"}
    lately = [each for each in invoices if each.drafted_at > moment - LATELY and not each.is_again]
    decided = [each for each in lately if each.reviewed_at or each.object_id in sent_back]
    found: list[Suspicion] = []
    for kind, within in _alike(decided):
        groups = [_group(kind, each) for each in within]
        came = [each.object_id in sent_back for each in within]
        if len(set(groups)) < 2 or not any(came):
            continue
        for group, standing in standing_out(groups, came, strength(came, groups)).items():
            own = [each for each in within if _group(kind, each) == group and each.object_id in sent_back]
            if group:
                found.append(_of_place(kind, group, standing, own))
    return found


def _alike(invoices: Sequence[FirmInvoice]) -> list[tuple[str, list[FirmInvoice]]]:
    """What is held against each other: legal entities, and the clients of each."""
    entities = sorted({each.entity_id or "" for each in invoices})
    of_each = [("client", [each for each in invoices if (each.entity_id or "") == entity]) for entity in entities]
    return [("legal_entity", list(invoices)), *of_each]


def _group(kind: str, invoice: FirmInvoice) -> str:
    return (invoice.entity_id if kind == "legal_entity" else invoice.client_id) or ""


def _of_place(kind: str, group: str, standing: Standing, own: Sequence[FirmInvoice]) -> Suspicion:
    first = own[0]
    name = (first.entity or group).replace("_", " ").title() if kind == "legal_entity" else first.client
    place = Place(first.entity, None, None, None) if kind == "legal_entity" else Place(None, None, first.client, None)
    others = "Elsewhere" if kind == "legal_entity" else "For other clients of the entity"
    same = [each for each in own if each.currency == first.currency]
    return Suspicion(
        subject_type=kind,
        subject_id=group,
        score=standing.sure,
        chance=standing.sure,
        usual=standing.usual,
        title=f"{name}: {standing.came} of {standing.of} drafts sent back",
        summary=f"{others} it is {standing.others_share:.0%}. So in the last 120 days.",
        since=min(each.rejected_at or each.drafted_at for each in own),
        reasons=(
            Reason(
                f"{standing.came} of {standing.of} drafts were sent back, of others "
                f"{standing.others_came} of {standing.others_of}",
                standing.sure - standing.usual,
                tuple(each.object_id for each in own),
            ),
        ),
        suggestion=Suggestion("look_at_case", "Look at what the reviews sent back there, and mend how drafts are made"),
        place=place,
        money=sum(each.amount for each in same) / CENTS,
        currency=first.currency,
        owner_role="process_owner",
    )


DETECTOR = InvoiceException()
