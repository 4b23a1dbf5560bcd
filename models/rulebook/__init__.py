"""The law as data: offences with dated versions, how they are recognised, and what they need."""

from models.rulebook.load import Rulebook, load_rulebook

__all__ = ["Rulebook", "load_rulebook"]
