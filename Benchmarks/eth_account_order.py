"""Measures eth-account signing and verifying an order; a child of the benchmark, which speaks to it in lines.

Reads a private key in hexadecimal and an order as the JSON of `eth_signTypedData_v4`, and answers their digest and
signature. Then answers each line `sign N` or `verify N` with the nanoseconds of one operation, averaged over N.
The clock is the processor time of this thread, as in the benchmark.
"""

import json
import sys
import time

from eth_account import Account
from eth_account.messages import _hash_eip191_message, encode_typed_data
from eth_keys.backends import CoinCurveECCBackend, get_backend

PIPS = 100_000_000


def decimal(pips):
    return f"{pips // PIPS}.{pips % PIPS:08d}"


class Trader:
    def __init__(self, key, document):
        self.key = key
        self.document = document
        self.nonce = int(document["message"]["nonce"])
        self.message = dict(document["message"], nonce=self.nonce, conditionalOrderId=0)

    def order(self, step):
        """The typed data of another order: another nonce, price and quantity each time."""
        message = dict(
            self.message,
            nonce=self.nonce + step,
            quantity=decimal(150_000_000 + step * 10_000),
            limitPrice=decimal(301_245_000_000 + step * 1_000_000),
        )
        return dict(self.document, message=message)

    def sign(self, step):
        return Account.sign_message(encode_typed_data(full_message=self.order(step)), self.key).signature

    def verify(self, step, signature):
        return Account.recover_message(encode_typed_data(full_message=self.order(step)), signature=signature)

    def measure(self, operation, repetitions):
        address = Account.from_key(self.key).address
        signatures = [self.sign(step) for step in range(repetitions)] if operation == "verify" else []
        begin = time.thread_time_ns()
        for step in range(repetitions):
            if operation == "sign":
                self.sign(step)
            elif self.verify(step, signatures[step]) != address:
                raise RuntimeError("eth-account refuses its own signature")
        return (time.thread_time_ns() - begin) / repetitions


def main():
    backend = get_backend()
    if not isinstance(backend, CoinCurveECCBackend):
        raise RuntimeError(f"eth-account uses {backend} instead of coincurve")
    trader = Trader(sys.stdin.readline().strip(), json.loads(sys.stdin.readline()))
    signable = encode_typed_data(full_message=dict(trader.document, message=trader.message))
    signature = Account.sign_message(signable, trader.key).signature
    print(f"0x{_hash_eip191_message(signable).hex()} 0x{bytes(signature).hex()}", flush=True)
    for line in sys.stdin:
        operation, repetitions = line.split()
        print(trader.measure(operation, int(repetitions)), flush=True)


if __name__ == "__main__":
    main()
