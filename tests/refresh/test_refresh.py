"""The command shows what is newer and writes it only when told; whatever a service does, the tables stay sound."""

import errno
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from tests.command import Outcome

from jhws.check import check_everything
from jhws.data.check import check_tables
from jhws.refresh.services import BASES

FINGERTIPS = "/fingertips/all_data/csv/by_indicator_id"
FEMALE = "/els/data/healthy-life-expectancy-female.csv"
CSV = "/downloads/4.csv"
NOMIS = "/nomis/dataset/NM_2002_1.data.csv"
TABLE = "data/observations/local_statistics.csv"


@pytest.fixture
def refresh(officials, jhws) -> Callable[..., Outcome]:
    """Give a function that runs ``jhws refresh`` on the copy."""
    return partial(jhws, "refresh")


@pytest.fixture(autouse=True)
def unchecked(monkeypatch):
    """Spare the tests the check of the tables before the services are asked; that it is made is a test of its own."""
    monkeypatch.setattr("jhws.check.check_everything", lambda project: None)


def tables(project: Path) -> dict[str, bytes]:
    return {path.relative_to(project).as_posix(): path.read_bytes() for path in (project / "data").rglob("*.csv")}


def changed(project: Path, before: dict[str, bytes]) -> set[str]:
    after = tables(project)
    return {name for name in before | after if before.get(name) != after.get(name)}


# One year on: a new year of anxiety, a revision of healthy life expectancy


@pytest.fixture
def one_year_on(change):
    """Have the services publish one new figure and revise another."""
    new = "3.31,,3.05,3.57,2023-24,2023-24,E10000018,Leicestershire,anxiety,Anxiety,average-mean,Average (mean)\r\n"
    change(CSV, "Estimate\r\n", f"Estimate\r\n{new}", 1)
    change(FEMALE, "2021-01-01/P3Y,62.6,59.99,65.21", "2021-01-01/P3Y,62.9,60.3,65.5", 1)


def test_what_is_newer_is_shown_and_nothing_is_written(refresh, one_year_on, copy_of_project):
    before = tables(copy_of_project)
    told = refresh()
    assert told.status == 0
    assert "  new      Leicestershire, 2023-24: 3.31 (3.05 to 3.57)\n" in told.out
    assert "  revised  Leicestershire, women, 2021-23: 62.6 (59.99 to 65.21) is now 62.9 (60.3 to 65.5)\n" in told.out
    # One new figure of anxiety, and ten estimates of the population, of which the book has none yet.
    assert told.out.splitlines()[-1].startswith("11 new and 1 revised. Nothing was written; --write changes data/")
    assert changed(copy_of_project, before) == set()


def test_what_is_newer_is_written_when_told(refresh, one_year_on, copy_of_project):
    before = tables(copy_of_project)
    told = refresh("--write", "--indicator", "anxiety")
    assert told.status == 0
    assert changed(copy_of_project, before) == {"data/sources.csv", TABLE}
    old, new = before[TABLE].decode().splitlines(), (copy_of_project / TABLE).read_text("utf-8").splitlines()
    added = (
        "anxiety,E10000018,Persons,16+ yrs,,,2023-24,3.31,3.05,3.57,,,,,ons-personal-well-being,"
        '"Personal well-being estimates by local authority: anxiety, average (mean)"'
    )
    # After the county's figure of the year before, row 99; every other row is as it was, byte for byte.
    assert new == [*old[:99], added, *old[99:]]
    assert check_tables(copy_of_project) == []


def test_a_revised_figure_takes_the_place_of_the_old_one(refresh, one_year_on, copy_of_project):
    before = tables(copy_of_project)
    refresh("--write", "--indicator", "healthy_life_expectancy")
    assert changed(copy_of_project, before) == {TABLE}
    old, new = before[TABLE].decode().splitlines(), (copy_of_project / TABLE).read_text("utf-8").splitlines()
    assert len(old) == len(new)
    ((was, is_now),) = [(one, other) for one, other in zip(old, new, strict=True) if one != other]
    assert "2021-23,62.6,59.99,65.21" in was
    assert "2021-23,62.9,60.3,65.5" in is_now
    assert is_now.endswith("ons-local-statistics,Explore local statistics: healthy-life-expectancy-female")


def test_what_was_written_is_not_new_the_next_time(refresh, one_year_on, copy_of_project):
    assert refresh("--write").status == 0
    before = tables(copy_of_project)
    told = refresh("--write")
    assert (told.status, told.out.splitlines()[-1]) == (0, "0 new and 0 revised: nothing to write.")
    assert changed(copy_of_project, before) == set()


def test_a_source_and_an_indicator_come_into_the_book_with_their_first_figures(refresh, copy_of_project):
    before = tables(copy_of_project)
    assert refresh("--write").status == 0
    assert changed(copy_of_project, before) == {
        "data/sources.csv",
        "data/indicators.csv",
        "data/observations/population.csv",
    }
    assert check_tables(copy_of_project) == []
    sources = (copy_of_project / "data" / "sources.csv").read_text("utf-8")
    assert "nomis-population-estimates,Mid-year population estimates (Nomis)," in sources
    assert "ohid-fingertips" not in sources  # nothing of it was new


def test_a_new_figure_of_fingertips_names_fingertips_as_its_source(refresh, change, copy_of_project):
    who = "93671,An indicator,,,E10000018,Leicestershire,Counties & UAs (from Apr 2023),Persons,All ages,,"
    new = f"{who},2022,53.1,51.2,55.0,,,1300,2448.0,,,,,20220000,,,1y\r\n"
    change(FINGERTIPS, "Time period range\r\n", f"Time period range\r\n{new}", 1)
    told = refresh("--write", "--indicator", "early_cancer_diagnosis")
    assert (told.status, told.err.count("fault")) == (0, 0)
    assert "  new      Leicestershire, 2022: 53.1 (51.2 to 55.0)\n" in told.out
    assert (
        "early_cancer_diagnosis,E10000018,Persons,All ages,,,2022,53.1,51.2,55.0,,1300,2448,,ohid-fingertips,"
        "Fingertips: indicator 93671\n" in (copy_of_project / TABLE).read_text("utf-8")
    )
    sources = (copy_of_project / "data" / "sources.csv").read_text("utf-8").splitlines()
    assert [line.split(",")[0] for line in sources[1:]] == sorted(line.split(",")[0] for line in sources[1:])
    assert any(line.startswith("ohid-fingertips,Public health profiles (Fingertips),") for line in sources)


def test_a_figure_that_is_gone_stays_in_the_book(refresh, change, copy_of_project):
    change(FEMALE, "E10000018,Leicestershire,2011-01-01/P3Y", "E10000099,Elsewhere,2011-01-01/P3Y")
    before = tables(copy_of_project)
    told = refresh("--write", "--indicator", "healthy_life_expectancy")
    assert "  gone     Leicestershire, women, 2011-13: " in told.out
    assert told.out.splitlines()[-1] == "0 new and 0 revised: nothing to write."
    assert changed(copy_of_project, before) == set()


# Bad days


TABLE_OF_ENGLAND = "areacd,areanm,period,value,lci_95,uci_95\r\nE92000001,England,2022-01-01/P3Y,62,61,63\r\n"
BAD_DAYS = {
    "500": (lambda s: s.fail(500), "500 Internal Server Error"),
    "429": (lambda s: s.fail(429, Retry_After="3600"), "asks to come back in 1:00:00"),
    "slow": (lambda s: s.stall(0.6), "did not answer within 0.4 seconds"),
    "cut off": (lambda s: s.cut(TABLE_OF_ENGLAND * 20, 300), "broke off before its end"),
    "a row cut off": (lambda s: s.give(TABLE_OF_ENGLAND[:-5]), "the answer may have been cut off"),
    "wrong columns": (lambda s: s.give(TABLE_OF_ENGLAND.replace("value", "val")), "the column value is missing"),
    "a web page": (lambda s: s.give("<html></html>", "text/html"), "the answer is a web page"),
    "no text": (lambda s: s.give(b"\x89PNG\xff\xfe\x00"), "not text in UTF-8"),
}


@pytest.mark.parametrize("day", BAD_DAYS)
def test_on_a_bad_day_it_is_told_and_nothing_is_changed(day, refresh, service, copy_of_project):
    behave, rule = BAD_DAYS[day]
    service.does(FEMALE, behave(service))
    before = tables(copy_of_project)
    told = refresh("--write", "--indicator", "healthy_life_expectancy")
    assert told.status == 1
    assert "1 fault found; nothing was changed." in told.err
    assert rule in told.err
    assert "Traceback" not in told.err
    assert changed(copy_of_project, before) == set()


def test_figures_that_break_a_rule_are_all_told_and_nothing_is_changed(refresh, change, copy_of_project):
    spoilt = {
        "2001": ("162.1,161.0,163.0", "found “162.1”; a value of this indicator lies between 30 and 90 (years)"),
        "2002": ("0.621,0.61,0.63", "found “0.621”; a value of this indicator lies between 30 and 90 (years)"),
        "2003": ("62.1,63.0,61.0", "found “62.1”; the value does not lie between its limits 63.0 and 61.0"),
        "2004": ("62.1,61.0,", "it is blank, but the other 95% limit, lower_95, is given"),
        "2005": ("62·1,61.0,63.0", "found “62·1”; not a number."),
        "2006": ("62.1,-2,63.0", "found “-2”; it cannot be negative."),
        "2090": ("62.1,61.0,63.0", "found “2090-92”; the period has not ended yet"),
    }
    lines = [f"E92000001,England,{year}-01-01/P3Y,{numbers},\r\n" for year, (numbers, _) in spoilt.items()]
    change(FEMALE, "status\r\n", "status\r\n" + "".join(lines), 1)
    before = tables(copy_of_project)
    told = refresh("--write", "--indicator", "healthy_life_expectancy")
    assert told.status == 1
    assert "7 faults found; nothing was changed." in told.err
    for year, (_, rule) in spoilt.items():
        (line,) = [line for line in told.err.splitlines() if f", E92000001, Female, {year}-" in line]
        assert rule in line
    assert changed(copy_of_project, before) == set()


def test_a_figure_that_breaks_a_rule_is_told_with_its_service_area_and_period(refresh, change, copy_of_project):
    change(FEMALE, "2021-01-01/P3Y,62.6,59.99,65.21", "2021-01-01/P3Y,626,599.9,652.1", 1)
    told = refresh("--write", "--indicator", "healthy_life_expectancy")
    assert told.status == 1
    assert (
        "/els, healthy-life-expectancy-female, E10000018, Female, 2021-23, field value: found “626”; a value of this "
        "indicator lies between 30 and 90 (years); if this one is right, widen the range in indicators.csv. "
        "Nothing was written. See docs/refresh.md, ‘When a service changes’." in told.err
    )


def test_changed_area_codes_are_told_and_nothing_is_changed(refresh, change, copy_of_project):
    change(FINGERTIPS, "E10000018", "E06000069")
    before = tables(copy_of_project)
    told = refresh("--write")
    assert told.status == 1
    assert "the answer has Leicestershire under another code, E06000069" in told.err
    assert changed(copy_of_project, before) == set()


def test_without_a_network_one_sentence_says_so(refresh, service, copy_of_project):
    before = tables(copy_of_project)
    service.close()
    told = refresh("--write")
    assert told.status == 1
    assert told.err.splitlines()[-3:] == [
        "1 fault found; nothing was changed.",
        "",
        "  network: none of the services can be reached (OHID Fingertips, ONS Explore local statistics, ONS beta API, "
        "Nomis). Is this machine online?",
    ]
    assert changed(copy_of_project, before) == set()


def test_one_service_that_cannot_be_reached_keeps_the_others_from_being_written(
    refresh, one_year_on, services, copy_of_project, monkeypatch
):
    closed = services(None)
    closed.close()
    monkeypatch.setitem(BASES, "nomis", closed.address)
    before = tables(copy_of_project)
    told = refresh("--write")
    assert told.status == 1
    assert "Leicestershire, 2023-24: 3.31 (3.05 to 3.57)" in told.out
    assert "the service cannot be reached. Is this machine online? Nothing was changed." in told.err
    assert changed(copy_of_project, before) == set()


def test_faulty_tables_are_told_before_any_service_is_asked(refresh, service, edit, monkeypatch):
    monkeypatch.setattr("jhws.check.check_everything", check_everything)
    edit(TABLE, "3.45,3.2,3.69", "3.45,3.2,E.69")
    told = refresh("--write")
    assert told.status == 1
    assert f"{TABLE}, row 99, field upper_95: found “E.69”; not a number." in told.err
    assert service.asked == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('service = "nomis"', 'service = "nomad"', "series, entry 5, service: found “nomad”"),
        ('name = "NM_2002_1"', 'nam = "NM_2002_1"', "series, entry 5, nam"),
        ('table = "population"', 'table = "people"', "found “people”; there is no such table of observations"),
        ('indicator_id = "anxiety"', 'indicator_id = "worry"', "series, entry 3, indicator_id: found “worry”"),
        ("[[series]]", "[[series]", "the file cannot be read"),
    ],
)
def test_a_mistake_in_the_list_of_series_is_told(old, new, told, refresh, edit, service):
    edit("data/refresh.toml", old, new)
    outcome = refresh()
    assert outcome.status == 1
    assert "data/refresh.toml" in outcome.err
    assert told in outcome.err
    assert service.asked == []


def test_an_indicator_that_no_service_has_is_told(refresh):
    told = refresh("--indicator", "smoking_prevalence")
    assert told.status == 1
    assert "found “smoking_prevalence”; no service is known for this indicator" in told.err


def test_to_try_and_to_write_at_once_is_used_wrongly(refresh):
    assert refresh("--try", "--write").status == 2


def test_each_service_can_be_tried(refresh, copy_of_project, service):
    before = tables(copy_of_project)
    service.does(FEMALE, service.fail(404))
    told = refresh("--try")
    assert told.status == 1
    assert told.out.splitlines() == [
        "OHID Fingertips: 45 figures of 93671, the newest of 2021",
        "ONS Explore local statistics: no sound answer",
        "ONS beta API: 60 figures of wellbeing-local-authority, the newest of 2022-23",
        "Nomis: 10 figures of NM_2002_1, the newest of 2024",
    ]
    assert "found “404 Not Found”" in told.err
    assert changed(copy_of_project, before) == set()


# Writing


def test_a_disk_that_is_full_leaves_each_table_whole(refresh, copy_of_project, monkeypatch):
    before = tables(copy_of_project)

    def full(_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("jhws.refresh.write.os.fsync", full)
    told = refresh("--write")
    assert told.status == 1
    assert "data/sources.csv: the table cannot be written: No space left on device. The table is as it was." in told.err
    assert changed(copy_of_project, before) == set()
    assert list((copy_of_project / "data").rglob("*.new")) == []


def test_a_table_is_whole_at_every_moment(refresh, one_year_on, copy_of_project, monkeypatch):
    seen = []
    replace = Path.replace

    def watch(beside, path):
        seen.append(check_tables(copy_of_project))
        return replace(beside, path)

    monkeypatch.setattr(Path, "replace", watch)
    refresh("--write", "--indicator", "anxiety")
    # Two tables are written, the sources first; before each step, and after the last, all are sound together.
    assert seen == [[], []]
    assert check_tables(copy_of_project) == []
