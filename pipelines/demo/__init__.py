"""A synthetic district to try the project on, with its truth beside it.

It shares no code and no tables with the detector: what it plants and what is found are two opinions.
"""

from pipelines.demo.truth import Truth
from pipelines.demo.writer import write_district

__all__ = ["Truth", "write_district"]
