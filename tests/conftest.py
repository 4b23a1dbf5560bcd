"""Settings for all tests."""

import pytest
from hypothesis import settings

# A busy machine is no failure: properties are about answers, not about time.
settings.register_profile("xianjie", deadline=None, print_blob=True)
settings.load_profile("xianjie")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Count no lines in property tests: unit tests go the same ways, once and not a hundred times."""
    for item in items:
        if item.path.parent.name == "property":
            item.add_marker(pytest.mark.no_cover)
