"""The steps of the cases in `member`: numbered cases, one sort, then streaming links."""

from core.sql import literal
from eventlog.case_tables.attributes import write_attributes
from eventlog.case_tables.clock import calendar_of_case, clock, install_calendars
from eventlog.case_tables.flattening import Flattening
from eventlog.case_tables.members import Reached, write_members

LEFT_OVER = (
    "member", "ordered_step", "case_extent", "case_variant", "case_business", "activity_code", "case_known",
    "known_attribute",
)  # fmt: skip
NO_CLOCK = "select null::integer as case_no, null::bigint as business_us where false"
CLOCK = (
    "select case_no, case when count(*) = count(worked_at_end) then max(worked_at_end) - min(worked_at_start) end "
    "as business_us from ordered_step group by case_no"
)


def gather(work: Flattening, chosen: str | None = None) -> None:
    """Make `member` and what is known of all cases, or of those whose object is in the relation `chosen`."""
    reached = Reached(work.database, work.process.object_type, chosen)
    write_members(work, reached)
    write_attributes(work, reached)
    reached.drop()
    install_calendars(work)


def order_steps(work: Flattening, first_case_no: int = 0) -> None:
    """Number the cases from `first_case_no` and sort their steps; `member` is gone after it."""
    number, join = calendar_of_case(work)
    work.run(
        "extents.sql",
        end=work.end,
        first_no=str(first_case_no),
        calendar_no=number,
        calendar_of_case=join,
        rank=_rank(work),
    )
    readings, day_join, _ = clock(work)
    work.run(
        "ordered_steps.sql",
        busy=", member.busy_us" if work.paired else "",
        clock=readings,
        calendar_join=day_join,
        ties=_ties(work),
    )


def write_steps(work: Flattening, into: str, seq_width: str) -> None:
    """Put the sorted steps where `into` says, a `create table … as` or an `insert into`."""
    _, _, business_wait = clock(work)
    work.run(
        "steps.sql",
        into=into,
        busy_us="busy_us" if work.paired else "null::bigint",
        # what overlaps is no negative wait: it waits 0, and the process counts the overlaps
        wait="greatest(following_ts - ts - coalesce(busy_us, 0), 0)" if work.paired else "following_ts - ts",
        business_wait=business_wait,
        seq_width=seq_width,
    )


def recognise_variants(work: Flattening) -> None:
    """Make `case_variant` and `case_business` of the sorted steps."""
    activities = max(work.count(f"select count(*) from {work.schema}.activity"), 1)
    work.run("case_variants.sql", activities=str(activities), case_business=CLOCK if work.calendars else NO_CLOCK)


def clear_up(work: Flattening) -> None:
    for name in LEFT_OVER:
        work.database.run(f"drop table if exists {name}")


def _rank(work: Flattening) -> str:
    if not work.process.event_types:
        return "0"
    return f"list_position([{', '.join(literal(label) for label in work.process.labels)}], event_label.label)"


def _ties(work: Flattening) -> str:
    order = ["member.source_no", "member.place", "member.event_no"] if work.sources_vary else ["member.event_no"]
    return ", ".join(["code.rank", *order] if work.process.event_types else order)
