"""Forbid a page whatever it does not need, so that nothing planted in it can run or call home."""

from __future__ import annotations

import base64
import hashlib

from bs4 import BeautifulSoup

from jhws.publish.pages.files import charset


def forbid_the_rest(page: BeautifulSoup) -> None:
    """Write the page's Content-Security-Policy; the last thing to do, as it holds hashes of the page's scripts."""
    hashes = [_hash(str(script.string)) for script in page.select("script:not([src])") if script.string]
    policy = {
        "default-src": ["'none'"],
        "script-src": ["'self'", *hashes],
        "style-src": ["'self'"],
        # The theme's styles draw small signs, as that of a list that opens, from inside themselves.
        "img-src": ["'self'", "data:"],
        # Nothing of the book asks for more by itself; what looks a site over for faults does, from inside the page.
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
    }
    content = "; ".join(" ".join([name, *allowed]) for name, allowed in policy.items())
    rule = page.new_tag("meta", attrs={"http-equiv": "Content-Security-Policy", "content": content})
    charset(page).insert_after(rule)


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
