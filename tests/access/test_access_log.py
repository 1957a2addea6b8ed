"""The log of looks: nothing is lost, one writes at a time, and the chain holds."""

import threading
from pathlib import Path

from archive.access.log import LogWriter, log_of, newest, only_writer
from archive.access.looks import Viewed
from storage.check import check_chain

AT = "2023-05-16T12:00:00+07:00"


def test_what_many_note_at_once_is_one_chain(tmp_path: Path) -> None:
    writer = LogWriter(tmp_path)

    def look(person: int) -> None:
        for number in range(100):
            writer.note(AT, f"person {person}", Viewed(str(person), f"/{number}"))

    people = [threading.Thread(target=look, args=(person,)) for person in range(8)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert writer.flush()
    writer.close()
    log = log_of(tmp_path)
    assert list(check_chain(log)) == []
    assert sum(1 for _ in log.read()) == 800
    of_one = newest(log, lambda one: one.account == "3", 1000)
    assert [one.look.path for one in of_one] == [f"/{number}" for number in reversed(range(100))]  # type: ignore[union-attr]
    assert oct(log.root.stat().st_mode)[-3:] == "700"


def test_months_are_segments_and_the_newest_stand_first(tmp_path: Path) -> None:
    writer = LogWriter(tmp_path)
    for month in ("2023-05", "2023-06"):
        writer.note(f"{month}-01T08:00:00+07:00", "A", Viewed("a", f"/{month}"))
        assert writer.flush()
    writer.close()
    log = log_of(tmp_path)
    assert log.segments() == ("2023-05", "2023-06")
    assert [one.look.path for one in newest(log, lambda _: True, 1)] == ["/2023-06"]  # type: ignore[union-attr]


def test_a_second_writer_waits_and_loses_nothing(tmp_path: Path) -> None:
    writer = LogWriter(tmp_path)
    with only_writer(tmp_path):
        writer.note(AT, "A", Viewed("a", "/"))
        assert not writer.flush(0.1)
    assert writer.flush()
    writer.close()
    assert sum(1 for _ in log_of(tmp_path).read()) == 1


def test_it_begins_again_behind_a_line_that_was_not_finished(tmp_path: Path) -> None:
    for number in range(2):
        writer = LogWriter(tmp_path)
        writer.note(AT, "A", Viewed("a", f"/{number}"))
        writer.close()
        path = log_of(tmp_path).path("2023-05")
        path.write_bytes(path.read_bytes() + b'{"sequence":')
    writer = LogWriter(tmp_path)
    writer.note(AT, "A", Viewed("a", "/2"))
    writer.close()
    assert [line.sequence for line, _ in log_of(tmp_path).read()] == [1, 2, 3]
