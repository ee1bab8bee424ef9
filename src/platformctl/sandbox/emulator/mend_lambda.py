"""Lambda: dead letters, logging and key are kept and told (moto forgets them: a difference forever), and the code is
that of the object's version which was asked for (moto takes the newest).
"""

from typing import Any

from moto.awslambda.exceptions import InvalidParameterValueException
from moto.awslambda.models import LambdaFunction, _s3_content
from moto.s3.models import s3_backends

KEPT = ("DeadLetterConfig", "LoggingConfig")
IMAGE = "ImageConfigResponse"
"""What a function changes of its image; AWS does not say it where there is nothing."""
UPDATED = {"KMSKeyArn": "kms_key_arn", "TracingConfig": "tracing_config"}
"""Parts of the configuration that moto knows, and does not change."""


def mend(_ground: dict[str, Any]) -> None:
    """Apply once, before the first function is made."""
    _take_the_version()
    _keep_on_create()
    _keep_on_update()
    _tell()


def _keep_on_create() -> None:
    stock = LambdaFunction.__init__

    def init(self: Any, account_id: str, spec: dict[str, Any], *args: Any, **more: Any) -> None:
        stock(self, account_id, spec, *args, **more)
        self.kept = {part: spec[part] for part in KEPT if spec.get(part)}

    LambdaFunction.__init__ = init


def _keep_on_update() -> None:
    stock = LambdaFunction.update_configuration

    def update_configuration(self: Any, wanted: dict[str, Any]) -> Any:
        self.kept = {**self.kept, **{part: wanted[part] for part in KEPT if part in wanted}}
        for part, name in UPDATED.items():
            setattr(self, name, wanted.get(part, getattr(self, name)))
        stock(self, wanted)
        return self.get_configuration()

    LambdaFunction.update_configuration = update_configuration


def _tell() -> None:
    stock = LambdaFunction.get_configuration

    def get_configuration(self: Any, *args: Any, **more: Any) -> dict[str, Any]:
        told = {**stock(self, *args, **more), **{part: value for part, value in self.kept.items() if value}}
        if not any(told.get(IMAGE, {}).get("ImageConfig", {}).values()):
            told.pop(IMAGE, None)
        return told

    LambdaFunction.get_configuration = get_configuration


def _take_the_version() -> None:
    stock = LambdaFunction._set_function_code

    def set_function_code(self: Any, wanted: dict[str, Any]) -> None:
        version = wanted.get("S3ObjectVersion")
        found = _object(self, wanted, version) if version else None
        stock(self, wanted)
        if found:
            self.code_bytes, self.code_size, self.code_sha_256, self.code_digest = _s3_content(found)

    LambdaFunction._set_function_code = set_function_code


def _object(function: Any, wanted: dict[str, Any], version: str) -> Any:
    buckets = s3_backends[function.account_id][function.partition]
    found = buckets.get_object(wanted["S3Bucket"], wanted["S3Key"], version_id=version)
    if found is None:
        raise InvalidParameterValueException("Error occurred while GetObject. S3 Error Code: NoSuchVersion.")
    return found
