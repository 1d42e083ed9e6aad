"""Keys of both kinds. Both sign typed data and are named by an address."""

import hashlib
import random

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from eth_account import Account
from eth_utils import keccak, to_checksum_address

P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class Secp256k1Key:
    """A wallet, or a session key of the contracts' own kind: signs 65 bytes, from which the key is recovered."""

    is_recoverable = True

    def __init__(self, secret):
        self._account = Account.from_key(secret)
        self.address = self._account.address
        self.public_key = "0x" + self._account._key_obj.public_key.to_bytes().hex()

    def sign(self, typed_data):
        return "0x" + bytes(self._account.sign_message(typed_data).signature).hex()


class P256Key:
    """A session key as browsers and secure enclaves make them: signs SHA-256 of the digest as 64 bytes, low `s`."""

    is_recoverable = False

    def __init__(self, secret):
        self._key = ec.derive_private_key(int.from_bytes(secret, "big") % (P256_ORDER - 1) + 1, ec.SECP256R1())
        numbers = self._key.public_key().public_numbers()
        point = numbers.x.to_bytes(32, "big") + numbers.y.to_bytes(32, "big")
        self.public_key = "0x" + point.hex()
        self.address = to_checksum_address(keccak(point)[-20:])

    def sign(self, typed_data):
        digest = keccak(b"\x19\x01" + typed_data.header + typed_data.body)
        r, s = decode_dss_signature(self._key.sign(digest, ec.ECDSA(hashes.SHA256())))
        return "0x" + (r.to_bytes(32, "big") + min(s, P256_ORDER - s).to_bytes(32, "big")).hex()


class KeyRing:
    """Makes keys from a seed: the same in every run."""

    def __init__(self, seed):
        self._random = random.Random(hashlib.sha256(seed.encode()).digest())

    def secp256k1(self):
        return Secp256k1Key(self._random.randbytes(32))

    def p256(self):
        return P256Key(self._random.randbytes(32))
