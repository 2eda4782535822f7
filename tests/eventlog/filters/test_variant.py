"""Variants by rank and by key, against plain Python over the same log."""

from collections import Counter

import pytest

from core.errors import WrongUse
from eventlog.filters import select
from mining.variants import variants
from tests.eventlog.filters.chosen import CASES, chosen, expected, process
from tests.generated_logs import process_log

RANKED = Counter(case.trace for case in CASES).most_common()


def test_the_commonest():
    assert RANKED[0][1] > RANKED[1][1], "the log must have one commonest variant"
    assert chosen("variant 1") == expected(lambda case: case.trace == RANKED[0][0])
    assert len(chosen("variant (1, 2)")) == RANKED[0][1] + RANKED[1][1]


def test_a_key_names_the_same_way_in_another_log():
    listed = variants(process(), select(process()), 1000).top
    rare = listed[-1]
    other = process_log(CASES[len(CASES) // 2 :])
    found = chosen(f"variant {rare.key}", other)
    assert found == {case.id for case in CASES[len(CASES) // 2 :] if case.trace == rare.activities}
    assert chosen(f"variant ({rare.key}, 1)") == chosen("variant 1") | chosen(f"variant {rare.key}")


def test_keys_tell_all_variants_apart():
    listed = variants(process(), select(process()), 1000).top
    assert len({variant.key for variant in listed}) == len(listed) == len(RANKED)


@pytest.mark.parametrize("text", ["variant 0", "variant first", "variant v123", "variant 99999999999"])
def test_what_names_no_variant_is_refused(text):
    with pytest.raises(WrongUse, match="names no variant"):
        chosen(text)


def test_a_rank_beyond_the_last_is_refused():
    with pytest.raises(WrongUse, match=rf"Work has {len(RANKED)}"):
        chosen("variant 5000")
