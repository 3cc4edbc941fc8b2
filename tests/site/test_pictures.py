"""Five pages look as they did: pictures under `reference/`, compared small and with tolerance.

Small, so that another version of the browser or another font does not matter, but a lost style sheet, a column
that jumps or a mode that fails does. ``JHWS_NEW_REFERENCE=1`` takes them anew; look at them before you commit.
"""

import io
import os
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

pytestmark = pytest.mark.slow
REFERENCE = Path(__file__).parent / "reference"
SMALLER = 8
# Mean difference of a dot, of 255, that is taken for the same picture.
TOLERANCE = 12
VIEWS = {
    "front-desk-light": ("leicestershire-2024-25/index.html", 1280, "light"),
    "trends-phone-dark": ("leicestershire-2024-25/trends.html", 360, "dark"),
    "inequality-desk-dark": ("leicestershire-2024-25/inequality.html", 1280, "dark"),
    "methods-phone-light": ("leicestershire-2024-25/methods.html", 360, "light"),
    "search-desk-light": ("leicestershire-2024-25/search.html", 1280, "light"),
}


@pytest.mark.parametrize("name", VIEWS)
def test_a_page_looks_as_it_did(visit, name):
    page, width, scheme = VIEWS[name]
    view = visit(page, width, 800, scheme)
    taken = Image.open(io.BytesIO(view.screenshot(animations="disabled"))).convert("RGB")
    small = taken.resize((taken.width // SMALLER, taken.height // SMALLER), Image.Resampling.BOX)
    kept = REFERENCE / f"{name}.png"
    if os.environ.get("JHWS_NEW_REFERENCE"):
        kept.parent.mkdir(exist_ok=True)
        small.save(kept)
    difference = ImageChops.difference(small, Image.open(kept).convert("RGB"))
    assert sum(ImageStat.Stat(difference).mean) / 3 <= TOLERANCE


def test_the_comparison_sees_a_page_without_its_styles(visit):
    page, width, scheme = VIEWS["front-desk-light"]
    view = visit(page, width, 800, scheme)
    view.evaluate("() => document.querySelector('link[rel=stylesheet]').remove()")
    taken = Image.open(io.BytesIO(view.screenshot())).convert("RGB")
    small = taken.resize((taken.width // SMALLER, taken.height // SMALLER), Image.Resampling.BOX)
    difference = ImageChops.difference(small, Image.open(REFERENCE / "front-desk-light.png").convert("RGB"))
    assert sum(ImageStat.Stat(difference).mean) / 3 > TOLERANCE
