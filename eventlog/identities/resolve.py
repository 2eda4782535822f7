"""Find which objects are one thing, and where systems conflict. Nothing here depends on the order of loading.

The strongest evidence comes first: what a person decided, then equal keys in their declared order, then rules. A rule
that would match two objects of one system matches none of them. What is only alike is suggested, never applied.
"""

from collections import defaultdict
from collections.abc import Mapping

from core.database import Database
from core.sql import load
from eventlog.identities.declaration import IdentityDeclaration, declared_identities, declared_master_data
from eventlog.identities.union_of_matches import Groups, stars
from eventlog.records.declared_source import DeclaredSource

EVERYTHING = "(select object_no, canonical_no from canonical)"


def resolve_identities(database: Database, sources: Mapping[str, DeclaredSource]) -> None:
    """Fill `identity`, `identity_suggestion` and `conflict`, from the log and the temporary `identity_decision` and
    `known_value`."""
    database.run("delete from identity; delete from identity_suggestion; delete from conflict")
    find_decided(database)
    for declared in declared_identities():
        type_no = number_of_type(database, declared)
        if type_no is not None:
            resolve_type(database, declared, type_no, sources)
    find_conflicts(database, EVERYTHING)


def find_decided(database: Database) -> None:
    """Make `decided`, the pairs of objects that somebody decided on, and list them among what was suggested."""
    database.run(_statement("folding.sql"))
    database.run(_statement("decided.sql"))


def number_of_type(database: Database, declared: IdentityDeclaration) -> int | None:
    """The number of the declared type, if the log has it."""
    found = database.column("select type_no from object_type where name = $name", name=declared.type)
    return int(found[0]) if found else None


def find_conflicts(database: Database, among: str) -> None:
    """Add the conflicts that are not between the words of systems; things that stand twice only `among` some: SQL for
    rows of `object_no` and `canonical_no`."""
    for master in declared_master_data():
        database.run(_statement("unknown_values.sql"), attribute=master.attribute, types=list(master.types))
    database.run(_statement("duplicates.sql").replace("{among}", among))
    database.run(_statement("contradicting_times.sql"))
    database.run(_statement("worth.sql"))


def resolve_type(
    database: Database, declared: IdentityDeclaration, type_no: int, sources: Mapping[str, DeclaredSource]
) -> None:
    """Find what is one thing among all objects of a type."""
    tell_type(database, declared, type_no, sources)
    if _has_one_key_only(database, declared, type_no):
        match_by_one_key(database, declared)
    else:
        match_by_evidence(database, declared, type_no)
    tell_doubts(database, declared, type_no)


def tell_type(
    database: Database, declared: IdentityDeclaration, type_no: int, sources: Mapping[str, DeclaredSource]
) -> None:
    """Make `ranked_source`, and `trait` of all objects of a type."""
    rank_sources(database, declared, sources)
    attributes = sorted({name for rule in declared.rules for name in rule} | {*declared.shared} | _suggested(declared))
    names = sorted({*declared.keys, *attributes})
    tell_traits(database, f"select object_no from object where type_no = {type_no}", names, attributes)


def match_by_evidence(database: Database, declared: IdentityDeclaration, type_no: int, among: str = "trait") -> None:
    """Let the objects in `trait` be one that decisions, keys or rules match; of them only those in `among`."""
    _keep(database, _matched(database, declared, type_no, among))


def tell_doubts(database: Database, declared: IdentityDeclaration, type_no: int) -> None:
    """Suggest what is only alike, and list where the systems of one thing contradict each other."""
    if declared.suggest:
        suggest = declared.suggest
        database.run(_statement("suggestions.sql"), type_no=type_no, by=suggest.by, least=suggest.least)
    if declared.shared:
        database.run(_statement("contradictions.sql"), type_no=type_no, shared=list(declared.shared))


def tell_traits(database: Database, objects: str, names: list[str], attributes: list[str]) -> None:
    """Make `trait` of some objects, with the values of `names`, of which `attributes` need not be keys."""
    statement = _statement("traits.sql").replace("{objects}", objects)
    database.run(statement, attributes=attributes, names=names)


def match_by_one_key(database: Database, declared: IdentityDeclaration) -> None:
    """Let the objects in `trait` that have the value of the type's only key in common be one."""
    database.run(_statement("only_key.sql"), key=declared.keys[0])


def _suggested(declared: IdentityDeclaration) -> set[str]:
    return {declared.suggest.by} if declared.suggest else set()


def rank_sources(database: Database, declared: IdentityDeclaration, sources: Mapping[str, DeclaredSource]) -> None:
    """Let `ranked_source` order the sources by the declared precedence of their kind, then by name."""
    known = list(declared.precedence)

    def place(name: str) -> tuple[int, str]:
        connector = sources[name].connector if name in sources else name
        return (known.index(connector) if connector in known else len(known), name)

    names = sorted(database.column("select name from source"), key=place)
    database.run(
        "create or replace temp table ranked_source as select source.source_no, listed.rank::integer as rank from "
        "(select unnest($names::varchar[]) as name, unnest(range(len($names::varchar[]))) as rank) as listed "
        "join source using (name)",
        names=names,
    )


def _has_one_key_only(database: Database, declared: IdentityDeclaration, type_no: int) -> bool:
    """Whether objects match by one value each and nothing else: then one statement finds all, however many."""
    if len(declared.keys) > 1 or declared.rules:
        return False
    if database.value("select count(*) from decided where type_no = $type_no", type_no=type_no):
        return False
    key = declared.keys[0]
    return not database.value("select count(*) > count(distinct object_no) from trait where name = $key", key=key)


def _matched(database: Database, declared: IdentityDeclaration, type_no: int, among: str) -> Groups:
    decided = database.rows(
        "select left_no, right_no, answer, decision from decided join object on object.object_no = left_no "
        "where decided.type_no = $type_no order by moment, decision, object_id",
        type_no=type_no,
    )
    groups = Groups(apart=[(left, right) for left, right, answer, _ in decided if answer == "different"])
    for left, right, answer, decision in decided:
        if answer == "same":
            groups.match(left, right, "decision", decision)
    traits = _traits_by_object(database, among)
    for key in declared.keys:
        for left, right in stars(_alike(traits, (key,)).values()):
            groups.match(left, right, f"key {key}")
    for rule in declared.rules:
        for alike in _alike(traits, rule).values():
            if _unambiguous(groups, alike, traits):
                for left, right in stars([alike]):
                    groups.match(left, right, f"same {' and '.join(rule)}")
    return groups


Traits = dict[int, tuple[int, dict[str, list[str]]]]
"""The rank of each object's system and its values by trait; the objects in the order in which one gives its name."""


def _traits_by_object(database: Database, among: str) -> Traits:
    traits: Traits = {}
    for object_no, rank, name, value in database.rows(
        "select trait.object_no, ranked_source.rank, trait.name, trait.value from trait "
        "join ranked_source on ranked_source.source_no = trait.source_no join object using (object_no) "
        f"where trait.object_no in (select object_no from {among}) "
        "order by ranked_source.rank, length(object.object_id), object.object_id, trait.name, trait.value"
    ):
        traits.setdefault(object_no, (rank, {}))[1].setdefault(name, []).append(value)
    return traits


def _alike(traits: Traits, names: tuple[str, ...]) -> dict[tuple[str, ...], list[int]]:
    """Objects by their values of `names`; those that lack one are left out. A key may have several values."""
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for object_no, (_, values) in traits.items():
        if all(name in values for name in names):
            several = values[names[0]] if len(names) == 1 else [""]
            for value in several:
                found[(value,) if len(names) == 1 else tuple(values[name][0] for name in names)].append(object_no)
    return found


def _unambiguous(groups: Groups, alike: list[int], traits: Traits) -> bool:
    """Whether each system has at most one of the objects, those already known to be one counted once."""
    systems = [system for system, _ in {(traits[each][0], groups.group(each)) for each in alike}]
    return len(systems) == len(set(systems))


def _keep(database: Database, groups: Groups) -> None:
    """Write each member of a group that is not the one giving the name: the first by system, then by id."""
    members = [(number, each) for number, group in enumerate(groups.members()) for each in group]
    if not members:
        return
    reasons = [groups.reason[each] for _, each in members]
    database.run(
        _statement("groups.sql"),
        numbers=[number for number, _ in members],
        objects=[each for _, each in members],
        rules=[rule for rule, _ in reasons],
        decisions=[decision for _, decision in reasons],
    )


def _statement(name: str) -> str:
    return load("eventlog.identities", name)
