"""The JHWS report book: figures in, a published report out.

Data flows one way through the package::

    data -> statistics -> present -> (chapters) -> publish -> command
"""

import sys

__version__ = "0.1.0"

# jsonschema, which frictionless and nbformat load, would build 38 grammars of internationalised web addresses, a second
# each time, for a format that no schema here names. It leaves the format out where this module is not to be had.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
