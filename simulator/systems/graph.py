"""What Microsoft 365 has written down: requests for workspaces, the workspaces, kickoffs, and signed contracts.

A workspace is a group; who wants one adds an item to a list, which reserves its id. Kickoffs are events on a calendar:
one that has not been held stands on its planned day, or, when that is past, a week ahead. The contracts library has a
file for every signed document, with the contract in the columns of the library.
"""

from __future__ import annotations

from datetime import time, timedelta

import polars as pl

from simulator.object_ids import graph_id
from simulator.state import MOMENT, State
from simulator.systems.moments import plain, zulu
from simulator.systems.records import Planted, SystemRecords

MAILBOX = "kickoffs@tracework.example"
DRIVE, SITE, REQUESTS = "b!contracts", "tracework.example,workspaces", "workspace-requests"
HOW_MANY = 4


def records(state: State) -> SystemRecords:
    """The tables of Microsoft 365 as of the state's moment."""
    versions = _versions(state)
    tables = {
        "workspaceRequests": _requests(state),
        "groups": _groups(state),
        "events": _kickoffs(state),
        "driveItems": _documents(state, versions),
        "versions": versions.select("itemId", "id", "lastModifiedDateTime", "size"),
    }
    planted = _plant(tables, state) if "inconsistent_records" in state.record_troubles else []
    return SystemRecords(tables, planted)


def _workspaces(state: State) -> pl.DataFrame:
    project = state["project"].select("code", project_id="id", project_name="name", manager_id="manager_id")
    asker = state["resource"].select(manager_id="id", manager="name", manager_mail="email")
    workspaces = state["workspace"].join(project, on="project_id", how="left")
    return workspaces.join(asker, on="manager_id", how="left").sort("id")


def _requests(state: State) -> pl.DataFrame:
    """Items of the list of requests."""
    return _workspaces(state).select(
        id=pl.col("id").cast(pl.String),
        createdDateTime=zulu("created_at"),
        lastModifiedDateTime=zulu(pl.max_horizontal("created_at", "provisioned_at")),
        createdBy="manager_mail",
        Title=pl.lit("Workspace for ") + pl.col("project_name"),
        ProjectCode="code",
        GroupId=graph_id("workspace", "id"),
        Status=pl.when(pl.col("provisioned_at").is_null()).then(pl.lit("Open")).otherwise(pl.lit("Provisioned")),
    )


def _groups(state: State) -> pl.DataFrame:
    """Workspaces that have been provisioned."""
    provisioned = _workspaces(state).filter(pl.col("provisioned_at").is_not_null())
    return provisioned.select(
        id=graph_id("workspace", "id"),
        displayName="project_name",
        description=pl.format("Workspace of project [{}]", pl.col("code")),
        mailNickname=pl.col("code").str.to_lowercase(),
        createdDateTime=zulu("provisioned_at"),
        visibility=pl.lit("Private"),
    )


def _kickoffs(state: State) -> pl.DataFrame:
    """Events of the kickoff calendar, an hour each."""
    projects = state["project"].filter(pl.col("cancelled_at").is_null() | pl.col("kickoff_at").is_not_null()).sort("id")
    organizer = state["resource"].select(manager_id="id", manager="name", manager_mail="email")
    projects = projects.join(organizer, on="manager_id", how="left", maintain_order="left")
    ten = pl.col("kickoff_planned_on").cast(MOMENT) + pl.duration(hours=10)
    later = pl.lit(state.as_of.combine(state.as_of.date() + timedelta(days=7), time(10), state.as_of.tzinfo), MOMENT)
    ahead = pl.when(ten > pl.lit(state.as_of, MOMENT)).then(ten).otherwise(later)
    projects = projects.with_columns(start=pl.coalesce("kickoff_at", ahead))
    return projects.select(
        id=pl.lit("AAMkKICKOFF") + pl.col("id").cast(pl.String).str.zfill(10),
        subject=pl.format("Kickoff [{}] {}", pl.col("code"), pl.col("name")),
        organizerName="manager",
        organizerAddress="manager_mail",
        start=plain("start"),
        end=plain(pl.col("start") + pl.duration(hours=1)),
        createdDateTime=zulu("created_at"),
        lastModifiedDateTime=zulu(pl.max_horizontal("created_at", "kickoff_at")),
        isCancelled=pl.lit(value=False),
    )


def _versions(state: State) -> pl.DataFrame:
    """What was saved: each time a version of a file, which has the number of its first version."""
    file = pl.col("id").min().over("contract_id", "name")
    return (
        state["document"]
        .sort("id")
        .select(
            "contract_id",
            "name",
            "kind",
            "created_at",
            itemId=graph_id("document", file),
            id=pl.col("version").cast(pl.String) + ".0",
            lastModifiedDateTime=zulu("created_at"),
            size=pl.col("id") * 1000 + 4096,
        )
    )


def _documents(state: State, versions: pl.DataFrame) -> pl.DataFrame:
    """Files of the contracts library, in a folder a client."""
    client = state["client"].select(client_id="id", client="name")
    contract = state["contract"].select("client_id", contract_id="id", Contract="name").join(client, on="client_id")
    files = versions.group_by("itemId", maintain_order=True).agg(
        pl.col("name", "kind", "contract_id").first(),
        pl.col("size").last(),
        first_at=pl.col("created_at").min(),
        last_at=pl.col("created_at").max(),
    )
    files = files.join(contract, on="contract_id", how="left", maintain_order="left")
    return files.select(
        id="itemId",
        name="name",
        eTag=pl.format('"{},{}-{}"', "itemId", pl.col("last_at").dt.epoch("s"), "size"),
        path=pl.format("/drives/{}/root:/{}", pl.lit(DRIVE), pl.col("client").fill_null("Unknown")),
        folderId=pl.lit("01FOLDER") + pl.col("client_id").fill_null(0).cast(pl.String).str.zfill(10),
        createdDateTime=zulu("first_at"),
        lastModifiedDateTime=zulu("last_at"),
        size="size",
        mimeType=pl.lit("application/octet-stream"),
        Contract="Contract",
        ContractNumber=pl.col("contract_id").cast(pl.String).str.zfill(8),
        DocumentKind="kind",
    )


def _plant(tables: dict[str, pl.DataFrame], state: State) -> list[Planted]:
    """Records beside the true ones that cannot be taken as they stand: of the oldest, which are the same later on."""
    groups, items = (tables[name].sort("createdDateTime", "id").head(HOW_MANY) for name in ("groups", "driveItems"))
    held = pl.col("end") < state.as_of.strftime("%Y-%m-%dT%H:%M:%S")
    events = tables["events"].filter(held).sort("end", "id").head(HOW_MANY)
    undated = groups.with_columns(
        id=pl.lit("grp-9") + pl.col("id").str.tail(9), createdDateTime=pl.lit(None, pl.String)
    )
    turned, unreadable = (
        events.with_columns(id=pl.lit(f"AAMkKICKOFF{digit}") + pl.col("id").str.tail(9)) for digit in "89"
    )
    turned = turned.with_columns(start="end", end="start")
    unreadable = unreadable.with_columns(createdDateTime=pl.lit("yesterday"))
    nameless = items.with_columns(id=pl.lit("01DOC9") + pl.col("id").str.tail(9), name=pl.lit(None, pl.String))
    wrong = (
        ("groups", undated, "missing"),
        ("events", turned, "contradicting_times"),
        ("events", unreadable, "unreadable"),
        ("driveItems", nameless, "missing"),
    )
    for name, rows, _ in wrong:
        tables[name] = pl.concat([tables[name], rows])
    return [Planted("graph", stream, key, reason) for stream, rows, reason in wrong for key in rows["id"]]
