"""Looks in AWS for what a stack may have made, by the tags that it puts on everything; asks, and changes nothing."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Any

from platformctl.cloud.ec2_kinds import KINDS, seen_in
from platformctl.cloud.login import AwsKeys, session
from platformctl.cloud.objects import MayNotLook, Seen, Wanted
from platformctl.cloud.refusals import ASK, code_of
from platformctl.errors import PlatformError

STACK_TAG = "stack"
"""Every object of a stack carries its id under this key."""
QUEUE = "aws_sqs_queue"
BY_TAGS = frozenset({*KINDS, QUEUE})
"""The types that can be looked for."""
SECONDS = 20
"""That an answer may take."""
_FORBIDDEN = frozenset({"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"})
_NO_QUEUE = frozenset({"AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist"})


class Eyes:
    """Looks with a command's credentials, in one region."""

    def __init__(self, keys: Callable[[], AwsKeys], region: str, endpoint: str | None = None) -> None:
        """Take what gives the keys; `endpoint` is the emulator's."""
        self._keys = keys
        self._region = region
        self._endpoint = endpoint

    def look(self, wanted: Sequence[Wanted]) -> tuple[Seen, ...]:
        """Return whatever may be one of these; MayNotLook where the caller has no right to."""
        found: list[Seen] = []
        for type_, group in groupby(sorted(wanted, key=lambda each: each.type), key=lambda each: each.type):
            if type_ in KINDS:
                stacks = sorted({each.tags[STACK_TAG] for each in group if STACK_TAG in each.tags})
                found += self._listed(type_, stacks) if stacks else ()
            elif type_ == QUEUE:
                names = sorted({str(each.values["name"]) for each in group if "name" in each.values})
                found += (queue for name in names for queue in self._queue(name))
        return tuple(found)

    def _listed(self, type_: str, stacks: Sequence[str]) -> Iterator[Seen]:
        kind = KINDS[type_]
        filters = {kind.filters: [{"Name": f"tag:{STACK_TAG}", "Values": list(stacks)}]}
        with self._told(kind.call):
            for page in self._client("ec2").get_paginator(kind.call).paginate(**filters):
                yield from seen_in(type_, page)

    def _queue(self, name: str) -> Iterator[Seen]:
        from botocore.exceptions import ClientError

        queues = self._client("sqs")
        with self._told("sqs:GetQueueUrl, sqs:ListQueueTags"):
            try:
                url = queues.get_queue_url(QueueName=name)["QueueUrl"]
                tags = queues.list_queue_tags(QueueUrl=url).get("Tags", {})
            except ClientError as error:
                if code_of(error) in _NO_QUEUE:
                    return
                raise
        yield Seen(url, QUEUE, tags, {"name": name})

    def _client(self, service: str) -> Any:
        from botocore.config import Config

        keys = self._keys()
        settings = Config(
            connect_timeout=SECONDS,
            read_timeout=SECONDS,
            retries={"total_max_attempts": 4, "mode": "standard"},
            ignore_configured_endpoint_urls=True,
        )
        return session().create_client(
            service,
            region_name=self._region,
            endpoint_url=self._endpoint,
            config=settings,
            aws_access_key_id=keys.access_key_id,
            aws_secret_access_key=keys.secret_key,
            aws_session_token=keys.token or None,
        )

    @contextmanager
    def _told(self, call: str) -> Iterator[None]:
        """Let what goes wrong be told in words: a refusal is no proof that nothing is there."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            yield
        except ClientError as error:
            code = code_of(error)
            kind = MayNotLook if code in _FORBIDDEN else PlatformError
            detail = f"{call} in {self._region} was refused ({code}). Nothing was changed."
            raise kind("AWS does not say what it has", detail=detail, hint=ASK) from error
        except BotoCoreError as error:
            detail = f"{call} in {self._region} got no answer. Nothing was changed."
            raise PlatformError("AWS can't be reached", detail=detail, hint=ASK) from error
