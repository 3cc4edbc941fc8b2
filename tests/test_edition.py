"""An edition file is read whole or refused with every fault named: the file, the key, what is allowed."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from jhws.edition import Edition, as_of_before, check_editions, load_edition
from jhws.faults import FaultsError

ROOT = Path(__file__).resolve().parents[1]
NAME = "data/editions/small.yml"
SOUND = """\
id: small
title: A small edition
area: E10000018
reference: E92000001
comparators: [E92000001, E06000016]
period: 2024-25
as_of: 2025-05-29
sources: [leicestershire-hwb-2025-05-29]
chapters:
  - index
  - trends
forecast_horizon: 3
confidence_levels: [80, 95]
suppression_threshold: 5
draft: false
"""
KEYS = (
    "id, draft, title, area, reference, comparators, period, as_of, sources, chapters, forecast_horizon, "
    "confidence_levels, suppression_threshold"
)
AREAS = (
    "E06000016, E06000017, E06000054, E07000129, E07000130, E07000131, E07000132, E07000133, E07000134, E07000135, "
    "E10000018, E92000001"
)
COMPARE = "Compare it with another edition."
Load = Callable[[str | bytes], Edition]


@pytest.fixture
def load(copy_of_project) -> Load:
    """Give a function that writes a text as the edition ‘small’ of the copy, and loads it."""

    def write_and_load(text: str | bytes) -> Edition:
        path = copy_of_project / NAME
        path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
        return load_edition(path, copy_of_project)

    return write_and_load


def with_value(key: str, value: str) -> str:
    """Give the sound edition with another value of one key, written as in the file."""
    lines = SOUND.replace("chapters:\n  - index\n  - trends\n", "chapters: [index, trends]\n").splitlines()
    assert any(line.startswith(f"{key}: ") for line in lines)
    return "\n".join(f"{key}: {value}" if line.startswith(f"{key}: ") else line for line in lines) + "\n"


def refusal(load: Load, text: str | bytes) -> list[str]:
    with pytest.raises(FaultsError) as told:
        load(text)
    return [str(fault) for fault in told.value.faults]


def test_the_committed_editions_are_sound(project):
    assert check_editions(project) == []


def test_the_committed_edition_is_of_leicestershire_on_the_day_of_the_board(project):
    edition = load_edition(project / "data" / "editions" / "leicestershire-2024-25.yml", project)
    assert edition.area == "E10000018"
    assert edition.reference == "E92000001"
    assert edition.comparators == ["E92000001", "E06000016", "E06000017", "E06000054"]
    assert edition.period == "2024-25"
    assert edition.as_of == datetime.date(2025, 5, 29)
    assert edition.confidence_levels == [80, 95]
    assert edition.chapter_names()[0] == "index"


def test_an_edition_gives_its_chapters_plain_values(load):
    assert load(SOUND).parameters() == {
        "edition": "small",
        "area": "E10000018",
        "reference": "E92000001",
        "comparators": ["E92000001", "E06000016"],
        "period": "2024-25",
        "as_of": "2025-05-29",
        "sources": ["leicestershire-hwb-2025-05-29"],
        "forecast_horizon": 3,
        "confidence_levels": [80, 95],
        "suppression_threshold": 5,
    }


def test_a_chapter_may_have_parameters_of_its_own(load):
    edition = load(SOUND.replace("- trends", "- chapter: trends\n    parameters: {forecast_horizon: 2}"))
    assert edition.chapter_names() == ["index", "trends"]
    assert edition.chapter_parameters("trends") == {"forecast_horizon": 2}
    assert edition.chapter_parameters("index") == {}


def test_an_unknown_key_is_told_with_the_keys_that_are_allowed(load):
    assert refusal(load, SOUND + "colour: blue\n") == [f"{NAME}, key colour: there is no such key; allowed are {KEYS}."]


def test_a_misspelt_key_gets_the_near_one(load):
    assert refusal(load, SOUND.replace("forecast_horizon", "forecast_horison")) == [
        f"{NAME}, key forecast_horison: there is no such key; allowed are {KEYS}. Is it forecast_horizon, mistyped?",
        f"{NAME}, key forecast_horizon: the key is missing (years to forecast).",
    ]


def test_a_missing_key_is_told_with_what_it_is_for(load):
    assert refusal(load, SOUND.replace("as_of: 2025-05-29\n", "")) == [
        f"{NAME}, key as_of: the key is missing (nothing published after this day is used)."
    ]


@pytest.mark.parametrize(
    ("key", "value", "shown", "allowed"),
    [
        ("forecast_horizon", "five", "five", "it must be a whole number."),
        ("forecast_horizon", "3.0", "3.0", "it must be a whole number."),
        ("forecast_horizon", "yes", "true", "it must be a whole number."),
        ("forecast_horizon", "0", "0", "it must be 1 or more."),
        ("forecast_horizon", "11", "11", "it must be 10 or less."),
        ("suppression_threshold", "0", "0", "it must be 1 or more."),
        ("title", "2024", "2024", "it must be text; put it in quotes if it looks like a number or a date."),
        ("title", '""', "", "it must not be blank."),
        ("period", "2024", "2024", "it must be text; put it in quotes if it looks like a number or a date."),
        ("as_of", '"2025-05-29"', "2025-05-29", "it must be a date without quotes, as 2025-05-29."),
        ("as_of", "29/05/2025", "29/05/2025", "it must be a date without quotes, as 2025-05-29."),
        ("comparators", "E92000001", "E92000001", "it must be a list."),
        ("comparators", "[]", "[]", "it must hold 1 or more."),
        ("sources", "", "", "it must be a list."),
        ("confidence_levels", "[95, 80]", "[95, 80]", "the levels must rise, and none may stand twice."),
        ("confidence_levels", "[80, 80]", "[80, 80]", "the levels must rise, and none may stand twice."),
        ("confidence_levels", "{80: 95}", "{80: 95}", "it must be a list."),
        ("comparators", "[E06000016, E06000016]", "[E06000016, E06000016]", "none may stand twice."),
        ("chapters", "[index, index]", "[index, index]", "none may stand twice."),
    ],
)
def test_a_value_that_is_not_allowed_is_told_as_it_is_written_in_the_file(key, value, shown, allowed, load):
    found = f" found “{shown}”;" if shown else ""
    assert refusal(load, with_value(key, value)) == [f"{NAME}, key {key}:{found} {allowed}"]


def test_a_wrong_item_of_a_list_is_told_with_its_number_in_the_list(load):
    assert refusal(load, with_value("confidence_levels", "[80, 85]")) == [
        f"{NAME}, key confidence_levels, item 2: found “85”; it must be 50, 80, 90, 95 or 99."
    ]


def test_a_chapter_with_a_misspelt_key_is_told_with_the_keys_of_a_chapter(load):
    assert refusal(load, with_value("chapters", "[index, {chapter: trends, params: {}}]")) == [
        f"{NAME}, key chapters, item 2, key params: there is no such key; allowed are chapter, parameters. "
        "Is it parameters, mistyped?"
    ]


def test_a_chapter_that_is_a_number_is_told_without_names_of_the_code(load):
    assert refusal(load, with_value("chapters", "[index, 3]")) == [
        f"{NAME}, key chapters, item 2: found “3”; "
        "it must be the name of a chapter, or the keys chapter and parameters."
    ]


def test_a_period_whose_years_do_not_follow_each_other_is_refused(load):
    assert refusal(load, with_value("period", "2024-27")) == [
        f"{NAME}, key period: found “2024-27”; "
        "the two years of “2024-27” are not of the type ‘financial year’, which is written as 2022-23."
    ]


@pytest.mark.parametrize("key", ["area", "reference"])
def test_an_unknown_area_is_told_with_the_areas_that_there_are(key, load):
    assert refusal(load, with_value(key, "E10000099")) == [
        f"{NAME}, key {key}: found “E10000099”; unknown; allowed are {AREAS}."
    ]


def test_an_unknown_comparator_is_told(load):
    assert refusal(load, with_value("comparators", "[E92000001, E06000099]")) == [
        f"{NAME}, key comparators: found “E06000099”; unknown; allowed are {AREAS}."
    ]


def test_an_unknown_source_is_told_with_the_sources_that_there_are(load):
    (fault,) = refusal(load, with_value("sources", "[board-paper]"))
    assert fault.startswith(f"{NAME}, key sources: found “board-paper”; unknown; allowed are leicester-hws-")
    assert "leicestershire-hwb-2025-05-29, nhs-rap-levels, oflog-adult-social-care, ohid-ncmp" in fault


def test_an_unknown_chapter_is_told_with_the_chapters_that_there_are(copy_of_project, load):
    for page in (copy_of_project / "chapters").iterdir():
        if page.stem not in {"index", "trends", "methods"} and page.is_file():
            page.unlink()
    assert refusal(load, with_value("chapters", "[index, trend]")) == [
        f"{NAME}, key chapters: found “trend”; unknown; allowed are index, methods, trends."
    ]


def test_the_id_is_the_name_of_the_file(load):
    assert refusal(load, with_value("id", "tiny")) == [
        f"{NAME}, key id: found “tiny”; the id is the file's name, small."
    ]


def test_an_empty_file_is_told(load):
    assert refusal(load, "") == [f"{NAME}: the file is empty. {COMPARE}"]
    assert refusal(load, "# only a comment\n") == [f"{NAME}: the file is empty. {COMPARE}"]


def test_a_file_that_is_a_list_is_told(load):
    assert refusal(load, "- id\n") == [f"{NAME}: an edition is a list of keys with values. {COMPARE}"]


def test_yaml_that_cannot_be_read_is_told_with_its_line(load):
    assert refusal(load, SOUND.replace("[80, 95]", "[80, 95")) == [
        f"{NAME}, line 14: the YAML cannot be read: expected ',' or ']', but got ':'. {COMPARE}"
    ]


def test_a_key_that_stands_twice_is_told_and_neither_value_is_taken(load):
    assert refusal(load, SOUND + "area: E06000016\n") == [
        f"{NAME}, line 16: the YAML cannot be read: the key area is there twice. {COMPARE}"
    ]


def test_a_key_that_stands_twice_inside_a_chapter_is_told(load):
    text = SOUND.replace("- trends", "- chapter: trends\n    parameters:\n      steps: 1\n      steps: 2")
    assert refusal(load, text) == [f"{NAME}, line 14: the YAML cannot be read: the key steps is there twice. {COMPARE}"]


def test_a_day_that_does_not_exist_is_told_with_its_line(load):
    assert refusal(load, with_value("as_of", "2025-02-30")) == [
        f"{NAME}, line 7: the YAML cannot be read: “2025-02-30” is not a valid date or number. {COMPARE}"
    ]


def test_a_file_in_another_encoding_is_told(load):
    assert refusal(load, SOUND.replace("small edition", "£ edition").encode("cp1252")) == [
        f"{NAME}: the file is not UTF-8. Save it again as UTF-8."
    ]


def test_an_edition_that_is_not_there_is_told_with_those_that_are(copy_of_project):
    with pytest.raises(FaultsError) as told:
        load_edition(copy_of_project / NAME, copy_of_project)
    assert str(told.value) == (
        f"{NAME}: there is no such edition; there are: leicester-2023-24, leicestershire-2019-20, "
        "leicestershire-2024-25, wiltshire-2023-25. Run ‘jhws editions’."
    )


def test_all_faults_of_a_file_are_told_at_once(load):
    text = (
        SOUND.replace("area: E10000018", "area: E10000099")
        .replace("- trends", "- trend")
        .replace("forecast_horizon: 3", "forecast_horizon: three")
        .replace("title: A small edition\n", "colour: blue\n")
        .replace("[80, 95]", "[95, 80]")
    )
    places = [fault.split(": ")[0].removeprefix(f"{NAME}, ") for fault in refusal(load, text)]
    assert places == [
        "key area",
        "key chapters",
        "key colour",
        "key confidence_levels",
        "key forecast_horizon",
        "key title",
    ]


def test_the_faults_of_all_editions_are_told_at_once(copy_of_project, edit):
    edit("data/editions/leicestershire-2024-25.yml", "area: E10000018", "area: E10000099")
    (copy_of_project / NAME).write_text(with_value("forecast_horizon", "three"), encoding="utf-8")
    assert [(fault.file, fault.place) for fault in check_editions(copy_of_project)] == [
        ("data/editions/leicestershire-2024-25.yml", "key area"),
        (NAME, "key forecast_horizon"),
    ]


@pytest.mark.parametrize("table", ["areas", "sources"])
def test_a_table_that_cannot_be_read_is_not_blamed_on_the_edition(table, copy_of_project, load):
    (copy_of_project / "data" / f"{table}.csv").unlink()
    assert load(SOUND).id == "small"


scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=12),
    st.dates(),
    st.datetimes(),
    st.binary(max_size=4),
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(scalars.filter(bool), inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def odd_file(tmp_path_factory):
    return tmp_path_factory.mktemp("editions") / "odd.yml"


@settings(max_examples=100, deadline=None)
@given(key=st.sampled_from(sorted(Edition.model_fields)) | st.text(max_size=4), value=values | st.text(max_size=20))
def test_whatever_stands_at_a_key_is_taken_or_told_as_a_fault(odd_file, key, value):
    content = {**yaml.safe_load(SOUND), "id": "odd", key: value}
    odd_file.write_text(yaml.safe_dump(content), encoding="utf-8")
    told_or_taken(odd_file, key)


@settings(max_examples=150, deadline=None)
@given(
    key=st.sampled_from(sorted(Edition.model_fields)),
    value=st.text(alphabet="[]{}:,&*!#|>-?'\"~ \n\t0129xe.T", max_size=12),
)
def test_whatever_is_written_at_a_key_is_taken_or_told_as_a_fault(odd_file, key, value):
    odd_file.write_text(with_value(key, value).replace("id: small", "id: odd"), encoding="utf-8")
    told_or_taken(odd_file, None)


def told_or_taken(path, key):
    try:
        assert load_edition(path, ROOT).id == "odd"
        return
    except FaultsError as error:
        faults = error.faults
    assert faults
    for fault in faults:
        assert fault.file == path.as_posix()
        assert fault.rule.endswith(".")
        assert fault.place.startswith((f"key {key}", "line ")) or key is None


def test_a_document_dated_after_the_edition_is_told(copy_of_project, edit):
    edit("data/editions/leicestershire-2024-25.yml", "as_of: 2025-05-29", "as_of: 2015-05-29")
    (fault,) = check_editions(copy_of_project)
    assert str(fault) == (
        "data/editions/leicestershire-2024-25.yml, key as_of: found “leicestershire-hwb-2025-05-29”; the edition is of "
        "2015-05-29, and this source is dated later. Move as_of on, or take it out."
    )


def test_the_edition_before_is_the_latest_earlier_one_of_the_same_area(project):
    def day_before(name: str) -> str:
        return as_of_before(load_edition(project / "data" / "editions" / f"{name}.yml", project), project)

    assert day_before("leicestershire-2024-25") == "2019-11-11"
    assert day_before("leicestershire-2019-20") == ""
    assert day_before("wiltshire-2023-25") == ""


def test_an_edition_outside_its_folder_is_refused(copy_of_project):
    (copy_of_project / "outside.yml").write_text(SOUND, encoding="utf-8")
    with pytest.raises(FaultsError, match="without a folder"):
        load_edition(copy_of_project / "data" / "editions" / "../../outside.yml", copy_of_project)
