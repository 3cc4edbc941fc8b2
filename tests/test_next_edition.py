"""The next year's edition: begun as a draft, with a list of what it needs that shrinks as figures come."""

import pandas as pd
import pytest

from jhws.edition import edition_before, load_edition
from jhws.faults import FaultsError
from jhws.next_edition import begin_next_edition, needs_of, still_missing

BEFORE, NEW = "leicestershire-2024-25", "leicestershire-2025-26"
PAPER = "leicestershire-hwb-2026-05-28"


@pytest.fixture
def made(copy_of_project):
    return begin_next_edition(BEFORE, NEW, copy_of_project)


@pytest.fixture
def with_new_paper(made, copy_of_project, edit):
    """Add an invented paper of the new year, and let the draft report it."""
    sources = copy_of_project / "data" / "sources.csv"
    line = f"{PAPER},Invented update,Board,2026-05-28,not stated,progress report,\n"
    sources.write_text(sources.read_text(encoding="utf-8") + line, encoding="utf-8")
    edit(f"data/editions/{NEW}.yml", "  - leicestershire-hwb-2025-05-29", f"  - {PAPER}")


def missing(project):
    edition = load_edition(project / "data" / "editions" / f"{NEW}.yml", project)
    return still_missing(needs_of(edition, project))


def settle(project, choose, reason):
    path = project / "data" / "editions" / f"{NEW}.todo.csv"
    lines = pd.read_csv(path, dtype=str, keep_default_na=False)
    lines.loc[choose(lines), "settled"] = reason
    lines.to_csv(path, index=False)


def test_the_draft_is_the_edition_before_moved_on_by_a_year(made, copy_of_project):
    draft = load_edition(made.edition, copy_of_project)
    before = load_edition(copy_of_project / "data" / "editions" / f"{BEFORE}.yml", copy_of_project)
    assert draft.draft
    assert not before.draft
    assert (draft.id, draft.period, str(draft.as_of)) == (NEW, "2025-26", "2026-05-29")
    assert draft.title == "Leicestershire health and wellbeing 2025-26"
    kept = {"area", "reference", "comparators", "sources", "chapters", "forecast_horizon", "suppression_threshold"}
    assert draft.model_dump(include=kept) == before.model_dump(include=kept)
    assert edition_before(draft, copy_of_project) == before


def test_comments_that_still_hold_are_kept_and_those_of_the_old_year_are_not(made):
    text = made.edition.read_text(encoding="utf-8")
    assert "area: E10000018          # Leicestershire\n" in text
    assert "the day of the Board's meeting: nothing published later" not in text


def test_every_measure_is_listed_with_its_old_value(made):
    lines = pd.read_csv(made.needs, dtype=str, keep_default_na=False).set_index("what")
    assert lines.loc["People still at home 91 days after reablement", "old_value"].startswith("89%")
    assert lines.loc["Assistive Technology, investment", "old_value"] == "£1 million"
    assert lines.loc["Adults who smoke, Leicestershire", "old_value"] == "9.4"
    assert lines.loc["Activities", "old_value"] == "26 rows"
    assert (lines["table"] == "measures").sum() == 16
    assert (lines["table"] == "activity_figures").sum() == 56


def test_an_official_series_is_wanted_up_to_what_its_publication_rule_says_is_out(made):
    lines = made.wanted.set_index("what")
    # A calendar year's smoking figure is out by the rule at the latest in the autumn of the year after.
    assert lines.loc["Adults who smoke, Leicestershire", "wanted"].startswith("2024 ")
    obesity = lines.loc["Adults living with obesity, Leicestershire"]
    assert (obesity["old_period"], bool(obesity["found"])) == ("2023/24", True)


def test_a_line_goes_when_the_new_paper_has_the_measure(with_new_paper, copy_of_project):
    name = "People still at home 91 days after reablement"
    assert name in missing(copy_of_project)["what"].tolist()
    measures = copy_of_project / "data" / "measures.csv"
    row = (
        f"at-home-2025-26,{name},%,high is good,effective-management-of-frailty-and-complex-care,level only,,,"
        f"91,2025-26,,,,91%,{PAPER},paragraph 1,\n"
    )
    measures.write_text(measures.read_text(encoding="utf-8") + row, encoding="utf-8")
    assert name not in missing(copy_of_project)["what"].tolist()


def test_a_line_goes_when_a_newer_official_value_is_entered(made, copy_of_project):
    smoking = copy_of_project / "data" / "observations" / "smoking.csv"
    row = "smoking_prevalence,E10000018,Persons,18+ yrs,,,2023,9.0,7.0,11.0,,,,,ons-smoking-habits,APS\n"
    smoking.write_text(smoking.read_text(encoding="utf-8") + row, encoding="utf-8")
    assert "smoking" not in missing(copy_of_project)["table"].tolist()


def test_a_line_that_is_settled_with_a_reason_is_not_missing(made, copy_of_project):
    settle(copy_of_project, lambda lines: lines["what"] == "Size of care packages", "no longer reported")
    assert "Size of care packages" not in missing(copy_of_project)["what"].tolist()


def test_a_document_that_still_holds_needs_none_of_its_figures_anew(made, copy_of_project):
    settle(copy_of_project, lambda lines: lines["what"].str.startswith("Adults and Communities Strategy"), "in force")
    left = missing(copy_of_project)
    assert not left["old_source"].eq("leicestershire-asc-strategy-2025-29").any()
    assert left["old_source"].eq("leicestershire-hwb-2025-05-29").any()


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ((BEFORE, BEFORE), "there is such an edition already."),
        (("nosuch", NEW), "there is no such edition"),
        ((BEFORE, "Leicestershire 2025"), "it must be written in small letters, digits and hyphens."),
        ((BEFORE, "leicestershire-2023-24"), "the year is not after 2024-25, that of the edition before."),
        ((BEFORE, "../leicestershire-2025-26"), "it must be written in small letters, digits and hyphens."),
    ],
)
def test_a_name_that_cannot_be_is_told_and_nothing_is_written(names, told, copy_of_project):
    folder = copy_of_project / "data" / "editions"
    before = sorted(folder.iterdir())
    with pytest.raises(FaultsError) as raised:
        begin_next_edition(*names, copy_of_project)
    assert told in str(raised.value.faults[0])
    assert sorted(folder.iterdir()) == before


def test_a_broken_list_is_told(made, copy_of_project):
    made.needs.write_bytes(b"what\n\xff\n")
    with pytest.raises(FaultsError, match="the list has the columns"):
        missing(copy_of_project)


def test_two_years_on_moves_the_day_by_two_years(copy_of_project):
    made = begin_next_edition(BEFORE, "leicestershire-2026-27", copy_of_project)
    draft = load_edition(made.edition, copy_of_project)
    assert (draft.period, str(draft.as_of)) == ("2026-27", "2027-05-29")
