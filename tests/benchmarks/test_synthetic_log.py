"""The generated log of the benchmarks: of the size asked for, the same each time, and fit for the case-table build."""

import pytest

from benchmarks.prepared_logs import PROCESS, build, opened, write_parquet, write_tables
from benchmarks.synthetic_log import ACTIVITIES
from benchmarks.with_tracework import exact_map, repeated_work
from eventlog.filters import select
from mining.pm4py_bridge import quiet_pm4py
from mining.variants import variants
from tests.mining.pm4py_counts import assert_equal_to_pm4py


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("generated")
    write_tables(folder, 5_000)
    build(folder, calendar_name="utc_weekdays")
    return folder


def test_size_and_shape(folder):
    with opened(folder) as log, log.process(PROCESS) as process:
        assert 3_500 < process.events < 6_500
        assert 6 < process.events / process.cases < 12
        assert len(set(ACTIVITIES)) == 60
        assert len(process.activities) > 40
        assert set(process.activities) <= set(ACTIVITIES)
        assert process.has_business_time
        found = variants(process, select(process))
        assert found.total > 20
        assert found.top[0].share > 0.05


def test_the_same_seed_gives_the_same_log(folder, tmp_path):
    write_tables(tmp_path, 5_000)
    build(tmp_path, calendar_name="utc_weekdays")
    assert exact_map(tmp_path)() == exact_map(folder)()
    assert repeated_work(folder)()


def test_pm4py_reads_the_same_log(folder):
    pandas = pytest.importorskip("pandas")
    frame = pandas.read_parquet(write_parquet(folder))
    assert quiet_pm4py()
    with opened(folder) as log, log.process(PROCESS) as process:
        assert_equal_to_pm4py(process, frame)
