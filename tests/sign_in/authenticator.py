"""A security key in a few lines: what a browser would send for it (WebAuthn level 3, 6.1 and 6.5; no attestation)."""

import hashlib
import json
import secrets
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, HAS_CREDENTIAL = 0x01, 0x04, 0x40


def packed(value):
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def unpacked(value):
    return urlsafe_b64decode(value + "=" * (-len(value) % 4))


class Authenticator:
    def __init__(self, *, origin="http://testserver", domain="testserver", credential=None):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.origin, self.domain = origin, domain
        self.credential = credential or secrets.token_bytes(32)
        self.count = 0

    def made(self, options):
        """For the options of a registration."""
        numbers = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        data = self._data(PRESENT | VERIFIED | HAS_CREDENTIAL)
        data += bytes(16) + struct.pack(">H", len(self.credential)) + self.credential + cbor2.dumps(public)
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(
            {
                "clientDataJSON": packed(self._client("webauthn.create", options)),
                "attestationObject": packed(attestation),
                "transports": ["usb"],
            }
        )

    def used(self, options):
        """For the options of a sign-in."""
        client, data = self._client("webauthn.get", options), self._data(PRESENT | VERIFIED)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        parts = {"clientDataJSON": client, "authenticatorData": data, "signature": signature}
        return self._answer({name: packed(value) for name, value in parts.items()})

    def _data(self, flags):
        self.count += 1
        return hashlib.sha256(self.domain.encode()).digest() + bytes([flags]) + struct.pack(">I", self.count)

    def _client(self, kind, options):
        return json.dumps({"type": kind, "challenge": options["challenge"], "origin": self.origin}).encode()

    def _answer(self, response):
        shown = packed(self.credential)
        answer = {"id": shown, "rawId": shown, "type": "public-key", "response": response}
        return {**answer, "clientExtensionResults": {}}
