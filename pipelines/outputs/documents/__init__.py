"""Documents of the procuratorate on their way: where each stands, what went out, what came back."""

from pipelines.outputs.documents.outbox import REPLY_PREFIX, deliver
from pipelines.outputs.documents.tracking import STEPS, access, funnel, funnel_cells, listed

__all__ = ["REPLY_PREFIX", "STEPS", "access", "deliver", "funnel", "funnel_cells", "listed"]
