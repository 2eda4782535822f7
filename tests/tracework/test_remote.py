"""`tw.open("http://…", token=…)`: a notebook on a server sees what its token may see, and the errors in words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import tracework as tw
from core.errors import NotAllowed, NotFound, SourceFailed, WrongUse
from tests.served_orders import serving
from tests.tracework.people import with_accounts
from tests.two_entities import MARKS, ORDERS, imported


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    workspace = imported(tmp_path_factory.mktemp("remote"))
    keys = with_accounts(workspace)
    with serving(workspace) as address:
        yield address, keys


def test_each_token_reads_its_own_rows(served: tuple[str, dict[str, str]]):
    address, keys = served
    for name, other in (("munich", "leeds"), ("leeds", "munich")):
        with tw.open(address, token=keys[name]) as firm:
            orders = firm.process("orders")
            assert len(orders.cases()) == ORDERS[name]
            assert set(orders.cases().frame()["entity"]) == {name}
            assert orders.variants().frame()["cases"].sum() == ORDERS[name]
            tables = [orders.map().table(), orders.variants(), orders.bottlenecks(), orders.cases()]
            told = f"{[each.arrow.to_pylist() for each in tables]}{orders!r}"
            assert MARKS[other] not in told
            assert len(orders.cases(where=f'case.id = "{MARKS[other]}-001"')) == 0


def test_names_are_hidden_where_they_should_be(served: tuple[str, dict[str, str]]):
    address, keys = served
    with tw.open(address, token=keys["nameless"]) as firm:
        assert firm.processes == ["orders"]
        assert len(firm.process("orders").cases()) == sum(ORDERS.values()) + 1


def test_errors_say_what_is_wrong(served: tuple[str, dict[str, str]]):
    address, keys = served
    with pytest.raises(NotAllowed, match="Sign in"):
        tw.open(address)
    with pytest.raises(NotAllowed, match="Sign in"):
        tw.open(address, token="tw_wrong")
    with tw.open(address, token=keys["munich"]) as firm:
        with pytest.raises(NotFound, match="You see: orders"):
            firm.process("nothing")
        with pytest.raises(WrongUse, match="says: "):
            firm.process("orders").map(where="nonsense")
    with pytest.raises(SourceFailed, match="did not answer"):
        tw.open("http://127.0.0.1:9", token="x")
