"""Names and paths quoted into SQL."""

from core.database import open_memory
from core.sql import literal, load, quoted


def test_any_name_can_be_a_table():
    with open_memory() as database:
        for name in ("plain", 'two "words"', "'; drop table x; --", "żółć 🎉", "case"):
            database.run(f"create table {quoted(name)} (n int)")
        assert len(database.rows("select * from duckdb_tables()")) == 5


def test_any_text_can_be_a_value():
    with open_memory() as database:
        for text in ("it's", "a\\b", "", "'; --"):
            assert database.value(f"select {literal(text)}") == text


def test_statements_lie_beside_their_code():
    assert load("eventlog", "schema.sql").startswith("-- grain:")
