"""The JHWS report book: figures in, a published report out.

Data flows one way through the package::

    data -> statistics -> present -> (chapters) -> publish -> command
"""

__version__ = "0.1.0"
