"""A stand-in for STS at an address of this machine: says whose keys they are, and gives out a role's."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

XMLNS = 'xmlns="https://sts.amazonaws.com/doc/2011-06-15/"'
IDENTITY = f"""<GetCallerIdentityResponse {XMLNS}><GetCallerIdentityResult>
<Arn>{{}}</Arn><UserId>me</UserId><Account>222222222222</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>"""
ASSUMED = f"""<AssumeRoleResponse {XMLNS}><AssumeRoleResult><Credentials>
<AccessKeyId>ASIA{{number}}</AccessKeyId><SecretAccessKey>role-secret</SecretAccessKey>
<SessionToken>role-token</SessionToken><Expiration>{{expires}}</Expiration>
</Credentials></AssumeRoleResult></AssumeRoleResponse>"""
DENIED = f"""<ErrorResponse {XMLNS}><Error><Type>Sender</Type>
<Code>{{}}</Code><Message>hidden-message</Message></Error></ErrorResponse>"""


@dataclass
class Sts:
    """What it answers, and what it was asked."""

    url: str = ""
    denies: str = ""
    """The code of its refusal, if it refuses."""
    arn: str = "arn:aws:iam::222222222222:user/me"
    """Who asks."""
    expires: str = "2999-01-01T00:00:00Z"
    asked: list[dict[str, str]] = field(default_factory=list)
    """The parameters of every call, with the key id that signed it."""

    def answer(self, question: dict[str, str]) -> tuple[int, str]:
        """Answer a call."""
        self.asked.append(question)
        if self.denies:
            return 403, DENIED.format(self.denies)
        if question["Action"] == "AssumeRole":
            return 200, ASSUMED.format(number=len(self.asked), expires=self.expires)
        return 200, IDENTITY.format(self.arn)


@contextmanager
def standing_in(sts: Sts) -> Iterator[Sts]:
    """Answer at an address of this machine."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            signed_by = self.headers["Authorization"].partition("Credential=")[2].partition("/")[0]
            status, text = sts.answer({name: words[0] for name, words in parse_qs(body).items()} | {"key": signed_by})
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        sts.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield sts
        server.shutdown()
        thread.join()
