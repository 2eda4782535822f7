"""An option said twice is refused where one of the two would be dropped, and taken where both count."""

import pytest

from tests.tracework.command_line import tracework


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (("runs", "-w", "one", "--workspace", "other"), "--workspace"),
        (("identities", "--same", "a", "b", "--same", "c", "d"), "--same"),
        (("indicators", "--by=entity", "--by", "region"), "--by"),
    ],
)
def test_what_would_drop_the_first_is_refused(words: tuple[str, ...], option: str):
    told = tracework(*words)
    assert told.code == 2
    assert told.err.strip() == (
        f"tracework: {option} is said 2 times, and one call takes it once. Run the command once for each."
    )


def test_what_takes_several_or_none_may_be_said_again(tmp_path):
    told = tracework("runs", "--json", "--json", "-w", tmp_path / "nowhere")
    assert "is said" not in told.err
    told = tracework("import", tmp_path / "no.csv", "--map", "case=A", "--map", "time=B", "-w", tmp_path / "nowhere")
    assert "is said" not in told.err
