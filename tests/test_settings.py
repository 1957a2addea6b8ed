"""Settings: what is not said keeps its default, and every fault is in one message."""

from pathlib import Path

import pytest

from archive.settings import Settings, SettingsFault, load_settings


def load(tmp_path: Path, text: str | bytes) -> Settings:
    path = tmp_path / "archive.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return load_settings(path)


def test_an_empty_file_is_all_defaults(tmp_path: Path) -> None:
    assert load(tmp_path, "") == Settings()
    assert Settings().year_starts == (8, 1)


def test_what_is_said_counts(tmp_path: Path) -> None:
    found = load(
        tmp_path,
        'school = "Trường THCS Kim Sơn"\nlanguage = "en"\n[reading]\njobs = 3\nseconds_per_page = 5\n'
        '[filing]\nbox = 7\nschool_year_starts = "09-05"\n[drop]\nsettle_seconds = 0\n',
    )
    assert (found.school, found.language, found.reading.jobs) == ("Trường THCS Kim Sơn", "en", 3)
    assert (found.reading.seconds_per_page, found.reading.memory_mb) == (5.0, 2048)
    assert (found.filing.box, found.year_starts, found.drop.settle_seconds) == (7, (9, 5), 0)


def test_every_fault_is_in_one_message(tmp_path: Path) -> None:
    with pytest.raises(SettingsFault) as fault:
        load(
            tmp_path,
            'school = 3\nshcool = "x"\nportal = 8080\n'
            '[reading]\njobs = "two"\nmemory = 5\n[drop]\nsettle_seconds = true\n',
        )
    names = [sentence.partition(":")[0] for sentence in fault.value.faults]
    assert sorted(names) == sorted(
        ["school", "shcool", "portal", "reading.jobs", "reading.memory", "drop.settle_seconds"]
    )
    assert all(name in str(fault.value) for name in names)
    assert str(tmp_path / "archive.toml") in str(fault.value)


def test_every_value_out_of_bounds_is_in_one_message(tmp_path: Path) -> None:
    with pytest.raises(SettingsFault) as fault:
        load(
            tmp_path,
            'language = "fr"\n[reading]\njobs = -1\nmemory_mb = 0\nmax_pages = -3\nmax_megapixels = 0\n'
            "max_file_mb = 0\nseconds_per_page = 0.0\n[drop]\nsettle_seconds = -1\ndoubt_seconds = -0.5\n"
            '[filing]\nbox = 0\nschool_year_starts = "13-01"\n[portal]\nport = 0\n',
        )
    assert len(fault.value.faults) == 12


@pytest.mark.parametrize(
    "text", ["school = ", 'school = "a"\nschool = "b"', b'school = "Tr\xff"', "[[drop]]"]
)
def test_what_is_no_toml_is_one_fault_not_a_crash(tmp_path: Path, text: str | bytes) -> None:
    with pytest.raises(SettingsFault):
        load(tmp_path, text)


@pytest.mark.parametrize("box", ["-1", '"hộp 1"', '"1"', "1.5", "true"])
def test_a_box_is_a_number_or_follows_the_standard(tmp_path: Path, box: str) -> None:
    with pytest.raises(SettingsFault, match=r"filing\.box"):
        load(tmp_path, f"[filing]\nbox = {box}\n")


@pytest.mark.parametrize(
    "readers", ["processes", "dask://10.0.0.5:8786", "dask+tls://may-1.truong.lan:1", "dask://[::1]:65535"]
)
def test_a_cluster_is_named_by_its_schedulers_address(tmp_path: Path, readers: str) -> None:
    assert load(tmp_path, f'readers = "{readers}"').readers == readers


@pytest.mark.parametrize(
    "readers",
    ["", "dask", "dask://", "dask://a", "dask://a:", "dask://a:0", "dask://a:65536", "dask://a:8786/",
     "Processes", "tcp://a:8786", "dask://a b:8786", "dask://người:8786", "dask://::1:8786"],
)  # fmt: skip
def test_what_is_no_schedulers_address_is_a_fault(tmp_path: Path, readers: str) -> None:
    with pytest.raises(SettingsFault, match=r"readers: must be \"processes\" or a Dask scheduler"):
        load(tmp_path, f'readers = "{readers}"')


@pytest.mark.parametrize("day", ["08-1", "8-01", "00-10", "02-32", "01/08", ""])
def test_the_first_day_of_a_school_year_is_month_and_day(tmp_path: Path, day: str) -> None:
    with pytest.raises(SettingsFault, match="school_year_starts"):
        load(tmp_path, f'[filing]\nschool_year_starts = "{day}"\n')
