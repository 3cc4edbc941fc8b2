"""Districts as tiles. Values in the alt text: slope indices of an independent fit, as in tests/statistics."""

import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle
from tests.colours import contrast

from jhws.present import figures
from jhws.present.exhibit import Figure, Nothing
from jhws.present.figures import tiles

# Codes and names of the county's districts: Office for National Statistics, local authority districts.
DISTRICTS = {
    "E07000129": "Blaby",
    "E07000130": "Charnwood",
    "E07000131": "Harborough",
    "E07000132": "Hinckley and Bosworth",
    "E07000133": "Melton",
    "E07000134": "North West Leicestershire",
    "E07000135": "Oadby and Wigston",
}


@pytest.fixture
def values() -> pd.DataFrame:
    rows = [
        {"area_code": code, "area_name": name, "sex": sex, "value": float(place), "unstable": place == 6}
        for sex in ("Male", "Female")
        for place, (code, name) in enumerate(DISTRICTS.items())
    ]
    rows.append({"area_code": "E92000001", "area_name": "England", "sex": "Male", "value": 99.0, "unstable": False})
    return pd.DataFrame(rows)


def draw(values: pd.DataFrame) -> Figure | Nothing:
    words = {"id": "tiles", "title": "Gap by district", "what": "the gap", "unit": "years", "source": "A source"}
    return figures.district_tiles(values, **words)


def test_each_district_has_a_tile_with_its_name_and_value_and_no_other_area_has(values):
    men, women = draw(values).picture.axes
    for panel in (men, women):
        words = [" ".join(text.get_text().split()) for text in panel.texts]
        assert set(DISTRICTS.values()) <= set(words)
        assert "England" not in words
        assert "6.0 *" in words  # a star marks what is unstable
        drawn = [patch for patch in panel.patches if isinstance(patch, Rectangle)]
        assert len({tile.get_xy() for tile in drawn}) == len(DISTRICTS) + 1  # and Leicester in the middle


def test_the_words_tell_every_value_the_largest_first(values):
    figure = draw(values)
    assert figure.alt.startswith("Seven districts as tiles. Men, largest first: Oadby and Wigston 6.0,")
    assert figure.alt.endswith("Blaby 0.0 years.")
    assert "A star marks what is unstable." in figure.caption
    assert set(figure.data["area_code"]) == set(DISTRICTS)


def test_neighbours_lie_beside_each_other():
    places = tiles.PLACES
    # North West Leicestershire and Charnwood share a border, as do Oadby and Wigston with Blaby and Harborough.
    for one, other in [("E07000134", "E07000130"), ("E07000135", "E07000129"), ("E07000135", "E07000131")]:
        (column, row), (next_column, next_row) = places[one], places[other]
        assert abs(column - next_column) + abs(row - next_row) == 1


def test_letters_stand_out_from_their_tile():
    for ground, letters in zip(tiles._STEPS, tiles._LETTERING, strict=True):
        assert contrast(to_hex(ground), to_hex(letters)) >= 4.5


def test_a_county_without_district_values_has_nothing_to_show(values):
    assert isinstance(draw(values[values["area_code"] == "E92000001"]), Nothing)
