"""Every colour of the book carries its contrast beside it, and that contrast is true and enough."""

import re
from pathlib import Path

import pytest

from tests.colours import contrast

PROJECT = Path(__file__).resolve().parents[2]
CSS = (PROJECT / "chapters" / "_static" / "jhws.css").read_text(encoding="utf-8")
STYLE = (PROJECT / "scripts" / "jhws" / "present" / "style.py").read_text(encoding="utf-8")
NAMED = {"white": "#ffffff", "black": "#000000"}

# --jhws-good: #12436d; /* 10.2 : 1 on white */
IN_CSS = re.findall(r"(--jhws-[\w-]+): (#[0-9a-f]{6});(?: /\* ([\d.]+) : 1 on (\S+?)[:;,]?(?: (.*?))? ?\*/)?", CSS)
# DARK_BLUE = "#12436D"  # 10.2 : 1
IN_STYLE = re.findall(r'^([A-Z_]+) = "(#[0-9A-F]{6})"  # ([\d.]+) : 1(.*)$', STYLE, re.MULTILINE)


def test_contrast_is_that_of_the_standards_own_examples():
    # Understanding SC 1.4.3: #777777 on white is 4.48:1 and fails; #767676 on white is 4.54:1 and passes.
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


def test_there_are_colours_to_check():
    assert len(IN_CSS) >= 10
    assert len(IN_STYLE) >= 6


@pytest.mark.parametrize(("name", "colour", "stated", "ground", "use"), IN_CSS)
def test_a_colour_of_the_pages_has_the_contrast_that_stands_beside_it(name, colour, stated, ground, use):
    assert stated, f"{name}: {colour} has no contrast beside it"
    assert contrast(colour, NAMED.get(ground, ground)) == pytest.approx(float(stated), abs=0.06)
    if "no meaning" not in use:
        assert float(stated) >= (3 if name.endswith(("rule", "focus")) else 4.5)


@pytest.mark.parametrize(("name", "colour", "stated", "use"), IN_STYLE)
def test_a_colour_of_the_pictures_has_the_contrast_that_stands_beside_it(name, colour, stated, use):
    assert contrast(colour, "#ffffff") == pytest.approx(float(stated), abs=0.06)
    if "grid lines only" not in use:
        assert float(stated) >= (3 if "never for text" in use else 4.5)
