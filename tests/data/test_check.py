"""Every fault of a table is told: the file, the place in it, what stands there, the rule, and what to do."""

import json

import pytest

from jhws.data import read_table
from jhws.data.check import check_tables

SMOKING = "data/observations/smoking.csv"
# The second row of the table of smoking, as far as its note.
FIRST_ROW = "smoking_prevalence,E06000016,Persons,18+ yrs,,,2012,21.0,18.5,23.6,"
CHECK_SOURCE = "Check the row against its source."
NOT_A_NUMBER = "not a number. Write digits and a point alone: no £, %, comma, space or letter."


def told(project) -> list[str]:
    return [str(fault) for fault in check_tables(project)]


def test_the_committed_tables_are_sound(project):
    assert told(project) == []


# One cell


@pytest.mark.parametrize("mistyped", ["2l.0", "21.0%", "£21", '"2,100"'])
def test_a_mistyped_number_is_told_with_its_row_and_field(mistyped, copy_of_project, edit):
    edit(SMOKING, "2012,21.0", f"2012,{mistyped}")
    shown = mistyped.strip('"')
    assert told(copy_of_project) == [f"{SMOKING}, row 2, field value: found “{shown}”; {NOT_A_NUMBER}"]


@pytest.mark.parametrize(
    ("no_number", "rule"),
    [
        ("NaN", "it must be a number from 0 to 100000000."),
        ("INF", "it must be a number from 0 to 100000000."),
        ("-21.0", "it cannot be negative. Check it against its source."),
    ],
)
def test_a_number_that_cannot_be_is_told_once(no_number, rule, copy_of_project, edit):
    edit(SMOKING, "2012,21.0", f"2012,{no_number}")
    assert told(copy_of_project) == [f"{SMOKING}, row 2, field value: found “{no_number}”; {rule}"]


def test_a_mistyped_limit_is_not_told_as_a_missing_one_too(copy_of_project, edit):
    edit(SMOKING, "21.0,18.5", "21.0,18..5")
    assert told(copy_of_project) == [f"{SMOKING}, row 2, field lower_95: found “18..5”; {NOT_A_NUMBER}"]


def test_a_whole_number_has_no_decimals(copy_of_project, edit):
    edit("data/observations/child_obesity_by_decile.csv", "7287,34353", "7287.5,34353")
    assert told(copy_of_project) == [
        "data/observations/child_obesity_by_decile.csv, row 2, field count: found “7287.5”; not a whole number. "
        "Write digits alone: no point, comma, space or letter."
    ]


def test_a_date_is_written_year_first(copy_of_project, edit):
    edit("data/sources.csv", "Council,2019-11-11", "Council,11/11/2019")
    assert told(copy_of_project) == [
        "data/sources.csv, row 3, field published: found “11/11/2019”; not a date. "
        "Write year, month and day, as 2025-05-29."
    ]


def test_a_word_outside_a_list_is_told_with_the_list(copy_of_project, edit):
    edit(SMOKING, "Persons", "People")
    assert told(copy_of_project) == [
        f"{SMOKING}, row 2, field sex: found “People”; it must be one of: Persons, Male, Female."
    ]


def test_a_blank_cell_that_must_be_filled_is_told(copy_of_project, edit):
    edit(SMOKING, "Persons", "")
    assert told(copy_of_project) == [f"{SMOKING}, row 2, field sex: the cell is blank, but must be filled in."]


def test_a_space_beside_a_text_is_told_in_words_and_not_as_a_pattern(copy_of_project, edit):
    edit("data/activities.csv", "Additional housing units,", "Additional housing units ,")
    assert told(copy_of_project) == [
        "data/activities.csv, row 2, field activity: found “Additional housing units ”; "
        "there is a space before or after the text. Take it out."
    ]


def test_a_short_name_with_a_capital_is_told_in_words_and_not_as_a_pattern(copy_of_project, edit):
    edit("data/statements.csv", "bedded-care,", "Bedded care,")
    assert told(copy_of_project) == [
        "data/statements.csv, row 2, field statement_id: found “Bedded care”; "
        "it must be written as small letters, digits and hyphens, as best-start-for-life."
    ]


# One row


def test_a_duplicate_key_names_both_rows_and_the_fields_of_the_key(copy_of_project):
    table = copy_of_project / SMOKING
    lines = table.read_bytes().splitlines(keepends=True)
    table.write_bytes(b"".join([*lines, lines[3]]))
    assert told(copy_of_project) == [
        f"{SMOKING}, row 57, field indicator_id, area_code, sex, age, category_type, category, period: "
        "these are the same as in row 4, but a row has its own. "
        "Delete one of the two rows, or correct the one that was mistyped."
    ]


@pytest.mark.parametrize("code", ["E06000099", "Leicester"])
def test_an_unknown_area_names_the_table_that_it_is_looked_up_in(code, copy_of_project, edit):
    edit(SMOKING, "E06000016", code)
    assert told(copy_of_project) == [
        f"{SMOKING}, row 2, field area_code: found “{code}”; the table areas has no such area_code. "
        "Correct it, or add it there."
    ]


def test_an_area_whose_parent_is_unknown_is_told(copy_of_project, edit):
    edit("data/areas.csv", "Blaby,district,E10000018", "Blaby,district,E10000019")
    assert told(copy_of_project) == [
        "data/areas.csv, row 5, field parent_code: found “E10000019”; this table has no such area_code. "
        "Correct it, or add it there."
    ]


def test_a_row_too_short_is_told_once_with_the_first_field_that_it_lacks(copy_of_project, edit):
    edit(SMOKING, f"{FIRST_ROW},,,,ons-smoking-habits,", FIRST_ROW.rstrip(",") + "\n#")
    text = (copy_of_project / SMOKING).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines(keepends=True) if not line.startswith("#")]
    (copy_of_project / SMOKING).write_text("".join(lines), encoding="utf-8")
    assert told(copy_of_project) == [
        f"{SMOKING}, row 2, field standard_error: the row is too short: it ends before this field. "
        "Put in the missing cells, blank ones too."
    ]


def test_a_row_too_long_is_told_once_and_its_shifted_cells_are_not(copy_of_project, edit):
    edit(SMOKING, "2012,21.0,", "2012,21,0,")
    assert told(copy_of_project) == [
        f"{SMOKING}, row 2: found “Smoking habits in the UK: people aged 18 and over who currently smoke cigarettes”; "
        "the row is too long: there is no column for this cell. "
        "Take the cell out, or put a text that holds a comma in double quotes."
    ]


@pytest.mark.parametrize("blank", ["\n", ",,,,,,,,,,,,,,,\n"])
def test_a_blank_row_is_told_once(blank, copy_of_project):
    with (copy_of_project / SMOKING).open("a", encoding="utf-8") as table:
        table.write(blank)
    assert told(copy_of_project) == [f"{SMOKING}, row 57: the row is blank. Delete it."]


# Cells that do not make sense together


def test_a_value_outside_its_limits_is_told_with_the_limits(copy_of_project, edit):
    edit(SMOKING, "21.0,18.5,23.6", "17.9,18.5,23.6")
    assert told(copy_of_project) == [
        f"{SMOKING}, row 2, field value: found “17.9”; "
        f"the value does not lie between its limits 18.5 and 23.6. {CHECK_SOURCE}"
    ]


def test_a_value_on_its_limit_is_sound(copy_of_project, edit):
    edit(SMOKING, "21.0,18.5,23.6", "18.5,18.5,23.6")
    assert told(copy_of_project) == []


@pytest.mark.parametrize(
    ("was", "becomes", "value"),
    [
        ("21.0,18.5,23.6", "100.1,98.5,103.6", "100.1"),  # no proportion
        ("21.0,18.5,23.6", "0.21,0.185,0.236", "0.21"),  # a fraction for a per cent
        ("21.0,18.5,23.6", "210,185,236", "210"),  # a point lost
    ],
)
def test_a_value_that_its_indicator_cannot_have_is_told_with_the_range(was, becomes, value, copy_of_project, edit):
    edit(SMOKING, was, becomes)
    assert told(copy_of_project) == [
        f"{SMOKING}, row 2, field value: found “{value}”; a value of this indicator lies between 2 and 50 (%); if this "
        f"one is right, widen the range in indicators.csv. {CHECK_SOURCE}"
    ]


def test_a_value_that_was_blanked_without_a_word_is_told(copy_of_project, edit):
    edit(SMOKING, "2012,21.0,18.5,23.6", "2012,,,")
    assert told(copy_of_project) == [
        f"{SMOKING}, row 2, field value: it is blank, and no note says why. {CHECK_SOURCE}"
    ]


def test_a_period_that_has_not_ended_is_told(copy_of_project, edit):
    edit(SMOKING, "Persons,18+ yrs,,,2012,21.0", "Persons,18+ yrs,,,2112,21.0")
    assert told(copy_of_project) == [
        f"{SMOKING}, row 2, field period: found “2112”; the period has not ended yet, by this machine’s clock. "
        f"{CHECK_SOURCE}"
    ]


def test_a_rate_above_100_is_sound(copy_of_project, edit):
    edit("data/observations/adult_social_care.csv", "806.287702", "1806.287702")
    assert told(copy_of_project) == []


def test_a_count_above_its_denominator_is_told_with_it(copy_of_project, edit):
    edit("data/observations/child_obesity_by_decile.csv", "7287,34353", "34354,34353")
    assert told(copy_of_project) == [
        "data/observations/child_obesity_by_decile.csv, row 2, field count: found “34354”; "
        f"the count is above its denominator, 34353. {CHECK_SOURCE}"
    ]


@pytest.mark.parametrize(
    ("old", "new", "blank", "given"),
    [("18.5,23.6", ",23.6", "lower_95", "upper_95"), ("18.5,23.6", "18.5,", "upper_95", "lower_95")],
)
def test_one_limit_without_the_other_is_told_at_the_blank_one(old, new, blank, given, copy_of_project, edit):
    edit(SMOKING, old, new)
    assert told(copy_of_project) == [
        f"{SMOKING}, row 2, field {blank}: it is blank, but the other 95% limit, {given}, is given. {CHECK_SOURCE}"
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "kind", "example"),
    [
        ("smoking", "2012", "2012-13", "calendar year", "2021"),
        ("child_weight", "2006/07", "2006/08", "academic year", "2021/22"),
        ("child_weight", "2006/07", "2006-07", "academic year", "2021/22"),
        ("adult_social_care", "2016-17", "2016/17", "financial year", "2022-23"),
        ("life_expectancy_by_decile", "2014-16", "2014-15", "three calendar years", "2014-16"),
    ],
)
def test_a_period_that_is_not_of_its_indicators_type_is_told(file, old, new, kind, example, copy_of_project, edit):
    edit(f"data/observations/{file}.csv", old, new)
    assert told(copy_of_project) == [
        f"data/observations/{file}.csv, row 2, field period: found “{new}”; "
        f"a period of this indicator is of the type ‘{kind}’, written as {example}. {CHECK_SOURCE}"
    ]


def test_an_indicator_with_a_mistyped_period_type_is_told_itself_and_not_on_each_of_its_rows(copy_of_project, edit):
    edit("data/indicators.csv", "calendar year", "calender year")
    assert told(copy_of_project) == [
        "data/indicators.csv, row 7, field period_type: found “calender year”; it must be one of: "
        "calendar year, financial year, academic year, survey year, three calendar years."
    ]


# The header


def test_a_missing_column_is_told_once_and_not_on_every_row(copy_of_project, edit):
    edit(SMOKING, "upper_95,", "")
    assert told(copy_of_project) == [
        f"{SMOKING}, header: the column upper_95 is missing. Compare the header with the table's schema."
    ]


def test_a_misspelt_column_gets_the_near_name(copy_of_project, edit):
    edit(SMOKING, "area_code", "area_cod")
    assert told(copy_of_project) == [
        f"{SMOKING}, header: the column area_code is missing. Is it the column area_cod, mistyped?",
        f"{SMOKING}, header: found “area_cod”; the table has no such column. Is it the column area_code, mistyped?",
    ]


def test_a_misspelt_column_does_not_hide_a_mistyped_number(copy_of_project, edit):
    edit(SMOKING, "upper_95", "uper_95")
    edit(SMOKING, "2012,21.0", "2012,2l.0")
    assert told(copy_of_project)[2:] == [f"{SMOKING}, row 2, field value: found “2l.0”; {NOT_A_NUMBER}"]


def test_a_column_too_many_is_told_by_its_name_or_its_number(copy_of_project):
    table = copy_of_project / SMOKING
    header, *rows = table.read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join([f"{header},comment,", *(f"{row},," for row in rows)]), encoding="utf-8")
    assert told(copy_of_project) == [
        f"{SMOKING}, header: found “comment”; the table has no such column. "
        "Compare the header with the table's schema.",
        f"{SMOKING}, header, column 18: the column has no name. Remove it, or name it.",
    ]


def test_a_column_that_is_there_twice_is_told(copy_of_project, edit):
    edit(SMOKING, "standard_error", "upper_95")
    assert told(copy_of_project) == [f"{SMOKING}, header: found “upper_95”; the column is there twice. Remove one."]


def test_the_order_of_the_columns_does_not_matter(copy_of_project):
    table = copy_of_project / "data" / "areas.csv"
    turned = [",".join(reversed(line.split(","))) for line in table.read_text(encoding="utf-8").splitlines()]
    before = read_table("areas", project=copy_of_project)
    table.write_text("\n".join(turned) + "\n", encoding="utf-8")
    assert turned[0] == "parent_code,area_type,name,area_code"
    assert told(copy_of_project) == []
    after = read_table("areas", project=copy_of_project)
    assert after[["area_code", "name", "area_type", "parent_code"]].equals(before)


# The file


def test_a_file_in_another_encoding_is_told_with_the_first_cell_that_shows_it(copy_of_project):
    table = copy_of_project / "data" / "activity_figures.csv"
    table.write_bytes(table.read_text(encoding="utf-8").encode("cp1252"))
    assert told(copy_of_project) == [
        "data/activity_figures.csv, row 3, field stated: found “£61k”; the file is not UTF-8. "
        "Save it again as ‘CSV UTF-8’."
    ]


def test_a_file_saved_as_unicode_text_is_told(copy_of_project):
    table = copy_of_project / SMOKING
    table.write_bytes(table.read_text(encoding="utf-8").encode("utf-16"))
    (fault,) = check_tables(copy_of_project)
    assert (fault.file, fault.place, fault.rule) == (SMOKING, "header", "the file is not UTF-8.")


@pytest.mark.parametrize("content", ["", "\n", "\ufeff"])
def test_an_empty_file_is_told(content, copy_of_project):
    (copy_of_project / SMOKING).write_text(content, encoding="utf-8")
    assert told(copy_of_project) == [f"{SMOKING}: the file is empty. Put the table back, with its header."]


def test_a_blank_line_above_the_header_is_told(copy_of_project):
    table = copy_of_project / SMOKING
    table.write_bytes(b"\n" + table.read_bytes())
    assert told(copy_of_project) == [f"{SMOKING}, row 1: the row is blank; the header belongs there. Delete the row."]


def test_a_deleted_file_is_told_by_its_place_in_the_project(copy_of_project):
    (copy_of_project / SMOKING).unlink()
    assert told(copy_of_project) == [
        f"{SMOKING}: there is no such file. Put it back, or take it out of data/datapackage.json."
    ]


@pytest.mark.parametrize(("separator", "name"), [(";", "semicolons"), ("\t", "tabs")])
def test_cells_separated_by_something_else_than_commas_are_one_fault(separator, name, copy_of_project):
    table = copy_of_project / "data" / "areas.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",", separator), encoding="utf-8")
    shown = separator.join(["area_code", "name", "area_type", "parent_code"])
    assert told(copy_of_project) == [
        f"data/areas.csv, header: found “{shown}”; the cells are separated by {name}, not by commas. "
        "Save it again as ‘CSV UTF-8 (comma delimited)’."
    ]


def test_a_byte_order_mark_and_windows_line_ends_do_not_matter(copy_of_project):
    table = copy_of_project / "data" / "areas.csv"
    before = read_table("areas", project=copy_of_project)
    table.write_bytes(b"\xef\xbb\xbf" + table.read_bytes().replace(b"\n", b"\r\n"))
    assert told(copy_of_project) == []
    assert read_table("areas", project=copy_of_project).equals(before)


def test_a_double_quote_that_is_not_closed_is_hinted_at(copy_of_project, edit):
    edit(SMOKING, ",Smoking habits", ',"Smoking habits')
    (fault,) = check_tables(copy_of_project)
    assert fault.place == "row 2, field locator"
    assert fault.rule == "there is a line break in the cell."
    assert fault.remedy == "Take it out; perhaps a double quote was not closed."


# Many faults


def test_faults_of_several_tables_are_told_together_by_table_and_by_row_as_counted(copy_of_project, edit):
    edit(SMOKING, "2012,21.0", "2012,2l.0")
    edit(SMOKING, "2013,21.7", "2013,2l.7")
    edit("data/areas.csv", "Melton,district", "Melton,distrikt")
    edit("data/targets.csv", "E10000018", "E10000081")
    (copy_of_project / "data" / "workstreams.csv").write_bytes(b"")
    faults = check_tables(copy_of_project)
    assert [(fault.file, fault.place, fault.value) for fault in faults] == [
        ("data/areas.csv", "row 9, field area_type", "distrikt"),
        (SMOKING, "row 2, field value", "2l.0"),
        (SMOKING, "row 3, field value", "2l.7"),
        ("data/targets.csv", "row 2, field area_code", "E10000081"),
        ("data/workstreams.csv", "", ""),
    ]


def test_two_faults_of_one_row_are_both_told(copy_of_project, edit):
    edit(SMOKING, "Persons,18+ yrs,,,2012,21.0", "People,18+ yrs,,,2012,17.0")
    places = [fault.place for fault in check_tables(copy_of_project)]
    assert places == ["row 2, field sex", "row 2, field value"]


def test_rows_are_ordered_as_counted_and_not_as_spelt(copy_of_project):
    table = copy_of_project / SMOKING
    header, *rows = table.read_text(encoding="utf-8").splitlines()
    broken = [row.replace("Persons", "People") if number in (2, 10, 9) else row for number, row in enumerate(rows, 2)]
    table.write_text("\n".join([header, *broken]), encoding="utf-8")
    places = [fault.place for fault in check_tables(copy_of_project)]
    assert places == ["row 2, field sex", "row 9, field sex", "row 10, field sex"]


def test_a_table_that_is_looked_up_and_cannot_be_read_does_not_drown_the_other_faults(copy_of_project, edit):
    edit(SMOKING, "2012,21.0", "2012,2l.0")
    areas = copy_of_project / "data" / "areas.csv"
    areas.write_bytes(areas.read_bytes().replace(b"Leicester,", b"Leicester \xa3,"))
    assert told(copy_of_project) == [
        "data/areas.csv, row 2, field name: found “Leicester £”; the file is not UTF-8. Save it again as ‘CSV UTF-8’.",
        f"{SMOKING}, row 2, field value: found “2l.0”; {NOT_A_NUMBER}",
    ]


@pytest.mark.parametrize("spoil", ["delete", "empty", "header"])
def test_one_fault_of_a_table_that_others_look_up_stays_one_fault(spoil, copy_of_project, edit):
    indicators = copy_of_project / "data" / "indicators.csv"
    if spoil == "delete":
        indicators.unlink()
    elif spoil == "empty":
        indicators.write_bytes(b"")
    else:
        edit("data/indicators.csv", "indicator_id,", "indicatorid,")
    assert {fault.file for fault in check_tables(copy_of_project)} == {"data/indicators.csv"}


@pytest.mark.parametrize("spoil", ["broken package", "no schema"])
def test_a_broken_description_of_the_tables_is_a_fault_and_no_traceback(spoil, copy_of_project):
    if spoil == "no schema":
        (copy_of_project / "data" / "schemas" / "areas.json").unlink()
    else:
        (copy_of_project / "data" / "datapackage.json").write_text('{"resources": [', encoding="utf-8")
    (fault,) = check_tables(copy_of_project)
    assert fault.file == ("data/schemas/areas.json" if spoil == "no schema" else "data/datapackage.json")
    assert fault.rule
    assert str(copy_of_project) not in str(fault)


@pytest.mark.parametrize("file", ["data/datapackage.json", "data/schemas/areas.json"])
def test_a_description_that_is_no_json_is_told_with_the_line_and_column_at_which_it_breaks_off(
    file, copy_of_project, edit
):
    edit(file, '",', '";')  # a semicolon where the first comma stood
    lines = (copy_of_project / file).read_text(encoding="utf-8").splitlines()
    line, text = next((number, text) for number, text in enumerate(lines, start=1) if '";' in text)
    (fault,) = check_tables(copy_of_project)
    assert (fault.file, fault.place) == (file, f"line {line}, column {text.index(';') + 1}")
    assert "Expecting ',' delimiter" in fault.rule


@pytest.mark.parametrize("written", ["2_1.0", "2.1e1", " 21.0", "２１", "0x15", "21."])
def test_a_number_is_written_in_digits_and_a_point_alone(written, copy_of_project, edit):
    edit(SMOKING, "2012,21.0", f"2012,{written}")
    assert told(copy_of_project) == [
        f"{SMOKING}, row 2, field value: found “{written}”; {NOT_A_NUMBER}",
    ]


def test_every_number_of_every_schema_has_bounds_so_that_nan_cannot_pass(project):
    without = []
    for schema in sorted((project / "data" / "schemas").glob("*.json")):
        for field in json.loads(schema.read_text(encoding="utf-8"))["fields"]:
            bounds = field.get("constraints", {})
            if field["type"] in {"number", "integer"} and not ("minimum" in bounds and "maximum" in bounds):
                without.append(f"{schema.name}: {field['name']}")
    assert without == []


def test_a_stated_figure_of_no_area_is_told_and_one_of_two_areas_too(copy_of_project, edit):
    edit("data/stated_figures.csv", ",,United Kingdom,", ",,,")
    edit("data/stated_figures.csv", ",E06000016,,", ",E06000016,Leicester,")
    first, second = sorted(told(copy_of_project), key=len)
    assert "field area_stated" in first
    assert "area_code names the area already" in first
    assert "area_code and area_stated are both blank; say ‘not stated’" in second


# Users by deprivation: rows are generated, as no council's are published

FIFTHS = "data/access_by_quintile.csv"


def fill_fifths(project, counts: dict[int, tuple[int, int]]) -> None:
    rows = [
        f"generated,E06000054,fifths of the area,2024-25,{fifth},{users},{people},2024,ons-local-statistics,x,\n"
        for fifth, (users, people) in counts.items()
    ]
    with (project / FIFTHS).open("a", encoding="utf-8", newline="") as table:
        table.writelines(rows)


def test_a_service_with_all_its_fifths_is_sound(copy_of_project):
    fill_fifths(copy_of_project, dict.fromkeys(range(1, 6), (10, 100)))
    assert told(copy_of_project) == []


@pytest.mark.parametrize(
    ("counts", "place", "rule"),
    [
        (
            {1: (10, 100), 2: (10, 100), 5: (10, 100)},
            "row 4, field quintile: found “5”",
            "the service has no row for the fifth 3, 4; put in all five.",
        ),
        (
            dict.fromkeys(range(1, 6), (0, 100)),
            "row 6, field users: found “0”",
            "the service has no user in any fifth.",
        ),
        (
            {fifth: (200 if fifth == 2 else 10, 100) for fifth in range(1, 6)},
            "row 3, field users: found “200”",
            "there are more users than people whom the service is for, 100.",
        ),
    ],
)
def test_fifths_that_make_no_sense_are_told(counts, place, rule, copy_of_project):
    fill_fifths(copy_of_project, counts)
    assert told(copy_of_project) == [f"{FIFTHS}, {place}; {rule} {CHECK_SOURCE}"]
