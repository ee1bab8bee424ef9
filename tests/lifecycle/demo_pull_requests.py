"""Twenty-five pull requests to the demo repository, each with what is to be said of it."""

from tests.lifecycle.demo import BUCKETS, NOTES, QUEUES, STACKS, WALL, Demo, PullRequest

FIRST, SECOND, THIRD, FOURTH = NOTES[1:5]
INVOICES, RECEIPTS = BUCKETS[:2]
CHECK = "packs/notes/checks/notes-remember-something.yaml"


def _several(demo: Demo) -> None:
    for note in NOTES[10:16]:
        demo.change(note, text="together")


def _renamed(demo: Demo) -> None:
    demo.delete(FIRST)
    demo.request("desk/note/chapter-02")


def _mixed(demo: Demo) -> None:
    demo.change(FIRST, text="anew")
    demo.append(f"stacks/{SECOND}/request.yaml", "inputs: [\n")
    demo.delete(THIRD)
    demo.request("desk/note/fresh")


def _everywhere(demo: Demo) -> None:
    demo.edit("platform.yaml", lambda text: text.replace("teams:\n", "tags: {cost-centre: '4711'}\nteams:\n"))
    demo.render()


def _new_version(demo: Demo) -> None:
    demo.edit("catalog/note/module.yaml", lambda text: text.replace("1.0.0", "1.1.0"))


def _pack(demo: Demo) -> None:
    demo.append(CHECK, "# reviewed\n")
    demo.edit("packs/notes/pack.yaml", lambda text: text.replace("1.0.0", "1.0.1"))
    demo.render()


def _moved_on(demo: Demo) -> None:
    demo.change(FIRST, text="one")
    demo.change(SECOND, copies=5)
    demo.change(INVOICES, temporary_days=30)


PULL_REQUESTS = (
    PullRequest("words only", lambda demo: demo.append("README.md", "More.\n")),
    PullRequest("a text", lambda demo: demo.change(FIRST, text="new"), {FIRST: "changed"}, says=("text", "in place")),
    PullRequest("more copies", lambda demo: demo.change(FIRST, copies=5), {FIRST: "changed"}, says=("3 → 5",)),
    PullRequest("fewer copies", lambda demo: demo.change(FIRST, copies=1), {FIRST: "changed"}, says=("destroy",)),
    PullRequest("louder", lambda demo: demo.change(FIRST, loud=True), {FIRST: "changed"}),
    PullRequest("a size", lambda demo: demo.change(FIRST, size="large"), {FIRST: "changed"}, says=("small → large",)),
    PullRequest("a new note", lambda demo: demo.request("desk/note/fresh"), {"desk/note/fresh": "new"}),
    PullRequest("a new bucket", lambda demo: demo.request("dev/bucket/fresh"), {"dev/bucket/fresh": "new"}),
    PullRequest("a new queue", lambda demo: demo.request("dev/queue/fresh"), {"dev/queue/fresh": "new"}),
    PullRequest(
        "a queue before it exists", lambda demo: demo.change(QUEUES[0], retention_days=7), {QUEUES[0]: "changed"}
    ),
    PullRequest("a note goes", lambda demo: demo.delete(FIRST), {FIRST: "deleted"}, says=("destroy",)),
    PullRequest("a bucket goes", lambda demo: demo.delete(INVOICES), {INVOICES: "deleted"}, says=("destroy",)),
    PullRequest("a bucket", lambda demo: demo.change(INVOICES, temporary_days=30), {INVOICES: "changed"}),
    PullRequest("six notes", _several, dict.fromkeys(NOTES[10:16], "changed")),
    PullRequest(
        "a note that others use",
        lambda demo: demo.change(NOTES[0], text="headline"),
        {NOTES[0]: "changed", WALL: "bound"},
    ),
    PullRequest("a renamed note", _renamed, {FIRST: "deleted", "desk/note/chapter-02": "new"}),
    PullRequest(
        "broken among good",
        _mixed,
        {FIRST: "changed", SECOND: "changed", THIRD: "deleted", "desk/note/fresh": "new"},
        64,
    ),
    PullRequest("tags for all", _everywhere, dict.fromkeys(STACKS, "changed")),
    PullRequest("another version on offer", _new_version),
    PullRequest("a pack", _pack, dict.fromkeys(STACKS, "changed")),
    PullRequest(
        "edited by hand", lambda demo: demo.append(f"stacks/{FIRST}/main.tf", "# mine\n"), {FIRST: "changed"}, 64
    ),
    PullRequest(
        "an extra file",
        lambda demo: (demo.project.folder(FIRST) / "override.tf").write_text("locals {}\n"),
        {FIRST: "changed"},
        64,
    ),
    PullRequest("a comment in a request", lambda demo: demo.append(f"stacks/{FIRST}/request.yaml", "# why\n")),
    PullRequest(
        "markup in a text",
        lambda demo: demo.change(FIRST, text="@all <img src=x> ](http://e.example) ::error::x"),
        {FIRST: "changed"},
    ),
    PullRequest("three in two environments", _moved_on, {FIRST: "changed", SECOND: "changed", INVOICES: "changed"}),
)
