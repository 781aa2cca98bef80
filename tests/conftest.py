"""Settings of all tests."""

from hypothesis import HealthCheck, settings

# A busy machine is no reason to fail: no example has a deadline, and nothing asks how long the
# making of examples takes.
settings.register_profile("jedlik", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("jedlik")
