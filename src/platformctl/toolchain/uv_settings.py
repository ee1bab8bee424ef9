"""Turns the caller's environment and pip's settings into the environment and arguments that uv runs with.

How packages are reached is the user's affair and gets through; what is installed is the lock's alone: no constraint,
override or interpreter of the user's does. uv's own names win over what is translated.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from platformctl.toolchain.pip_settings import pip_settings

PASSED = frozenset(
    {"HOME", "PATH", "TMPDIR", "LANG", "NETRC", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_CONFIG_DIRS"}
    | {"SSL_CERT_FILE", "SSL_CERT_DIR", "SSL_CLIENT_CERT"}
    | {"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy"}
)
REACH = re.compile(
    r"UV_(DEFAULT_INDEX|INDEX|INDEX_URL|EXTRA_INDEX_URL|INDEX_.+_(USERNAME|PASSWORD)|INDEX_STRATEGY|FIND_LINKS"
    r"|KEYRING_PROVIDER|INSECURE_HOST|HTTP_.+|REQUEST_TIMEOUT|SYSTEM_CERTS|NATIVE_TLS|OFFLINE|CACHE_DIR|NO_CACHE"
    r"|LINK_MODE|CONCURRENT_.+|CONFIG_FILE|NO_CONFIG)"
)
TRANSLATED = {
    "index-url": ("UV_DEFAULT_INDEX", "UV_INDEX_URL"),
    "extra-index-url": ("UV_INDEX", "UV_EXTRA_INDEX_URL"),
    "find-links": ("UV_FIND_LINKS",),
    "trusted-host": ("UV_INSECURE_HOST",),
    "retries": ("UV_HTTP_RETRIES",),
    "default-timeout": ("UV_HTTP_TIMEOUT", "UV_REQUEST_TIMEOUT"),
    "timeout": ("UV_HTTP_TIMEOUT", "UV_REQUEST_TIMEOUT"),
    "cert": ("SSL_CERT_FILE", "SSL_CERT_DIR"),
    "client-cert": ("SSL_CLIENT_CERT",),
    "proxy": ("ALL_PROXY", "all_proxy"),
}
"""pip's option → uv's variable, and an older name of it: the first is set if neither is."""


def uv_environment(environ: Mapping[str, str], pip: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the whole environment of a uv process."""
    told = pip_settings(environ) if pip is None else pip
    passed = {key: value for key, value in environ.items() if key in PASSED or REACH.fullmatch(key)}
    for option, names in TRANSLATED.items():
        if told.get(option, "").strip() and not passed.keys() & set(names):
            passed[names[0]] = _value(option, told[option])
    for bundle in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        if environ.get(bundle) and not passed.keys() & {"SSL_CERT_FILE", "SSL_CERT_DIR"}:
            passed["SSL_CERT_FILE"] = environ[bundle]
    # pip looks into all its indexes at once; uv's default stops at the first that knows the name. Hashes decide here.
    return {"UV_INDEX_STRATEGY": "unsafe-best-match"} | passed | {"UV_PYTHON_DOWNLOADS": "never"}


def uv_index_arguments(environ: Mapping[str, str], pip: Mapping[str, str] | None = None) -> list[str]:
    """Return the one setting of pip's that uv takes only as an argument."""
    told = pip_settings(environ) if pip is None else pip
    return ["--no-index"] if told.get("no-index", "").lower() in {"1", "true", "yes", "on", "y", "t"} else []


def mask(text: str) -> str:
    """Hide user names and passwords in addresses."""
    return re.sub(r"://[^/\s@]+@", "://***@", text)


def _value(option: str, value: str) -> str:
    words = value.split()
    if option == "find-links":
        return ",".join(str(place) for word in words for place in _existing(word))
    if option == "proxy":
        return value if "://" in value else f"http://{value}"
    return " ".join(words)


def _existing(place: str) -> list[str]:
    """Make a local place absolute, since uv runs in another folder; drop a missing one, which stops uv but not pip."""
    if "://" in place:
        return [place]
    path = Path(place).expanduser().absolute()
    return [str(path)] if path.exists() else []
