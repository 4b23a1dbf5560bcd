"""The law as data: offences with dated versions, how they are recognised, and what they need."""

from models.rulebook.book import Rulebook
from models.rulebook.load import load_rulebook

__all__ = ["Rulebook", "load_rulebook"]
