"""Forbid a page whatever it does not need, so that nothing planted in it can run or call home."""

from __future__ import annotations

import base64
import hashlib

from lxml.html import HtmlElement

from jhws.publish.pages.files import charset, put_behind, select


def forbid_the_rest(page: HtmlElement) -> None:
    """Write the page's Content-Security-Policy; the last thing to do, as it holds hashes of the page's scripts."""
    hashes = [_hash(script.text) for script in select(page, "script:not([src])") if script.text]
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
    rule = page.makeelement("meta", {"http-equiv": "Content-Security-Policy", "content": content})
    put_behind(charset(page), rule)


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
