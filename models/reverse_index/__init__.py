"""The review index: per offence the administrative norms, who is competent, what to look for and to ask."""

from models.reverse_index.load import Entry, Index, load_index
from models.reverse_index.publish import build

__all__ = ["Entry", "Index", "build", "load_index"]
