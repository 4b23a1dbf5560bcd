"""Settings for all tests."""

import pytest
from hypothesis import settings

from tests import facts_told

# A busy machine is no failure: properties are about answers, not about time.
settings.register_profile("xianjie", deadline=None, print_blob=True)
settings.load_profile("xianjie")


# Properties go the same ways a hundred times, golden pairs and commands go the whole way for one answer:
# counting their lines costs a quarter of their time. Unit and integration tests go these ways too.
_NOT_COUNTED = ("property", "golden", "e2e")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Count lines of code only where tests of units and their joints run them."""
    for item in items:
        if item.path.parent.name in _NOT_COUNTED:
            item.add_marker(pytest.mark.no_cover)


@pytest.fixture(scope="module", autouse=True)
def _texts_of_the_module(request: pytest.FixtureRequest) -> None:
    """Make known the texts that the module's tests are given: see ``tests.facts_told``."""
    given = (
        value
        for item in request.session.items
        if item.path == request.path
        for value in getattr(getattr(item, "callspec", None), "params", {}).values()
    )
    facts_told.expect(value for value in given if isinstance(value, str))
