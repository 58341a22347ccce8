"""An official's key on a token: a smart card, a USB token or an HSM that speaks PKCS#11.

The key never leaves it; what is to be signed goes in. By python-pkcs11 (the extra ``pkcs11``) and
pyHanko's signer for it. Key and certificate belong together by their CKA_ID, as tokens have it.
"""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from workers.signing.errors import SigningError
from workers.signing.key import OfficialKey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from workers.signing.config import SigningConfig

T = TypeVar("T")


@contextmanager
def open_token(config: SigningConfig, pin: str) -> Iterator[OfficialKey]:
    """Open the token that the settings name, for as long as the block runs.

    Args:
        config: ``pkcs11_module``, ``pkcs11_token`` and ``pkcs11_key`` say which.
        pin: the official's.

    Raises:
        SigningError: it cannot be used; says why.
    """
    _require_library()
    with closing(_told(config, lambda: _log_in(config, pin))) as session:
        yield _told(config, lambda: _key(session, config.pkcs11_key))


def _require_library() -> None:
    try:
        import pkcs11.exceptions  # noqa: F401 -- whether it is there
    except ImportError:
        raise SigningError(
            "Untuk token diperlukan pustaka python-pkcs11: pasang tertib[pkcs11]."
        ) from None


def _told(config: SigningConfig, step: Callable[[], T]) -> T:
    """Do a step with the token, and tell in one message what stops it."""
    from pkcs11.exceptions import PKCS11Error

    try:
        return step()
    except (PKCS11Error, RuntimeError) as error:
        raise SigningError(_explain(error, config)) from None


def _log_in(config: SigningConfig, pin: str) -> Any:
    from pyhanko.config.pkcs11 import TokenCriteria
    from pyhanko.sign.pkcs11 import open_pkcs11_session

    if not config.pkcs11_module:
        raise SigningError(
            "Token tidak dikenal: signing.pkcs11_module (TERTIB_SIGNING_PKCS11_MODULE) harus "
            "menunjuk pustaka PKCS#11 dari pembuat token (berkas .so)."
        )
    wanted = TokenCriteria(label=config.pkcs11_token) if config.pkcs11_token else None
    return open_pkcs11_session(config.pkcs11_module, token_criteria=wanted, user_pin=pin)


def _key(session: Any, label: str) -> OfficialKey:
    """Find the key of this label; the only one, if it is empty."""
    from pkcs11 import Attribute, ObjectClass
    from pyhanko.sign.pkcs11 import PKCS11Signer

    wanted: dict[Any, Any] = {Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.SIGN: True}
    if label:
        wanted[Attribute.LABEL] = label
    found = [key[Attribute.ID] for key in session.get_objects(wanted)]
    if len(found) != 1:
        raise SigningError(
            f"Token berisi {len(found)} kunci yang cocok; signing.pkcs11_key "
            "(TERTIB_SIGNING_PKCS11_KEY) harus menyebut label kunci pejabat."
        )
    signer = PKCS11Signer(session, key_id=found[0], cert_id=found[0], other_certs_to_pull=None)
    _ = signer.signing_cert  # read now, so that what is missing is told here
    return OfficialKey(signer)


def _explain(error: Exception, config: SigningConfig) -> str:
    from pkcs11 import exceptions

    match error:
        case exceptions.PinIncorrect() | exceptions.PinLenRange() | exceptions.PinInvalid():
            return "PIN salah. Token terkunci setelah beberapa kali salah."
        case exceptions.PinLocked():
            return "PIN token terkunci. Hubungi penerbit token."
    return (
        f"Token tidak dapat dipakai ({type(error).__name__}): periksa apakah token terpasang, "
        f"pustaka {config.pkcs11_module}, dan signing.pkcs11_token (label token)."
    )
