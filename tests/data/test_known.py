"""What an edition knows, in one form, from the tables or from its record."""

import pytest

from jhws.data import official_values, read_known, record_path
from jhws.faults import FaultsError

PAPER = "leicestershire-hwb-2025-05-29"
AREA = "E10000018"


def known_of(project, **changes):
    about = {"areas": [AREA], "as_of": "2025-05-29", "project": project} | changes
    return read_known([PAPER], **about)


def test_official_values_carry_what_makes_a_series(project):
    rows = known_of(project)
    (row,) = rows[(rows["table"] == "smoking") & (rows["period"] == "2022")].to_dict("records")
    assert row["series"] == "smoking_prevalence; E10000018; Persons; 18+ yrs"
    assert row["name"] == "Adults who smoke, Leicestershire"
    assert (row["value"], row["unit"], row["method"], row["decimals"]) == (9.4, "%", "%", 1)


def test_values_of_a_paper_carry_what_it_prints(project):
    """Board paper, paragraph 12: '1583 in 23-24, 2160 in 24-25'; paragraph 10: £1 million for assistive technology."""
    rows = known_of(project)
    housing = rows[rows["name"] == "People given housing support by the Housing Enablement Team"]
    assert dict(zip(housing["period"], housing["value"], strict=True)) == {"2023-24": 1583, "2024-25": 2160}
    (money,) = rows[rows["name"] == "Assistive Technology, investment"].to_dict("records")
    assert (money["value"], money["stated"], money["period"]) == (1_000_000, "£1 million", "2024-25")


@pytest.mark.parametrize("edition", ["leicestershire-2019-20", "leicestershire-2024-25", "wiltshire-2023-25"])
def test_a_series_and_period_stands_once(edition, project):
    from jhws.edition import load_edition

    about = load_edition(project / "data" / "editions" / f"{edition}.yml", project)
    rows = read_known(about.sources, areas=[about.area, about.reference], as_of=str(about.as_of), project=project)
    assert not rows.duplicated(["table", "series", "period"]).any()


def test_a_blank_day_knows_no_official_value(project):
    assert set(known_of(project, as_of="")["table"]) <= {"measures", "activity_figures", "stated_figures"}


def test_values_on_record_go_before_the_tables(copy_of_project, edit):
    record = record_path("leicestershire-2024-25", copy_of_project)
    rows = official_values([AREA], as_of="2025-05-29", project=copy_of_project)
    rows.to_csv(record, index=False, lineterminator="\n")
    edit("data/observations/smoking.csv", "2022,9.4,", "2022,9.7,")

    def value(**about):
        known = known_of(copy_of_project, **about)
        return known.loc[(known["table"] == "smoking") & (known["period"] == "2022"), "value"].item()

    assert value() == 9.7
    assert value(edition="leicestershire-2024-25") == 9.4


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "table,series\n", "\0"])
def test_a_broken_record_is_told(content, copy_of_project):
    record_path("leicestershire-2024-25", copy_of_project).write_text(content, encoding="utf-8")
    with pytest.raises(FaultsError, match="the record of what the edition knew cannot be read"):
        known_of(copy_of_project, edition="leicestershire-2024-25")
