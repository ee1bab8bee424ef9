"""Who sits in a combined root, and what came of those who have left it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from platformctl.errors import PlatformError
from platformctl.policy.verdict import Verdict
from platformctl.stacks.stack import Stack
from platformctl.stacks.stack_id import StackId
from platformctl.terraform.combined import Member
from platformctl.terraform.combined_blame import blamed, is_common
from platformctl.terraform.diagnostics import TerraformFailed
from platformctl.terraform.digests import Digests
from platformctl.terraform.work_folder import WorkFolder
from platformctl.workflows.results import Preview


@dataclass(frozen=True)
class Seat:
    """One stack of the root, and the private folder in which it is judged by itself."""

    member: Member
    work: WorkFolder
    judged: Digests

    @property
    def stack(self) -> Stack:
        """Return the stack."""
        return self.member.stack


@dataclass
class Party:
    """The seats that are taken, and what is known of the stacks that have none any more."""

    seats: dict[str, Seat] = field(default_factory=dict)
    """By the member's name."""
    configurations: dict[str, Verdict] = field(default_factory=dict)
    """What was judged so far, by the member's name."""
    came: dict[StackId, Preview | PlatformError] = field(default_factory=dict)
    alone: dict[StackId, str] = field(default_factory=dict)
    """Those to be planned by themselves, and why."""

    @property
    def members(self) -> tuple[Member, ...]:
        """Return who is left."""
        return tuple(seat.member for seat in self.seats.values())

    def sit(self, seat: Seat) -> None:
        """Take a stack in."""
        self.seats[seat.member.name] = seat

    def done(self, seat: Seat, result: Preview | PlatformError) -> None:
        """Let a stack go with what came of it."""
        self.seats.pop(seat.member.name, None)
        self.came[seat.stack.id] = result

    def stop_all(self, error: PlatformError) -> None:
        """Let all go with one error."""
        for seat in tuple(self.seats.values()):
            self.done(seat, error)

    def leave(self, names: Iterable[str], why: str) -> None:
        """Let some go, to be planned alone."""
        for name in names:
            self.alone[self.seats.pop(name).stack.id] = why

    def blame(self, error: PlatformError) -> None:
        """Let those go whom a failure is about; all, where it can't be told, or is about what they have in common."""
        complaints = error.complaints if isinstance(error, TerraformFailed) else ()
        if is_common(complaints):
            self.stop_all(error)
        elif named := blamed(complaints, self.members):
            self.leave(named, "it could not be planned beside others")
        else:
            self.leave(tuple(self.seats), f"{error.summary[0].lower()}{error.summary[1:]} for all at once")

    def refuse_lonely(self) -> None:
        """Let those go that wait for a producer which is not there: there are no values to plan them with."""
        while lonely := [seat for seat in self.seats.values() if self._missing(seat)]:
            for seat in lonely:
                self.done(seat, self._lonely(seat.stack, self._missing(seat)))

    def _missing(self, seat: Seat) -> tuple[str, ...]:
        here = {str(other.stack.id) for other in self.seats.values()}
        return tuple(producer for producer in seat.stack.bindings.pending if producer not in here)

    def _lonely(self, stack: Stack, missing: tuple[str, ...]) -> PlatformError:
        """Make the error, with the exit code of what stopped the producer."""
        error = PlatformError(
            "A producer could not be planned beside this stack",
            detail=f"{stack.id} uses {', '.join(missing)}, not applied yet, so it can only be planned beside it.",
            hint=f"platformctl plan {' '.join(missing)}",
        )
        stopped = [one for id_, one in self.came.items() if str(id_) in missing and isinstance(one, PlatformError)]
        error.exit_code = stopped[0].exit_code if stopped else error.exit_code
        return error
