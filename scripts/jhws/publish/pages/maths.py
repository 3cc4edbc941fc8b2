"""Write formulas as MathML, which browsers draw by themselves, instead of loading a script from elsewhere."""

from __future__ import annotations

from bs4 import BeautifulSoup
from latex2mathml.converter import convert

from jhws.faults import Fault, FaultsError
from jhws.publish.pages.files import parse

_MARKS = {r"\(": r"\)", r"\[": r"\]"}


def write_mathml(page: BeautifulSoup, name: str) -> None:
    """Put MathML in place of each formula that Sphinx left for a script to draw.

    Raises
    ------
    FaultsError
        A formula that cannot be read.
    """
    for formula in page.select(".math"):
        latex = formula.get_text().strip()
        for begin, end in _MARKS.items():
            latex = latex.removeprefix(begin).removesuffix(end).strip()
        try:
            mathml = convert(latex, display="block" if formula.name == "div" else "inline")
        except Exception as error:  # whatever the library raises, it is the formula that an author mends
            rule = f"the formula cannot be read: {error or type(error).__name__}."
            raise FaultsError([Fault(name, "formula", latex, rule)]) from error
        formula.clear()
        formula.append(parse(mathml))
