"""Generated cases with faults: the same twice, of every kind, and each fault is what its name says."""

from benchmarks.odd_ways import KINDS, NORMAL, Net, odd_ways


def test_a_tenth_has_a_fault_of_every_kind_and_twice_is_the_same():
    cases, faults = odd_ways(Net(), 1000, seed=1)
    assert odd_ways(Net(), 1000, seed=1) == (cases, faults)
    assert set(faults) == {NORMAL, *KINDS}
    assert 70 < sum(fault != NORMAL for fault in faults) < 130


def test_a_fault_shows_in_its_case():
    cases, faults = odd_ways(Net(ways=2), 2000, seed=1)
    usual = {event for case, fault in zip(cases, faults, strict=True) if fault == NORMAL for event in case}
    for case, fault in zip(cases, faults, strict=True):
        activities = [activity for activity, _ in case]
        if fault == "Insert":
            assert any(activity.startswith("Random activity") for activity in activities)
        elif fault == "Attribute":
            assert len(set(case) - usual) <= 1
        elif fault == "Rework":
            assert len(set(activities)) < len(activities)
        elif fault == NORMAL:
            assert activities == sorted(activities, key=lambda name: int(name.partition(".")[0]))
