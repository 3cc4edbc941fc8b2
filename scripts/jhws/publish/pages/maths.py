"""Write formulas as MathML, which browsers draw by themselves, instead of loading a script from elsewhere."""

from __future__ import annotations

from latex2mathml.converter import convert
from lxml.html import HtmlElement

from jhws.faults import Fault, FaultsError
from jhws.publish.pages.files import parse_part, select

_MARKS = {r"\(": r"\)", r"\[": r"\]"}


def write_mathml(page: HtmlElement, name: str) -> None:
    """Put MathML in place of each formula that Sphinx left for a script to draw.

    Raises
    ------
    FaultsError
        A formula that cannot be read.
    """
    for formula in select(page, ".math"):
        latex = formula.text_content().strip()
        for begin, end in _MARKS.items():
            latex = latex.removeprefix(begin).removesuffix(end).strip()
        try:
            mathml = convert(latex, display="block" if formula.tag == "div" else "inline")
        except Exception as error:  # whatever the library raises, it is the formula that an author mends
            rule = f"the formula cannot be read: {error or type(error).__name__}."
            raise FaultsError([Fault(name, "formula", latex, rule)]) from error
        formula.text = None
        formula[:] = [parse_part(mathml)]
