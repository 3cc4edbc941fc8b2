"""What a chapter is run with; it lies in `jhws.parameters`, which the check reads without all that publishing needs."""

from jhws.parameters import chapter_parameters, declared_parameters

__all__ = ["chapter_parameters", "declared_parameters"]
