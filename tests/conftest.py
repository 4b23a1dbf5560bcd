"""Settings for all tests."""

from hypothesis import settings

# A busy machine is no failure: properties are about answers, not about time.
settings.register_profile("xianjie", deadline=None, print_blob=True)
settings.load_profile("xianjie")
