"""How many examples a property is tried with: all of them, or a tenth for the inner loop.

HYPOTHESIS_PROFILE=quick asks for the tenth; `make test-quick` does. No example has a deadline: docs/testing.md says how
time is judged.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

PROFILE = os.environ.get("HYPOTHESIS_PROFILE") or "full"


def load_budget() -> None:
    """Make the profile the one of this test run; an unknown name is refused."""
    # Examples may share what a fixture made, and none is judged by how long it took.
    ignored = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
    settings.register_profile("full", deadline=None, suppress_health_check=ignored)
    settings.register_profile("quick", deadline=None, suppress_health_check=ignored, max_examples=10)
    settings.load_profile(PROFILE)


def examples(full: int) -> int:
    """Return how many examples to try of the `full` number."""
    return max(full // 10, 5) if PROFILE == "quick" else full
