"""firm.toml: defaults without it, all mistakes at once with it."""

import pytest

from core.database import open_memory
from core.errors import BadSettings
from core.settings import FirmSettings, checked, firm_settings
from core.workspace import create_workspace


def test_without_a_file_the_defaults_hold(tmp_path):
    settings = firm_settings(create_workspace(tmp_path / "firm"))
    assert settings.reader.memory == "1536MiB"
    assert settings.builder.memory == "6GiB"


def test_what_it_says_holds(tmp_path):
    place = create_workspace(tmp_path / "firm")
    place.settings_file.write_text('name = "Northlight"\n[limits]\nreader_memory = "2GiB"\n')
    assert firm_settings(place).name == "Northlight"
    assert firm_settings(place).reader.memory == "2GiB"


def test_all_mistakes_are_told_together(tmp_path):
    place = create_workspace(tmp_path / "firm")
    place.settings_file.write_text('nmae = "x"\n[limits]\nthreads = "many"\nspeed = 3\n')
    with pytest.raises(BadSettings) as told:
        firm_settings(place)
    assert all(
        part in str(told.value) for part in ("3 mistakes", "nmae", "limits.threads", "limits.speed", "firm.toml")
    )


def test_each_mistake_has_its_line_and_what_was_meant(tmp_path):
    place = create_workspace(tmp_path / "firm")
    place.settings_file.write_text(
        'nmae = "x"\n[targets.utilization]\nvalue = 0.75\n[metrics]\ngruop_limit = 8\n[limits]\nspeed = 3\n'
    )
    with pytest.raises(BadSettings) as told:
        firm_settings(place)
    assert str(told.value).splitlines() == [
        f"{place.settings_file} has 4 mistakes. Mend them and run it again:",
        '  line 1, nmae: there is no such key; the nearest is "name"',
        "  line 3, targets.utilization.value: it should be a table of target, tolerance",
        '  line 5, metrics.gruop_limit: there is no such key; the nearest is "group_limit"',
        "  line 7, limits.speed: there is no such key; there are reader_memory, builder_memory, threads",
    ]


def test_a_mistake_of_what_is_proposed_has_the_line_of_that(tmp_path):
    there = tmp_path / "firm.toml"
    there.write_text("[limits]\nspeed = 3\n")
    with pytest.raises(BadSettings, match=r"1 mistake: line 3, limits\.speed: .*threads\. Mend it"):
        checked(FirmSettings, {"limits": {"speed": 3}}, there, 'name = "Ours"\n[limits]\nspeed = 3\n')


def test_a_broken_file_names_the_line(tmp_path):
    place = create_workspace(tmp_path / "firm")
    place.settings_file.write_text('name = "x\n')
    with pytest.raises(BadSettings, match="line 1"):
        firm_settings(place)


def test_a_build_may_take_what_its_records_have_use_for(tmp_path):
    settings = firm_settings(create_workspace(tmp_path / "firm"))
    assert settings.modest_builder(rows=10).memory == "512MiB"
    assert settings.modest_builder(rows=2**22).memory == "1280MiB"
    assert settings.modest_builder(rows=10**9).memory == "6144MiB"


# pydantic reads the others, and DuckDB does not
@pytest.mark.parametrize("amount", ["plenty", "5", "1eb", "1 PB", "8 Gbit"])
def test_an_amount_that_is_no_memory_is_a_mistake(tmp_path, amount):
    place = create_workspace(tmp_path / "firm")
    place.settings_file.write_text(f'[limits]\nbuilder_memory = "{amount}"\n')
    with pytest.raises(BadSettings, match=r"limits.builder_memory"):
        firm_settings(place)


@pytest.mark.parametrize("amount", ["512MiB", "1.5 gib", "2GB", "900000 kB", "1TiB"])
def test_what_is_taken_as_memory_the_database_takes_too(tmp_path, amount):
    place = create_workspace(tmp_path / "firm")
    place.settings_file.write_text(f'[limits]\nreader_memory = "{amount}"\n')
    with open_memory(firm_settings(place).reader) as database:
        assert database.value("select 1") == 1


def test_at_least_one_thread_works(tmp_path):
    place = create_workspace(tmp_path / "firm")
    place.settings_file.write_text("[limits]\nthreads = 0\n")
    with pytest.raises(BadSettings, match=r"limits.threads"):
        firm_settings(place)
