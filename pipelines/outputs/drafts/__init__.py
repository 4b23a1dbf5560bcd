"""Drafts of documents, filled from a finding and the records of its case; nothing is invented."""

from pipelines.outputs.drafts.facts import facts_of
from pipelines.outputs.drafts.write import KINDS_FILE, Kind, draft, load_kinds, usual_kinds

__all__ = ["KINDS_FILE", "Kind", "draft", "facts_of", "load_kinds", "usual_kinds"]
