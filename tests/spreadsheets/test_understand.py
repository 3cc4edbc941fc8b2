"""A spreadsheet becomes tidy rows; whatever is not certain is asked, and nothing is guessed."""

import pytest

from jhws.data import read_table
from jhws.faults import FaultsError
from jhws.spreadsheets import Answers, Cell, Sheet, ask, load_answers, save_answers, understand, write_rows

PAPER = "leicestershire-hwb-2025-05-29"
LAST_YEARS = {"columns": {"Beneficiaries": {"field": "value", "kind": "beneficiaries"}}}
ACTIVITY = ["Walks for health", "Led walks.", "Staying Healthy, Safe and Well", "self-manage-with-technology"]


def sheet(*rows, spanned=(), name="Delivery"):
    width = max(map(len, rows))
    cells = [[Cell(str(text)) for text in [*row, *[""] * (width - len(row))]] for row in rows]
    return Sheet(name, cells, frozenset(spanned))


@pytest.fixture
def read(request):
    """Give a function that reads rows as a sheet; of the project itself, or of the copy where a test writes."""
    writes = "copy_of_project" in request.fixturenames
    folder = request.getfixturevalue("copy_of_project" if writes else "project")

    def understood(table, *rows, source=PAPER, locator="", spanned=(), **answers):
        given = Answers.model_validate(answers)
        sheets = [sheet(*rows, spanned=spanned)]
        return understand(sheets, table, given, source=source, locator=locator, project=folder)

    return understood


@pytest.fixture
def figures(read):
    """Give a function that reads figures of one activity as typed."""

    def of(*typed, **answers):
        rows = [["Activity", "Kind of figure", "Value"], *(["assistive-technology", "staff", text] for text in typed)]
        rows[0][0] = "activity_id"
        return read("activity_figures", *rows, **answers)

    return of


def rules(understood):
    return [question.rule for question in understood.questions]


# Headings


def test_headings_are_found_below_a_title_by_name_or_by_title(read):
    understood = read(
        "activities",
        ["Delivery 2025-26"],
        [],
        ["Activity", "DETAIL", "Priority", "commitment id"],
        ACTIVITY,
        ids={"from": "activity"},
    )
    assert understood.questions == []
    assert understood.columns == {
        "Activity": "activity",
        "DETAIL": "detail",
        "Priority": "priority_id",
        "commitment id": "commitment_id",
    }
    (row,) = understood.rows
    assert row["activity_id"] == "walks-for-health"
    assert row["priority_id"] == "staying-healthy-safe-and-well"
    assert row["source_id"] == PAPER
    assert row["locator"] == "sheet Delivery, row 4"


def test_a_locator_that_is_given_stands_for_all_rows(read):
    rows = [["Activity", "Detail", "Priority", "commitment_id"], ACTIVITY]
    understood = read("activities", *rows, ids={"from": "activity"}, locator="appendix B")
    assert understood.rows[0]["locator"] == "appendix B"


def test_of_headings_in_two_rows_the_lower_tells_the_columns_apart(read):
    understood = read(
        "activity_figures",
        ["activity_id", "Figures", "Figures"],
        ["activity_id", "Beneficiaries", "Cost"],
        ["assistive-technology", "12", "£3k"],
        columns={
            "Beneficiaries": {"field": "value", "kind": "beneficiaries", "unit": "people"},
            "Cost": {"field": "value", "kind": "investment", "financial_year": "2025-26"},
        },
        replace=True,
        header_row=2,
        spanned=[(0, 1), (0, 2)],
    )
    told = [(row["kind"], row["value"], row["unit"], row["financial_year"]) for row in understood.rows]
    assert told == [("beneficiaries", "12", "people", ""), ("investment", "3000", "pounds", "2025-26")]
    assert understood.rows[1]["locator"] == "sheet Delivery, row 3, column Cost"


def test_a_heading_that_is_no_field_is_asked_and_near_ones_are_named_not_taken(read):
    rows = [["Activity", "Details", "Priority", "commitment_id"], ACTIVITY]
    (question, *_) = read("activities", *rows, ids={"from": "activity"}).questions
    assert question.path == ("columns", "Details")
    assert question.choices == ("detail", "ignore")
    assert str(question.as_fault("a.xlsx")) == (
        "a.xlsx, sheet Delivery, column B: found “Details”; the heading is none of the table’s fields: "
        "which one does it fill? Answer under ‘columns: Details’ (detail, ignore)."
    )


def test_a_heading_in_millions_is_asked_what_its_numbers_are_multiplied_by(read):
    rows = [["activity_id", "kind", "Cost £m"], ["assistive-technology", "staff", "3.8"]]
    asked = read("activity_figures", *rows, columns={"Cost £m": "value"})
    assert asked.questions[0].path == ("multiply", "Cost £m")
    answers = {"columns": {"Cost £m": "value"}, "multiply": {"Cost £m": 1_000_000}}
    (row,) = read("activity_figures", *rows, **answers).rows
    assert (row["value"], row["stated"], row["rounded_to"]) == ("3800000", "3.8", "100000")


def test_without_headings_the_row_of_headings_is_asked_for(read):
    assert read("activities", ["a", "b"], ["c", "d"]).questions[0].path == ("header_row",)


def test_of_several_sheets_that_may_hold_the_table_one_is_asked_for(copy_of_project):
    rows = (["Activity", "Detail", "Priority"], ACTIVITY)
    sheets = [sheet(*rows, name="2024-25"), sheet(*rows, name="2025-26")]
    understood = understand(sheets, "activities", Answers(), source=PAPER, locator="", project=copy_of_project)
    (question,) = understood.questions
    assert question.path == ("sheet",)
    assert question.choices == ("2024-25", "2025-26")


def test_an_unknown_table_or_source_is_told(read):
    with pytest.raises(FaultsError, match="Is it activities, mistyped"):
        read("activites", ["Activity"])
    with pytest.raises(FaultsError, match="the table sources has no such source"):
        read("activities", ["Activity"], source="nosuch")
    with pytest.raises(FaultsError, match="every row names its source"):
        read("activities", ["Activity"], source="")


# Cells


def test_a_figure_keeps_what_the_paper_prints_and_how_exact_it_is(figures):
    understood = figures("£3.8m")
    (row,) = understood.rows
    told = {name: row[name] for name in ("value", "unit", "qualifier", "status", "stated", "rounded_to")}
    assert told == {
        "value": "3800000",
        "unit": "pounds",
        "qualifier": "",
        "status": "figure",
        "stated": "£3.8m",
        "rounded_to": "100000",
    }


def test_an_approximate_figure_is_marked_and_its_rounding_left_open(figures):
    (row,) = figures("1,381 approx").rows
    assert (row["value"], row["qualifier"], row["rounded_to"], row["unit"]) == ("1381", "approx", "", "not stated")


def test_not_applicable_is_kept_as_words_and_no_figure_is_made_up(figures):
    (row,) = figures("N/A").rows
    assert (row["value"], row["status"], row["stated"]) == ("", "not applicable", "N/A")


def test_a_word_in_place_of_a_figure_is_asked_and_then_kept_as_printed(figures):
    (question,) = figures("Ageing Well").questions
    assert question.path == ("words", "status", "Ageing Well")
    assert "other funding" in question.choices
    (row,) = figures("Ageing Well", words={"status": {"Ageing Well": "other funding"}}).rows
    assert (row["value"], row["status"], row["stated"]) == ("", "other funding", "Ageing Well")


@pytest.mark.parametrize("text", ["1,38", "10-15", "3m", "circa 200"])
def test_a_figure_that_is_not_certain_is_asked_never_guessed(figures, text):
    assert [question.value for question in figures(text).questions] == [text]


def test_a_softened_figure_is_asked_where_the_table_has_no_word_for_it(read):
    rows = [["indicator_id", "area_code", "sex", "age", "period", "value"]]
    rows.append(["smoking_prevalence", "E10000018", "Persons", "18+ yrs", "2023", "about 9%"])
    assert rules(read("smoking", *rows, source="ons-smoking-habits")) == [
        "the table has no place for the word ‘about’; write the figure alone, or ‘blank’."
    ]
    answered = read("smoking", *rows, source="ons-smoking-habits", cells={"F2": "9.0%"})
    assert answered.questions == []
    assert answered.rows[0]["value"] == "9.0"


def test_a_percentage_is_taken_only_where_the_indicator_is_one(read):
    rows = [["indicator_id", "area_code", "sex", "age", "period", "value"]]
    rows.append(["anxiety", "E10000018", "Persons", "16+ yrs", "2023-24", "75%"])
    assert "does not take it as %" in rules(read("local_statistics", *rows, source="ons-local-statistics"))[0]


def test_a_word_that_is_looked_up_is_found_by_name_and_asked_when_it_is_another(read):
    rows = [["Activity", "Detail", "Priority", "commitment_id"], [*ACTIVITY[:2], "Staying healthy & safe", ACTIVITY[3]]]
    (question,) = read("activities", *rows, ids={"from": "activity"}).questions
    assert question.path == ("words", "priority_id", "Staying healthy & safe")
    assert "staying-healthy-safe-and-well" in question.choices
    words = {"priority_id": {"Staying healthy & safe": "staying-healthy-safe-and-well"}}
    assert read("activities", *rows, ids={"from": "activity"}, words=words).questions == []


def test_an_area_is_found_by_its_name(read):
    rows = [["Topic", "Subject", "Measure", "Area", "Value", "As printed"]]
    rows.append(["money", "home care", "cost", "Leicestershire", "£3.8m", "£3.8m a year"])
    understood = read("stated_figures", *rows, ids={"from": "subject"})
    assert understood.questions == []
    (row,) = understood.rows
    assert (row["area_code"], row["value"], row["stated"]) == ("E10000018", "3800000", "£3.8m a year")


def test_a_period_that_became_a_date_and_a_formula_without_result_are_asked(copy_of_project):
    head = ["indicator_id", "area_code", "sex", "age", "period", "value"]
    cells = [Cell("smoking_prevalence"), Cell("E10000018"), Cell("Persons"), Cell("18+ yrs")]
    cells += [Cell("2023-01-01", is_date=True), Cell("=A1", "a formula whose result the file does not hold")]
    rows = Sheet("S", [[Cell(name) for name in head], cells])
    understood = understand(
        [rows], "smoking", Answers(), source="ons-smoking-habits", locator="", project=copy_of_project
    )
    assert [question.path for question in understood.questions] == [
        ("words", "period", "2023-01-01"),
        ("cells", "F2"),
    ]


# Rows


def test_notes_and_repeated_headings_are_left_out_and_told_a_total_is_asked(read):
    head = ["Activity", "Detail", "Priority", "commitment_id"]
    rows = [head, ACTIVITY, head, ["Note: a draft"], ["Total", "x", "y", "z"]]
    understood = read("activities", *rows, ids={"from": "activity"})
    assert [question.path for question in understood.questions] == [("rows", 5)]
    assert understood.remarks == [
        "row 3 is left out, the headings again: “Activity”",
        "row 4 is left out, a heading or a note: “Note: a draft”",
    ]
    assert len(read("activities", *rows, ids={"from": "activity"}, rows={5: "leave out"}).rows) == 1


def test_a_row_that_the_table_has_is_left_out_and_one_with_another_value_is_asked(figures, read):
    rows = [["indicator_id", "area_code", "sex", "age", "period", "value", "lower_95", "upper_95"]]
    # The table holds 21.0 with limits 18.5 and 23.6.
    rows.append(["smoking_prevalence", "E06000016", "Persons", "18+ yrs", "2012", "21", "18.5", "23.6"])
    same = read("smoking", *rows, source="ons-smoking-habits")
    assert same.rows == []
    assert same.remarks == ["sheet Delivery, row 2: the table has this row already"]
    rows[1][5] = "21.4"
    (question,) = read("smoking", *rows, source="ons-smoking-habits").questions
    assert question.path == ("replace",)
    assert "value “21.0” to “21.4”" in question.rule


def test_a_row_of_another_source_is_never_replaced(figures, read):
    rows = [["activity_id", "kind", "value"], ["assistive-technology", "beneficiaries", "930"]]
    understood = read("activity_figures", *rows, source="leicestershire-asc-strategy-2025-29", replace=True)
    assert [question.path for question in understood.questions] == [("rows", 2)]


def test_this_years_activity_of_the_same_name_is_the_one_of_this_source(read, copy_of_project):
    table = copy_of_project / "data" / "activities.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(
        f"{text}assistive-technology-2025-26,Assistive Technology,Kit.,staying-healthy-safe-and-well,"
        "self-manage-with-technology,leicestershire-asc-strategy-2025-29,page 1,\n",
        encoding="utf-8",
    )
    rows = [["Activity", "kind", "value"], ["Assistive technology", "staff", "3"]]
    given = {"columns": {"Activity": "activity_id"}}
    this_year = read("activity_figures", *rows, source="leicestershire-asc-strategy-2025-29", **given)
    assert this_year.rows[0]["activity_id"] == "assistive-technology-2025-26"
    last_year = read("activity_figures", *rows, **given)
    assert last_year.rows[0]["activity_id"] == "assistive-technology"


# Answers and writing


def test_questions_are_asked_one_after_the_other_and_the_answers_are_kept(read, tmp_path):
    rows = [
        ["Activity", "Details", "Priority", "commitment_id", "People"],
        [*ACTIVITY, "5"],
        ["Total", "", "", "", "5"],
    ]
    typed = iter(["detail", "ignore", "activity", "leave out"])
    asked = []

    def prompt(question):
        asked.append(question)
        return next(typed)

    answers = ask(lambda given: read("activities", *rows, **given.model_dump(by_alias=True)), Answers(), prompt)
    assert len(asked) == 4
    save_answers(answers, tmp_path / "answers.yml")
    kept = load_answers(tmp_path / "answers.yml")
    assert kept == answers
    assert kept.columns == {"Details": "detail", "People": "ignore"}
    assert read("activities", *rows, **kept.model_dump(by_alias=True)).questions == []


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("colums: {}", "key colums: Extra inputs are not permitted."),
        ("rows: {5: perhaps}", "key rows 5: Input should be 'keep' or 'leave out'."),
        ("columns: [", "the answers cannot be read"),
        ("- a", "Input should be a valid dictionary"),
        ("x: " + "y" * 100_001, "it has more than 100,000 letters."),
    ],
)
def test_a_faulty_file_of_answers_is_told(content, told, tmp_path):
    (tmp_path / "answers.yml").write_text(content, encoding="utf-8")
    with pytest.raises(FaultsError) as raised:
        load_answers(tmp_path / "answers.yml")
    assert told in str(raised.value.faults[0])


def test_rows_are_added_and_those_that_stood_there_keep_their_bytes(read, copy_of_project):
    path = copy_of_project / "data" / "activities.csv"
    before = path.read_bytes()
    rows = [["Activity", "Detail", "Priority", "commitment_id"], ACTIVITY]
    understood = read("activities", *rows, ids={"from": "activity", "ending": "2025-26"})
    assert write_rows(understood, copy_of_project, file="a.xlsx") == path
    assert path.read_bytes() == before + (
        b"walks-for-health-2025-26,Walks for health,Led walks.,staying-healthy-safe-and-well,"
        b'self-manage-with-technology,leicestershire-hwb-2025-05-29,"sheet Delivery, row 2",\n'
    )
    assert read_table("activities", project=copy_of_project)["activity"].iloc[-1] == "Walks for health"


def test_a_fault_that_only_the_whole_table_shows_is_told_in_the_spreadsheet_and_nothing_is_written(
    read, copy_of_project
):
    before = {path: path.read_bytes() for path in (copy_of_project / "data").rglob("*") if path.is_file()}
    rows = [["indicator_id", "area_code", "sex", "age", "period", "value", "lower_95", "upper_95"]]
    rows.append(["smoking_prevalence", "E10000018", "Persons", "18+ yrs", "2023", "9.0", "10.0", "11.0"])
    understood = read("smoking", *rows, source="ons-smoking-habits")
    with pytest.raises(FaultsError) as raised:
        write_rows(understood, copy_of_project, file="smoking.csv")
    (fault,) = raised.value.faults
    assert str(fault).startswith(
        "smoking.csv, sheet Delivery, row 2, field value: found “9.0”; the value does not lie between its limits"
    )
    assert {path: path.read_bytes() for path in (copy_of_project / "data").rglob("*") if path.is_file()} == before


def test_a_replaced_row_stays_in_its_place(read, copy_of_project):
    path = copy_of_project / "data" / "observations" / "smoking.csv"
    before = path.read_text(encoding="utf-8").splitlines()
    rows = [["indicator_id", "area_code", "sex", "age", "period", "value", "lower_95", "upper_95"]]
    rows.append(["smoking_prevalence", "E06000016", "Persons", "18+ yrs", "2012", "21.4", "18.5", "23.6"])
    understood = read("smoking", *rows, source="ons-smoking-habits", locator="a newer table", replace=True)
    write_rows(understood, copy_of_project, file="a.csv")
    after = path.read_text(encoding="utf-8").splitlines()
    assert after[2:] == before[2:]
    assert after[1] == before[1].replace("21.0", "21.4").rpartition("Smoking habits")[0] + "a newer table"


def test_a_write_that_fails_leaves_the_table_as_it_was(read, copy_of_project, monkeypatch):
    path = copy_of_project / "data" / "activities.csv"
    before = path.read_bytes()
    understood = read(
        "activities", ["Activity", "Detail", "Priority", "commitment_id"], ACTIVITY, ids={"from": "activity"}
    )

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_rows(understood, copy_of_project, file="a.xlsx")
    assert path.read_bytes() == before
    assert [other.name for other in path.parent.glob(".activities*")] == []
