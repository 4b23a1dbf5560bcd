"""Courses of cases: each event of each feed, whom it concerns, its case, and what contradicts."""

from models.flow.build import build
from models.flow.machine import Machine, load_machine

__all__ = ["Machine", "build", "load_machine"]
