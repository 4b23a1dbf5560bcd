"""``python -m pipelines``: the same as the command ``xianjie``."""

from pipelines.cli import main

main()
