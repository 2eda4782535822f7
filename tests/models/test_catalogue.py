"""Detectors are found by their folder, and named as their file is."""

import pytest

from core.errors import NotFound
from core.words import finding_kinds
from models.catalogue import detector, detectors


@pytest.mark.parametrize("name", detectors())
def test_a_detector_is_named_as_its_file_and_finds_a_known_kind(name: str):
    declaration = detector(name).declaration
    assert declaration.name == name
    assert declaration.kind in finding_kinds()


def test_an_unknown_one_says_which_there_are():
    with pytest.raises(NotFound, match="no detector 'crystal_ball'"):
        detector("crystal_ball")
