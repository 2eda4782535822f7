"""The words of the domain: every slug has a label, and a name that is no slug stays as it is."""

import re
import tomllib
from pathlib import Path

from core.words import (
    actions,
    event_label,
    event_types,
    finding_kinds,
    object_label,
    object_types,
    slice_label,
    slice_words,
    slices,
)

FILE = Path(__file__).resolve().parents[2] / "data" / "words.toml"


def test_words_are_those_of_the_file_in_its_order():
    content = tomllib.loads(FILE.read_text(encoding="utf-8"))
    assert list(event_types().items()) == list(content["event_types"].items())
    assert list(object_types().items()) == list(content["object_types"].items())
    assert list(slices().items()) == list(content["slices"].items())
    assert list(finding_kinds().items()) == list(content["finding_kinds"].items())
    assert list(actions().items()) == list(content["actions"].items())


def test_slugs_can_stand_in_sql_and_labels_tell_them_apart():
    for words in (event_types(), object_types(), slices(), finding_kinds(), actions()):
        assert all(re.fullmatch(r"[a-z][a-z_]*", slug) for slug in words)
        assert len(set(words.values())) == len(words)


def test_a_name_without_a_word_stays_as_it_is():
    assert event_label("invoice_reminded") == "Reminder sent"
    assert (object_label("resource"), slice_label("entity")) == ("Person", "Legal entity")
    assert [label("Schütte 7") for label in (event_label, object_label, slice_label)] == ["Schütte 7"] * 3


def test_a_value_of_a_slice_is_read_as_a_name():
    assert [slice_words(value) for value in ("new_york", "Acme & Sons", "acme gmbh")] == [
        "New York",
        "Acme & Sons",
        "acme gmbh",
    ]
