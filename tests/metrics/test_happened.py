"""An event names a thing once, by whatever names of it."""

from __future__ import annotations

from tests.metrics.tiny_log import TinyLog


def test_a_thing_of_several_names_is_named_once():
    tiny = TinyLog()
    here, there, elsewhere = (tiny.thing("project", name) for name in ("psa:1", "erp:1", "crm:1"))
    for name in (there, elsewhere):
        tiny.database.run(
            "insert into identity by name select object_no, (select object_no from object where object_id = $here) "
            "as canonical_no, 'by hand' as rule from object where object_id = $name",
            here=here,
            name=name,
        )
    tiny.event("kickoff_held", "2026-02-02", f"of:{here}", f"of:{there}", f"by:{there}", f"by:{elsewhere}")
    tiny.event("kickoff_held", "2026-02-03", f"of:{elsewhere}")
    columns = "ts::date::varchar, qualifier, object_id"
    rows = tiny.facts().rows(f"select {columns} from fact.happened join fact.thing using (thing_no) order by all")
    assert rows == [("2026-02-02", "by", "psa:1"), ("2026-02-02", "of", "psa:1"), ("2026-02-03", "of", "psa:1")]
