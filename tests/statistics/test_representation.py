"""Users of a service held against the population it is for."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jhws import data
from jhws.statistics.representation import (
    access_by_fifth,
    representation_range,
    representation_ratio,
    total_users,
    users_against_residents,
)

COLUMNS = {"group": "group", "users": "users", "population": "people"}


@pytest.mark.parametrize(
    ("users", "others", "lower", "upper"), [(81, 182, 0.2553, 0.3662), (15, 133, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)]
)
def test_the_ratio_has_wilsons_limits_over_the_share_of_the_population(users, others, lower, upper):
    # Published: limits of the users' share in Newcombe RG, Statistics in Medicine 1998;17:857-872, table I, method 3.
    frame = pd.DataFrame({"group": ["a", "b"], "users": [users, others], "people": [250, 750]})
    found = representation_ratio(frame, **COLUMNS).loc[0]
    assert found["ratio"] == pytest.approx(4 * users / (users + others))
    assert found[["lower", "upper"]].tolist() == pytest.approx([4 * lower, 4 * upper], abs=3e-4)


def test_the_difference_is_users_more_than_expected_worked_by_hand():
    # By hand: 200 users, a fifth of the people: 40 expected, 30 seen, so 10 fewer and a ratio of 0.75.
    frame = pd.DataFrame({"group": ["a", "b"], "users": [30, 170], "people": [1000, 4000]})
    found = representation_ratio(frame, **COLUMNS)
    assert found[["user_share", "population_share", "ratio"]].to_numpy()[0].tolist() == pytest.approx([0.15, 0.2, 0.75])
    assert found[["expected", "difference"]].to_numpy().ravel().tolist() == pytest.approx([40, -10, 160, 10])


def test_services_are_held_each_against_its_own_population_at_every_level():
    frame = pd.DataFrame(
        {"service": ["y", "x", "y", "x"], "group": list("aabb"), "users": [5, 10, 5, 30], "people": [1, 1, 3, 1]}
    )
    found = representation_ratio(frame, by="service", confidence=[0.95, 0.998], **COLUMNS)
    assert found["service"].tolist() == ["y", "y", "x", "x", "y", "y", "x", "x"]
    assert found["confidence"].tolist() == [0.95, 0.998] * 4
    assert found["ratio"].tolist() == pytest.approx([2, 2, 0.5, 0.5, 2 / 3, 2 / 3, 1.5, 1.5])


counts = st.lists(st.integers(0, 500), min_size=4, max_size=4).filter(lambda numbers: sum(numbers) > 0)
sizes = st.lists(st.integers(1, 10_000), min_size=4, max_size=4)


@settings(deadline=None, max_examples=40)
@given(counts, sizes, st.sampled_from([0.001, 3, 1000]))
def test_the_size_of_the_population_does_not_matter_and_intervals_nest(users, people, scale):
    frame = pd.DataFrame({"group": list("abcd"), "users": users, "people": people})
    found = representation_ratio(frame, confidence=[0.95, 0.998], **COLUMNS)
    scaled = representation_ratio(frame.assign(people=frame["people"] * scale), confidence=[0.95, 0.998], **COLUMNS)
    pd.testing.assert_frame_equal(found.drop(columns="people"), scaled.drop(columns="people"))
    narrow, wide = (found[found["confidence"] == level].reset_index() for level in (0.95, 0.998))
    assert (wide["lower"] <= narrow["lower"] + 1e-12).all()
    assert (wide["upper"] >= narrow["upper"] - 1e-12).all()
    assert (narrow["lower"] <= narrow["ratio"] + 1e-9).all()
    assert (narrow["ratio"] <= narrow["upper"] + 1e-9).all()
    assert found["difference"].sum() == pytest.approx(0, abs=1e-6)


@settings(deadline=None, max_examples=30)
@given(sizes, st.integers(1, 20), st.permutations(range(4)))
def test_users_in_proportion_give_a_ratio_of_1_in_any_order_of_rows(people, times, order):
    frame = pd.DataFrame({"group": list("abcd"), "users": np.array(people) * times, "people": people})
    found = representation_ratio(frame.iloc[order], **COLUMNS)
    assert found["ratio"].to_numpy() == pytest.approx(1)
    assert found["group"].tolist() == [list("abcd")[i] for i in order]


def test_limits_hold_a_known_ratio_as_often_as_they_say():
    share, ratio = np.array([0.05, 0.15, 0.8]), np.array([0.6, 1.5, 0.93125])
    drawn = np.random.default_rng(11).multinomial(400, share * ratio, size=2000)
    frame = pd.DataFrame(
        {
            "draw": np.repeat(range(2000), 3),
            "group": np.tile(list("abc"), 2000),
            "users": drawn.ravel(),
            "people": np.tile(share, 2000),
        }
    )
    found = representation_ratio(frame, by="draw", **COLUMNS)
    aim = np.tile(ratio, 2000)
    held = ((found["lower"] <= aim) & (aim <= found["upper"])).groupby(found["group"]).mean()
    assert held.to_numpy() == pytest.approx(0.95, abs=0.02)


def test_rounded_percentages_give_a_range_worked_by_hand():
    # By hand: 4% is 3.5 to 4.5, 8% is 7.5 to 8.5; 0.4% stands for 0.35 to 0.45 when rounded to one place.
    frame = pd.DataFrame({"users": [4.0, 0.4, 0.0], "people": [8.0, 0.4, 8.0]})
    found = representation_range(frame, user_share="users", population_share="people")
    assert found["ratio"].tolist() == [0.5, 1, 0]
    assert found["lowest"].tolist() == pytest.approx([3.5 / 8.5, 0, 0])
    assert found["highest"].tolist() == pytest.approx([4.5 / 7.5, np.nan, 0.5 / 7.5], nan_ok=True)
    finer = representation_range(frame, user_share="users", population_share="people", decimals=1)
    assert finer.loc[1, ["lowest", "highest"]].tolist() == pytest.approx([0.35 / 0.45, 0.45 / 0.35])


@given(st.floats(0, 100), st.floats(1, 100), st.integers(0, 2))
def test_the_range_from_rounding_holds_the_ratio_before_rounding(used, lived, places):
    frame = pd.DataFrame({"users": [round(used, places)], "people": [round(lived, places)]})
    found = representation_range(frame, user_share="users", population_share="people", decimals=places).loc[0]
    assert found["lowest"] - 1e-9 <= used / lived <= found["highest"] + 1e-9


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"users": [-1, 5]}, r"'users': must not be negative; row 0 has -1"),
        ({"users": [np.nan, 5]}, r"'users': must have no missing or infinite value"),
        ({"users": [0, 0]}, r"'users': must add up to more than 0 in every service"),
        ({"people": [0, 5]}, r"'people': must be above 0 in every group; row 0 has 0"),
        ({"group": ["a", "a"]}, r"'group': must appear once in every service; row 1 has a"),
    ],
)
def test_bad_input_is_refused_with_its_column_and_the_rule(change, message):
    frame = pd.DataFrame({"group": ["a", "b"], "users": [1, 2], "people": [3, 4]}).assign(**change)
    with pytest.raises(ValueError, match=message):
        representation_ratio(frame, **COLUMNS)


@pytest.mark.parametrize(
    ("change", "decimals", "message"),
    [
        ({"users": [101]}, 0, r"'users': must be between 0 and 100; row 0 has 101"),
        ({"people": [0]}, 0, r"'people': must be above 0 and not above 100; row 0 has 0"),
        ({}, -1, r"decimals: must be whole numbers of 0 or more"),
    ],
)
def test_percentages_that_cannot_be_are_refused(change, decimals, message):
    frame = pd.DataFrame({"users": [4], "people": [8]}).assign(**change)
    with pytest.raises(ValueError, match=message):
        representation_range(frame, user_share="users", population_share="people", decimals=decimals)


# Users and residents as a council's paper states them


PACK = ["leicestershire-asc-scrutiny-2019-11-11"]
SUBJECTS = ["eligible service users", "service users"]


def users() -> pd.DataFrame:
    return data.read_stated_figures(PACK, "access", subject=SUBJECTS)


def residents() -> pd.DataFrame:
    return data.read_stated_figures(PACK, "population", subject=["residents", "residents aged 65 and over"])


def test_users_of_no_known_group_widen_the_range_upwards():
    # By hand: 89% of users, 5% not recorded, 91.4% of people: at most (89.5 + 5.5) / 91.35.
    frame = pd.DataFrame({"users": [89], "people": [91.4], "unknown": [5]})
    found = representation_range(
        frame, user_share="users", population_share="people", population_decimals=1, unknown="unknown"
    ).iloc[0]
    assert found[["lowest", "highest"]].tolist() == pytest.approx([88.5 / 91.45, 89.5 / 91.35])
    assert found["highest_with_unknown"] == pytest.approx(95 / 91.35)


@pytest.mark.parametrize(
    ("category", "subject", "ratio", "lowest", "highest", "reached"),
    [
        # 60% against 348,694 of 690,212 and 74,889 of 139,268; shares of the 2011 census as printed.
        ("Female", "residents", 1.188, 1.178, 1.198, "more than its share"),
        ("Female", "residents aged 65 and over", 1.116, 1.106, 1.125, "more than its share"),
        ("Male", "residents", 0.808, 0.798, 0.819, "less than its share"),
        ("Male", "residents aged 65 and over", 0.865, 0.854, 0.876, "less than its share"),
        ("White", "residents", 0.974, 0.968, 0.980, "cannot be told"),
        ("Asian or Asian British", "residents", 0.794, 0.709, 0.880, "cannot be told"),
        ("Black, African, Caribbean or Black British", "residents", 1.667, 0.769, 2.727, "cannot be told"),
    ],
)
def test_users_of_the_agenda_pack_are_held_against_residents(
    category, subject, ratio, lowest, highest, reached, project
):
    found = users_against_residents(users(), residents())
    (row,) = found[(found["category"] == category) & (found["subject"] == subject)].to_dict("records")
    assert [row["ratio"], row["lowest"], row["highest"]] == pytest.approx([ratio, lowest, highest], abs=6e-4)
    assert row["reached"] == reached


def test_a_group_without_a_share_on_both_sides_is_not_compared(project):
    found = users_against_residents(users(), residents())
    assert len(found) == 7
    assert "Mixed or multiple ethnic group" not in set(found["category"])  # of residents alone
    assert "80-89" not in set(found["category"])  # of users alone
    assert users_against_residents(users().iloc[:0], residents()).empty
    assert users_against_residents(users(), residents().iloc[:0]).empty


def test_four_printed_counts_have_their_share_beside_them(project):
    found = total_users(users())
    assert dict(zip(found["category"], found["count"], strict=True)) == {
        "80-89": 2093,
        "Female": 5605,
        "Physical support": 4554,
        "White": 8332,
    }
    assert total_users(users().iloc[:0]).empty


# Generated rows: no council's.
def fifths(counts: list[int], service: str = "generated service") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "service": service,
            "area_code": "E06000054",
            "deprivation": "fifths of the area",
            "period": "2024-25",
            "quintile": [1, 2, 3, 4, 5],
            "users": counts,
            "population": [1000] * 5,
            "note": "generated",
        }
    )


def test_a_fifth_of_the_people_with_two_fifths_of_the_users_has_a_ratio_of_two():
    found = access_by_fifth(fifths([40, 20, 20, 10, 10]), threshold=5)
    assert found["ratio"].tolist() == pytest.approx([2, 1, 1, 0.5, 0.5])
    # Wilson's limits of 40 in 100, by hand 0.3094 to 0.4980, times five.
    assert found.loc[0, ["lower", "upper"]].astype(float).tolist() == pytest.approx([1.547, 2.490], abs=2e-3)
    assert found["note"].tolist() == ["generated"] * 5


def test_services_keep_apart_and_the_most_deprived_fifth_comes_first():
    both = pd.concat([fifths([40, 20, 20, 10, 10], "b"), fifths([10, 10, 10, 10, 10], "a")]).iloc[::-1]
    found = access_by_fifth(both, threshold=5)
    assert found["service"].tolist() == ["a"] * 5 + ["b"] * 5
    assert found["quintile"].tolist() == [1, 2, 3, 4, 5] * 2
    assert found.loc[found["service"] == "a", "ratio"].tolist() == pytest.approx([1] * 5)


def test_a_small_number_is_hidden_with_a_second_one_and_all_that_is_worked_out_from_them():
    found = access_by_fifth(fifths([3, 12, 14, 21, 25]), threshold=5)
    assert found["suppressed"].tolist() == ["small number", "protects another figure", "", "", ""]
    hidden = found.loc[:1, ["users", "user_share", "ratio", "lower", "upper", "difference"]]
    assert hidden.isna().all(axis=None)


def test_a_service_whose_small_numbers_nothing_protects_is_hidden_whole():
    found = access_by_fifth(fifths([2, 0, 0, 0, 0]), threshold=5)
    assert found[["users", "ratio", "expected"]].isna().all(axis=None)


def test_a_table_with_a_header_alone_gives_no_row(project):
    empty = data.read_table("access_by_quintile")
    assert empty.empty
    assert access_by_fifth(empty, threshold=5).empty
