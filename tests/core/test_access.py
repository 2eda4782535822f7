"""A Viewer's scopes."""

from core.access import Viewer


def test_the_owner_has_no_limits():
    assert Viewer.owner().scopes == {}


def test_only_limits_that_are_set_hold():
    viewer = Viewer("Ana", frozenset({"viewer"}), entities=frozenset({"London"}), projects=frozenset())
    assert viewer.scopes == {"entity": frozenset({"London"}), "project": frozenset()}
