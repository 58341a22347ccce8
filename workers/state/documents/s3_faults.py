"""What a fault of S3 means: that nothing is there, that it passes, or that somebody must act."""

from __future__ import annotations

from typing import Any

from workers.state.documents.errors import DocumentsAwayError, DocumentStoreError

_ABSENT = frozenset({"NoSuchKey", "NotFound", "404"})
_PASSING_STATUS = frozenset({408, 429, 500, 502, 503, 504, 507})
# Some come with the status of a wrong request.
_PASSING_CODES = frozenset(
    {"OperationAborted", "RequestTimeout", "SlowDown", "Throttling", "ThrottlingException"}
)
_REMEDY = (
    "See TERTIB_WORKER_DOCUMENTS, AWS_ENDPOINT_URL, AWS_REGION and the credentials, which must "
    "allow to list the bucket and to get, put and delete objects."
)
_UNTRUSTED = "CERTIFICATE_VERIFY_FAILED"


def is_absent(error: Any) -> bool:
    """Tell whether a ClientError says that there is no such object."""
    return error.response["Error"]["Code"] in _ABSENT


def understood(error: Exception, where: str) -> DocumentsAwayError | DocumentStoreError:
    """Turn what botocore raised into an error of the store's, in words that hold no secret.

    Args:
        error: a BotoCoreError, a ClientError, or an OSError of the connection.
        where: the bucket's URL.
    """
    kind = _kind(error)
    if _passes(error):
        return DocumentsAwayError(f"{where} cannot be used just now ({kind}).")
    remedy = "AWS_CA_BUNDLE names the authorities to trust." if kind == _UNTRUSTED else _REMEDY
    return DocumentStoreError(f"{where} cannot be used ({kind}). {remedy}")


def _kind(error: Exception) -> str:
    """S3's code, or what botocore calls it. Texts of services may say anything."""
    from botocore.exceptions import ClientError, SSLError

    if isinstance(error, ClientError):
        return str(error.response["Error"]["Code"])
    if isinstance(error, SSLError) and _UNTRUSTED in str(error):
        return _UNTRUSTED
    return type(error).__name__


def _passes(error: Exception) -> bool:
    from botocore import exceptions

    if isinstance(error, exceptions.ClientError):
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        return status in _PASSING_STATUS or _kind(error) in _PASSING_CODES
    passing = (
        OSError,
        exceptions.ConnectionError,
        exceptions.CredentialRetrievalError,
        exceptions.HTTPClientError,
        exceptions.IncompleteReadError,
    )
    return isinstance(error, passing) and _kind(error) != _UNTRUSTED
