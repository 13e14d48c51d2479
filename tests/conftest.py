"""Every run of the tests draws the same examples.

New ones are for ``python -m benchmarks.fuzz``, which names its seeds.
"""

from hypothesis import settings

settings.register_profile("same", derandomize=True, deadline=None)
settings.load_profile("same")
