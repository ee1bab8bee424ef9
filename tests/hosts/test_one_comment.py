"""However many pushes and jobs there are, a pull request has one comment for each target."""

import threading

import pytest
from tests.hosts import azure_server, github_server, gitlab_server
from tests.hosts.conftest import Place
from tests.hosts.server import Fault, Reply
from tests.reports import samples

from platformctl.workflows.report_results import Report

MARKER = "<!-- platformctl:plan:prod -->\n"
NOTHING = samples.report(())


def pushed(number: int) -> Report:
    """The report of one of several pushes."""
    return samples.report((samples.grown(), *(samples.quiet(one) for one in range(number))))


def test_ten_pushes_leave_one_comment_that_tells_of_the_last(github: Place) -> None:
    codes = [github.post(pushed(number)).code for number in range(10)]

    assert codes == [0] * 10
    assert [one["body"].startswith(MARKER) for one in github.host.comments] == [True]
    assert "9 unchanged" in github.host.comments[0]["body"]
    assert len(github.host.checks) == 10


def test_ten_pushes_leave_one_note_at_gitlab(gitlab: Place) -> None:
    codes = [gitlab.post(pushed(number)).code for number in range(10)]

    assert codes == [0] * 10
    assert [note["body"].startswith(MARKER) for note in gitlab.host.notes] == [True]
    assert "9 unchanged" in gitlab.host.notes[0]["body"]


def test_ten_pushes_leave_one_thread_at_azure_devops(azure: Place) -> None:
    codes = [azure.post(pushed(number)).code for number in range(10)]

    assert codes == [0] * 10
    assert [thread["status"] for thread in azure.host.threads] == ["closed"]
    assert "9 unchanged" in azure.host.threads[0]["comments"][0]["content"]


@pytest.mark.parametrize(
    ("name", "place", "nothing"),
    [("github", "comments$", []), ("gitlab", "notes$", []), ("azure", "threads$", {"value": []})],
)
def test_jobs_that_post_at_the_same_time_leave_one_comment(
    request: pytest.FixtureRequest, name: str, place: str, nothing: object
) -> None:
    here: Place = request.getfixturevalue(name)
    nobody_yet = Fault(Reply(200, nothing), "GET", place, gate=threading.Barrier(2))
    here.host.faults += [nobody_yet] * 2

    racing = [here.begin(pushed(3)) for _ in range(2)]
    codes = [(one.communicate(timeout=300), one.returncode)[1] for one in racing]

    assert codes == [0] * 2
    assert len(here.host.asked("POST", place)) == 2
    assert [body.startswith(MARKER) for body in here.host.bodies] == [True]


def test_a_comment_whose_answer_got_lost_is_not_made_twice(github: Place) -> None:
    github.host.faults.append(Fault(None, "POST", "comments", after_doing=True))

    said = github.post(pushed(1))

    assert said.code == 0
    assert len(github.host.asked("POST", "comments")) == 2
    assert len(github.host.comments) == 1


def test_a_job_of_an_older_push_says_nothing(github: Place) -> None:
    github.host.add(github_server.ME, f"{MARKER}of the newer push")
    github.host.head = "9" * 40

    said = github.post(pushed(1))

    assert "left to the newer push" in said.stdout
    assert [one["body"] for one in github.host.comments] == [f"{MARKER}of the newer push"]


def test_comments_of_others_that_bear_the_marker_are_left_alone(github: Place) -> None:
    github.host.add("mallory", f"{MARKER}all is well")

    github.post(pushed(1))

    assert [one["user"]["login"] for one in github.host.comments] == ["mallory", github_server.ME]
    assert github.host.comments[0]["body"] == f"{MARKER}all is well"


def test_notes_of_others_that_bear_the_marker_are_left_alone(gitlab: Place) -> None:
    gitlab.host.add(13, f"{MARKER}all is well")

    gitlab.post(pushed(1))

    assert [note["author"]["id"] for note in gitlab.host.notes] == [13, gitlab_server.ME]
    assert gitlab.host.notes[0]["body"] == f"{MARKER}all is well"


def test_threads_of_others_that_bear_the_marker_are_left_alone(azure: Place) -> None:
    azure.host.add("somebody", f"{MARKER}all is well")

    azure.post(pushed(1))

    authors = [thread["comments"][0]["author"]["id"] for thread in azure.host.threads]
    assert authors == ["somebody", azure_server.ME]
    assert azure.host.threads[0]["comments"][0]["content"] == f"{MARKER}all is well"


def test_a_comment_of_our_own_that_only_quotes_the_marker_is_left_alone(github: Place) -> None:
    quoted = f"> {MARKER}> all is well"
    github.host.add(github_server.ME, quoted)

    github.post(pushed(1))

    assert github.host.bodies[0] == quoted
    assert len(github.host.bodies) == 2


def test_an_app_that_cant_ask_who_it_is_has_one_comment_all_the_same(github: Place) -> None:
    github.host.me = "acme-plans[bot]"
    github.host.faults += [Fault(Reply(404), "POST", "graphql") for _ in range(2)]

    codes = [github.post(pushed(number)).code for number in range(2)]

    assert codes == [0] * 2
    assert len(github.host.bodies) == 1
    assert "1 unchanged" in github.host.bodies[0]


def test_of_several_the_newest_is_kept(github: Place) -> None:
    made = [github.host.add(github_server.ME, f"{MARKER}{number}")["id"] for number in range(3)]

    github.post(pushed(1))

    assert [one["id"] for one in github.host.comments] == made[-1:]
    assert "1 unchanged" in github.host.comments[0]["body"]


def test_the_comment_is_found_on_a_later_page(github: Place) -> None:
    github.host.page = 10
    ours = github.host.add(github_server.ME, f"{MARKER}old")["id"]
    chatter = [github.host.add("ada", f"comment {number}") for number in range(35)]
    github.host.comments.append(github.host.comments.pop(0))

    github.post(pushed(1))

    assert len(github.host.comments) == len(chatter) + 1
    assert next(one for one in github.host.comments if one["id"] == ours)["body"] != f"{MARKER}old"


def test_the_note_is_found_on_a_later_page_by_its_number_where_links_lead_astray(gitlab: Place) -> None:
    gitlab.host.page = 10
    gitlab.host.links_by = "http://gitlab.acme.example"
    chatter = [gitlab.host.add(13, f"comment {number}") for number in range(35)]
    ours = gitlab.host.add(gitlab_server.ME, f"{MARKER}old")

    said = gitlab.post(pushed(1))

    assert said.code == 0
    assert len(gitlab.host.notes) == len(chatter) + 1
    assert ours["body"] != f"{MARKER}old"


def test_each_target_has_a_comment_of_its_own(github: Place) -> None:
    github.post(pushed(1), "--target", "prod")
    github.post(pushed(1), "--target", "prod-eu")
    github.post(pushed(2), "--target", "prod")

    assert [one["body"].splitlines()[0] for one in github.host.comments] == [
        "<!-- platformctl:plan:prod -->",
        "<!-- platformctl:plan:prod-eu -->",
    ]


def test_nothing_is_said_where_no_stack_is_touched(github: Place) -> None:
    said = github.post(NOTHING)

    assert "not needed" in said.stdout
    assert github.host.comments == []


def test_a_comment_that_is_there_is_told_that_no_stack_is_touched_any_more(github: Place) -> None:
    github.post(pushed(1))

    github.post(NOTHING)

    assert len(github.host.comments) == 1
    assert "No stack is touched" in github.host.comments[0]["body"]
