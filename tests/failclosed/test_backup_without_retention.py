"""CKV_AWS_133 passes a database that does not say how long it keeps backups; ours asks for the days."""

import pytest
from tests.failclosed.court import Court, Write, held, judged, seen

from platformctl.errors import Usage

pytestmark = pytest.mark.lifecycle
STACK = 'resource "aws_db_instance" "this" {\n  engine = "postgres"\n}\n'


def test_a_database_that_does_not_say_is_stopped(court: Court, write: Write) -> None:
    scan = court.configuration(write(STACK))

    assert held(judged(scan, court.promise("PCTL_DB_BACKUPS"))) == {("PCTL_DB_BACKUPS", "failed")}


def test_a_promise_by_checkovs_check_alone_is_refused_and_beside_ours_is_not(court: Court, write: Write) -> None:
    scan = court.configuration(write(STACK))

    with pytest.raises(Usage):
        judged(scan, court.promise("CKV_AWS_133"))

    assert seen(scan, "CKV_AWS_133") == {"PASSED"}
    assert judged(scan, court.promise("CKV_AWS_133", "PCTL_DB_BACKUPS")).blocking
