"""Functions in the emulator: what was said of them is kept, and the code is the one that was named."""

import io
import json
import zipfile

import pytest
from botocore.exceptions import ClientError
from tests.lifecycle.sandbox.clients import client

from platformctl.sandbox.ground_ids import REGION
from platformctl.sandbox.sandbox import Sandbox

pytestmark = pytest.mark.lifecycle
MANIFEST = json.dumps({"schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.v2+json"})


def role_for_functions(sandbox: Sandbox) -> str:
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    made = client(sandbox, "iam").create_role(RoleName="runs", AssumeRolePolicyDocument=document)
    return str(made["Role"]["Arn"])


def two_versions(sandbox: Sandbox) -> tuple[dict[str, str], dict[str, str]]:
    """Store two versions of some code; return the older and the newer, as Lambda takes them."""
    s3 = client(sandbox, "s3")
    s3.create_bucket(Bucket="code", CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_bucket_versioning(Bucket="code", VersioningConfiguration={"Status": "Enabled"})
    versions = [s3.put_object(Bucket="code", Key="code.zip", Body=zipped(each))["VersionId"] for each in ("1", "2")]
    older, newer = ({"S3Bucket": "code", "S3Key": "code.zip", "S3ObjectVersion": each} for each in versions)
    return older, newer


def zipped(text: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("index.py", text)
    return content.getvalue()


def test_a_function_keeps_its_dead_letters_and_its_log_when_something_else_changes(sandbox: Sandbox) -> None:
    sandbox.up()
    functions, (older, _) = client(sandbox, "lambda"), two_versions(sandbox)
    kept = {
        "DeadLetterConfig": {"TargetArn": f"arn:aws:sqs:{REGION}:123456789012:dead"},
        "LoggingConfig": {"LogFormat": "JSON", "LogGroup": "/aws/lambda/jobs"},
    }
    wanted = {"Runtime": "python3.13", "Handler": "index.handler", "Role": role_for_functions(sandbox), "Code": older}

    functions.create_function(FunctionName="jobs", **wanted, **kept)
    functions.update_function_configuration(FunctionName="jobs", MemorySize=512, KMSKeyArn="arn:aws:kms:x")

    told = functions.get_function_configuration(FunctionName="jobs")
    assert {part: told[part] for part in kept} == kept
    assert (told["MemorySize"], told["KMSKeyArn"]) == (512, "arn:aws:kms:x")


def test_a_function_runs_the_version_of_its_code_that_was_named(sandbox: Sandbox) -> None:
    sandbox.up()
    functions, (older, newer) = client(sandbox, "lambda"), two_versions(sandbox)
    wanted = {"Runtime": "python3.13", "Handler": "index.handler", "Role": role_for_functions(sandbox)}

    first = functions.create_function(FunctionName="jobs", Code=older, **wanted)["CodeSha256"]
    second = functions.update_function_code(FunctionName="jobs", **newer)["CodeSha256"]
    back = functions.update_function_code(FunctionName="jobs", **older)["CodeSha256"]
    with pytest.raises(ClientError) as missing:
        functions.update_function_code(FunctionName="jobs", **{**older, "S3ObjectVersion": "none"})

    assert first == back != second
    assert missing.value.response["Error"]["Code"] == "InvalidParameterValueException"


def test_a_function_that_changes_nothing_of_its_image_says_nothing_of_it(sandbox: Sandbox) -> None:
    sandbox.up()
    functions, images = client(sandbox, "lambda"), client(sandbox, "ecr")
    images.create_repository(repositoryName="jobs")
    kept = images.put_image(repositoryName="jobs", imageManifest=MANIFEST, imageTag="one")["image"]
    digest = kept["imageId"]["imageDigest"]
    code = {"ImageUri": f"123456789012.dkr.ecr.{REGION}.amazonaws.com/jobs@{digest}"}

    functions.create_function(FunctionName="jobs", PackageType="Image", Code=code, Role=role_for_functions(sandbox))

    assert "ImageConfigResponse" not in functions.get_function_configuration(FunctionName="jobs")
