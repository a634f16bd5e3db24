"""Sealing: AES-256-GCM with a data key for each encounter, wrapped by the site's master key."""

import hashlib
import hmac
import os
from base64 import b32encode
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12  # bytes, NIST SP 800-38D
KEYS_AT_HAND = 4096  # data keys lately unwrapped; they never change


class Seal:
    """Closes and opens what Redis must not be able to read.

    The name of the record and of the part is associated data: a sealed part that is moved to another
    record, or to another field, does not open.
    """

    def __init__(self, master: bytes) -> None:
        self._wrapping = AESGCM(derived(master, "wrap"))
        self._fingerprinting = derived(master, "fingerprint")
        self._data_key = lru_cache(KEYS_AT_HAND)(self._unwrapped)

    def new_key(self, record: str) -> bytes:
        """A fresh data key for the record, wrapped."""
        return _close(self._wrapping, AESGCM.generate_key(256), record, "key")

    def close(self, wrapped: bytes, record: str, part: str, plain: bytes) -> bytes:
        return _close(self._data_key(wrapped, record), plain, record, part)

    def open(self, wrapped: bytes, record: str, part: str, sealed: bytes) -> bytes:
        return _open(self._data_key(wrapped, record), sealed, record, part)

    def fingerprint(self, *parts: str) -> str:
        """A keyed hash for looking things up: the same parts always give the same 26 characters."""
        told = "\x1f".join(parts).encode()
        digest = hmac.new(self._fingerprinting, told, hashlib.sha256).digest()
        return b32encode(digest[:16]).decode().rstrip("=").lower()

    def _unwrapped(self, wrapped: bytes, record: str) -> AESGCM:
        return AESGCM(_open(self._wrapping, wrapped, record, "key"))


def derived(master: bytes, purpose: str) -> bytes:
    """A 32-byte key for one purpose."""
    return HKDF(SHA256(), 32, salt=None, info=f"codedesk/{purpose}".encode()).derive(master)


def mark_of(master: bytes) -> bytes:
    """By what the key is known again; it says nothing about the key."""
    return derived(master, "mark").hex().encode()


def _close(key: AESGCM, plain: bytes, record: str, part: str) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + key.encrypt(nonce, plain, f"{record}/{part}".encode())


def _open(key: AESGCM, sealed: bytes, record: str, part: str) -> bytes:
    return key.decrypt(sealed[:NONCE], sealed[NONCE:], f"{record}/{part}".encode())
