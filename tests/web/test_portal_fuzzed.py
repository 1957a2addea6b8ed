"""The description, taken at its word: whatever it lets one ask, no answer is a fault of ours."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from portal_sample import NOON, Sample
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from archive.ingest.readers import Readers
from archive.web.answers.operations import OPERATIONS
from archive.web.app import create_app

QUESTIONS = 10
"""To each address."""

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def described(sample: Sample, readers: Readers):
    """The portal's description as schemathesis reads it, together with the portal."""
    return schemathesis.openapi.from_asgi("/openapi.json", create_app(sample.archive, readers, lambda: NOON))


@pytest.mark.parametrize("path", [operation.path for operation in OPERATIONS])
def test_no_answer_is_a_fault_of_ours(described, path):
    @given(case=described[path]["GET"].as_strategy())
    @settings(
        max_examples=QUESTIONS,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def asked(case):
        case.call_and_validate(checks=CHECKS)

    asked()
