"""What looks like personal data: it must not be in a table, as every table is published with the project."""

from __future__ import annotations

import re

_NAMES = re.compile(
    r"(first|last|middle|full|given|family|sur|fore|patient|client|service_user|carer|officer|contact)_?names?"
    r"|(patient|client|person|nhs|hospital|swift|mosaic|liquidlogic)_?(id|no|num|number|ref)|initials"
)
_BIRTH = re.compile(r"dob|d_o_b|(date|day|birth)(_of)?_?(birth|date)|birthday|born")
_CONTACT = re.compile(
    r"post_?code|(e_?)?mail(_address)?|(tele)?phone(_(no|number))?|mobile|(home_|street_)?address|uprn"
)
# Each kind of personal data: the columns that would hold it, by name.
_COLUMNS = {"a person’s name or number": _NAMES, "a date of birth": _BIRTH, "an address or telephone number": _CONTACT}

_TEN_DIGITS = re.compile(r"(?<![\d.,])\d{3}([ -]?)\d{3}\1\d{4}(?![\d,]|\.\d)")
_WEIGHTS = range(10, 1, -1)
# Each kind of personal data that can be told by how a cell is written.
_CELLS = {
    "an e-mail address": re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"),
    "a telephone number": re.compile(r"(?<![\d.,])(?:\+44 ?(?:\(0\))?|\(?0)(?:[ ()-]{0,2}\d){9,10}(?!\d)"),
    "a full postcode": re.compile(
        # Capitals; or small letters, but for ‘c1 2nd’ and the like.
        r"\b[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][ABD-HJLNP-UW-Z]{2}\b"
        r"|\b[a-z]{1,2}[0-9][a-z0-9]? ?[0-9](?!st|nd|rd|th)[abd-hjlnp-uw-z]{2}\b"
    ),
    "a National Insurance number": re.compile(r"\b[A-CEGHJ-PR-TW-Z]{2} ?(?:\d{2} ?){3}[A-D]\b"),
    "a date of birth": re.compile(
        r"\b(?:born|dob|d\.o\.b\.?|date of birth|birthday)\b[^.;]{0,20}?"
        r"(?:\d{1,2}[ /.-](?:\d{1,2}|[a-z]{3,9})[ /.-]\d{2,4}|\d{4}-\d{2}-\d{2})",
        re.IGNORECASE,
    ),
    "a person’s name": re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Cllr)\.? [A-Z][\w’'-]+"),
}


def personal_column(name: str) -> str:
    """Say what kind of personal data a column of this name would hold; blank for none.

    Examples
    --------
    >>> personal_column("Date of birth")
    'a date of birth'
    >>> personal_column("area_name")
    ''
    """
    words = re.sub(r"[^a-z]+", "_", name.lower()).strip("_")
    return next((kind for kind, columns in _COLUMNS.items() if columns.fullmatch(words)), "")


def personal_data(text: str) -> str:
    """Say what kind of personal data a cell looks like; blank for none.

    Parameters
    ----------
    text
        The cell as it is written.

    Examples
    --------
    >>> personal_data("seen on 943 476 5919")
    'an NHS number'
    >>> personal_data("1,381 people in LE3")
    ''

    Notes
    -----
    An NHS number has ten digits, the last of which checks the others (modulus 11). Of other numbers of ten digits
    one in eleven passes; a round one, ending in three noughts, is taken for a sum.
    """
    if any(_is_nhs_number(match.group()) for match in _TEN_DIGITS.finditer(text)):
        return "an NHS number"
    return next((kind for kind, written in _CELLS.items() if written.search(text)), "")


def masked(text: str) -> str:
    """Hide a cell but for its first two characters, so that a message can point at it and does not spread it."""
    return text[:2] + "•" * min(len(text) - 2, 8)


def _is_nhs_number(written: str) -> bool:
    digits = [int(sign) for sign in written if sign.isdigit()]
    if digits[-3:] == [0, 0, 0]:
        return False
    check = 11 - sum(weight * digit for weight, digit in zip(_WEIGHTS, digits, strict=False)) % 11
    return check % 11 == digits[9]
