"""The lot: even, and no one's seed draws as another's."""

from __future__ import annotations

from models.findings.lot import lot


def test_it_is_even_and_another_seed_draws_others():
    keys = [("kind", "project", str(number)) for number in range(4000)]
    one, other = ([lot(seed, key) for key in keys] for seed in (1, 2))
    for tenth in range(10):
        # three standard deviations of a share of a tenth
        assert abs(sum(tenth / 10 <= each < (tenth + 1) / 10 for each in one) - 400) < 60
    both = sum(first < 0.05 and second < 0.05 for first, second in zip(one, other, strict=True))
    assert both < 25
    assert [lot(1, key) for key in keys] == one
