"""Finds what no plan could name: by the tags of its stack, or by names that are known only now.

Making one thing takes several requests (a new security group lets everything out until a second one takes that rule
away), and no later plan shows what a first request alone has left. So what is found by its tags is replaced by the next
apply, as Terraform itself replaces what it could not finish; all but what holds data.

A plan is made once more. It says which tags each object was to have; and what was unknown when the run was planned (a
subnet's id, in the identity of what ties it to its routes) is known by now, or does not exist.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from platformctl.catalog.contract import Contract
from platformctl.cloud.eyes import BY_TAGS, STACK_TAG
from platformctl.cloud.objects import Look, MayNotLook, Seen, Wanted
from platformctl.errors import Busy, PlatformError
from platformctl.records.run import Run
from platformctl.records.store import Records
from platformctl.stacks.stack_id import StackId
from platformctl.terraform.addresses import type_at
from platformctl.terraform.plan import Action, Plan, ResourceChange
from platformctl.terraform.state import State, parse_state
from platformctl.terraform.terraform import Terraform
from platformctl.terraform.work_folder import WorkFolder
from platformctl.workflows.identity import import_ids
from platformctl.workflows.recognising import Recognised, recognise

UNSEEN = "may exist, and nobody can look for it"
ADOPTED = frozenset({"aws_default_security_group"})
"""Terraform makes none of these: it takes in what the cloud made."""


@dataclass(frozen=True)
class Search:
    """Where something is looked for, and with what."""

    stack: StackId
    work: WorkFolder
    run: Run
    contract: Contract
    terraform: Terraform
    """With access to the cloud."""
    look: Look
    records: Callable[[], Records]

    def plan(self) -> Plan:
        """Plan anew on the state as it is by now."""
        try:
            return self.terraform.show(self.work, self.terraform.plan(self.work))
        finally:
            self.work.plan_json.unlink(missing_ok=True)

    def take_in(self, address: str, identifier: str, *, whole: bool = True) -> None:
        """Import an object, mark it to be replaced if it may not be whole, and commit the state."""
        self.terraform.import_(self.work, address, identifier)
        if not whole:
            self.terraform.taint(self.work, address)
        self.run.commit(self.work.state.read_bytes())


def can_be_looked_for(contract: Contract, type_: str) -> bool:
    """Say whether an object that the first plan could not name can be found all the same."""
    return type_ in BY_TAGS or type_ in ADOPTED or type_ in contract.identity


def find_unnamed(addresses: Sequence[str], search: Search) -> Iterator[str]:
    """Import what of these exists; yield what was done, in words. Busy where a person has to say which it is."""
    adopted = [address for address in addresses if type_at(address) in ADOPTED]
    yield from (f"was there before, the next apply takes it in: {address}" for address in adopted)
    tagged = [address for address in addresses if type_at(address) in BY_TAGS]
    if tagged:
        yield from _by_tags(tagged, search)
    yield from _by_late_names([address for address in addresses if address not in {*adopted, *tagged}], search)


def wanted_of(change: ResourceChange) -> Wanted:
    """Say what a planned creation is known by."""
    tags = {each.path.removeprefix("tags."): each.after for each in change.attributes if each.path.startswith("tags.")}
    plain = {key: side.value for key, side in tags.items() if isinstance(side.value, str)}
    return Wanted(change.address, change.type, plain, change.known)


def _by_tags(addresses: Collection[str], search: Search) -> Iterator[str]:
    creations = (change for change in search.plan().changes if change.action is Action.CREATE)
    wanted = [wanted_of(change) for change in creations if change.address in addresses]
    tagged = [each for each in wanted if each.tags.get(STACK_TAG) == str(search.stack)]
    looked_for = {each.address for each in tagged}
    yield from (f"{UNSEEN}: {address}" for address in addresses if address not in looked_for)
    try:
        seen = _unknown(search.look(tagged), search)
    except MayNotLook as refusal:
        yield from (f"{UNSEEN}: {address}. {refusal.detail}" for address in looked_for)
        return
    recognised = recognise(tagged, seen)
    for address, identifier in recognised.found.items():
        stays = type_at(address) in search.contract.stateful
        search.take_in(address, identifier, whole=stays)
        end = "" if stays else ", to be replaced since it may not be whole"
        yield f"found by its tags and imported {address} ({identifier}){end}"
    yield from (f"not found by its tags: {address}" for address in recognised.absent)
    if recognised.unclear:
        raise _unclear(recognised, search)


def _unknown(seen: Sequence[Seen], search: Search) -> tuple[Seen, ...]:
    """Leave out what the stack's state knows, or that of any other stack of its environment."""
    left = tuple(one for one in seen if one.id not in _ids(search.run.state))
    if not left:
        return ()
    records, known = search.records(), set[str]()
    for head in records.heads(search.stack.environment):
        if head.stack != str(search.stack):
            known |= _ids(records.read_state(head.stack))
    return tuple(one for one in left if one.id not in known)


def _ids(content: bytes) -> frozenset[str]:
    state = parse_state(content)
    return frozenset(one.id for one in state.managed) if isinstance(state, State) else frozenset()


def _by_late_names(addresses: Sequence[str], search: Search) -> Iterator[str]:
    """Import by identities that a plan knows by now, until it knows no further one."""
    waiting = list(addresses)
    while waiting:
        known = import_ids(search.contract, search.plan())
        ids = {address: known[address] for address in waiting if address in known}
        if not ids:
            break
        for address, identifier in ids.items():
            yield _tried(address, identifier, search)
        waiting = [address for address in waiting if address not in ids]
    yield from (f"not found, for what it belongs to does not exist: {address}" for address in waiting)


def _tried(address: str, identifier: str, search: Search) -> str:
    """Import what may exist; the plan before has proved that the cloud answers."""
    try:
        search.take_in(address, identifier)
    except PlatformError:
        return f"not found: {address}"
    return f"found and imported {address}"


def _unclear(recognised: Recognised, search: Search) -> Busy:
    told = "; ".join(f"{address}: {', '.join(ids)}" for address, ids in recognised.unclear.items())
    return Busy(
        "What was made can't be told apart",
        detail=f"Run {search.run.id} of {search.stack} was interrupted while it made {told}. The cloud has these with "
        "the tags of the stack, and no state knows them; which is which can't be told. Look at them; remove what must "
        f"not stay, or take the tag '{STACK_TAG}' off what does not belong to the stack. Then:",
        hint=f"platformctl settle {search.stack}",
    )
