"""A report as JUnit XML: a suite for each stack, a case for each check and promise, for any CI to show."""

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as Xml

from platformctl.views.plain import harmless
from platformctl.views.report_words import against, alike, counted, headline, lost, story
from platformctl.workflows.report_results import FindingLine, Report, StackReport, in_order

PLAN = "the plan"


def junit(report: Report) -> str:
    """Write the report."""
    mode = " in untrusted mode" if report.mode == "untrusted" else ""
    root = Xml.Element("testsuites", name=_text(f"platformctl plan{mode}: {headline(report)}"))
    for stack in in_order(report.stacks):
        _suite(root, stack)
    if report.notes:
        _whole(root, report.notes, fails=report.exit_code not in {0, 2})
    for name in ("tests", "failures", "errors", "skipped"):
        root.set(name, str(sum(int(suite.get(name, 0)) for suite in root)))
    Xml.indent(root)
    return Xml.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _whole(root: Xml.Element, notes: Sequence[str], *, fails: bool) -> None:
    """Make a suite of what is to be known of the whole: errors, where a part of it is missing or wrong."""
    errors = len(notes) if fails else 0
    counts = {"tests": str(len(notes)), "failures": "0", "errors": str(errors), "skipped": "0"}
    suite = Xml.SubElement(root, "testsuite", {"name": "the report", **counts})
    for note in notes:
        case = Xml.SubElement(suite, "testcase", classname="report", name=_text(note))
        if fails:
            _note(case, "error", note)


def _suite(root: Xml.Element, stack: StackReport) -> None:
    suite = Xml.SubElement(root, "testsuite", name=stack.id, time=f"{stack.seconds:.1f}")
    cases = [_plan(stack), *_promises(stack), *_checks(stack)]
    suite.extend(cases)
    kinds = {"tests": len(cases)} | {
        name: sum(1 for case in cases if case.find(tag) is not None)
        for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped"))
    }
    for name, number in kinds.items():
        suite.set(name, str(number))


def _plan(stack: StackReport) -> Xml.Element:
    """Make the case that the stack could be planned, and say what would happen."""
    case = _case(stack, PLAN)
    if stack.error and not stack.objections:
        tag = "failure" if stack.status == "blocked" else "error"
        _note(case, tag, stack.error.summary, f"{stack.error.detail}\n{stack.error.hint}".strip())
    if stack.status == "inspected":
        _note(case, "skipped", "inspected without a plan")
    count = "" if (stack.error or stack.status == "inspected") and not stack.counts.total else counted(stack.counts)
    lines = [story(stack, str), count, *(lost(loss, str) for loss in stack.losses)]
    Xml.SubElement(case, "system-out").text = _text("\n".join(filter(None, lines)))
    return case


def _promises(stack: StackReport) -> Iterator[Xml.Element]:
    for one in stack.guarantees:
        case = _case(stack, one.promise)
        if one.standing == "unproven":
            _note(case, "failure", "not proven", one.promise)
        elif one.standing != "proven":
            _note(case, "skipped", "can't be told yet" if one.standing == "pending" else "given up on purpose")
        yield case


def _checks(stack: StackReport) -> Iterator[Xml.Element]:
    """Make a case for each check that found something; one that doesn't block tells it, and passes."""
    for same in alike(stack.findings):
        one = same[0]
        case = _case(stack, f"{one.check}: {one.title}")
        if _blocks(same):
            _note(case, "failure", one.title, against(same, str))
        else:
            Xml.SubElement(case, "system-out").text = _text(against(same, str))
        yield case


def _blocks(same: list[FindingLine]) -> bool:
    return any(one.blocking for one in same)


def _case(stack: StackReport, name: str) -> Xml.Element:
    classname = stack.id.replace("/", ".")
    return Xml.Element("testcase", classname=classname, name=_text(name), file=_text(stack.request))


def _note(case: Xml.Element, tag: str, message: str, text: str = "") -> None:
    note = Xml.SubElement(case, tag, message=_text(message))
    note.text = _text(text) or None


def _text(text: str) -> str:
    """Return a text without what XML has no form for."""
    return harmless(text)
