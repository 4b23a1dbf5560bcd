"""Settings for all tests."""

import pytest
from hypothesis import settings

# A busy machine is no failure: properties are about answers, not about time.
settings.register_profile("xianjie", deadline=None, print_blob=True)
settings.load_profile("xianjie")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep on one worker what shares a fixture of its module: a pool or a district is built once."""
    for item in items:
        fixtures = item._fixtureinfo.name2fixturedefs if isinstance(item, pytest.Function) else {}
        if any(made[-1].scope == "module" for made in fixtures.values()):
            item.add_marker(pytest.mark.xdist_group(item.module.__name__))
