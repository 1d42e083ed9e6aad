"""Typed data at random, hashed by eth-account, for Swift to hash the same.

Run from the root of the repository:

    python3 -m venv .build/venv
    .build/venv/bin/pip install eth-account==0.13.7 coincurve
    .build/venv/bin/python Tests/Differential/typed_data_differential.py > .build/typed-data.jsonl
    TYPED_DATA_DIFFERENTIAL=$PWD/.build/typed-data.jsonl swift test --filter TypedDataTests

The same seed gives the same documents. Each line is an object with the document as a text, so that the spelling of
its numbers and escapes is part of the test, and three hashes:

    {"document": "{\\"types\\": ...}", "domainSeparator": "0x...", "structHash": "0x...", "digest": "0x..."}

Only documents on which eth-account and EIP-712 agree are made: the domain's fields are in the order of EIP-712
(eth-account hashes them in that order whatever is declared), every declared type is used (it refuses others), and
bytesN values have N bytes (it pads shorter ones).
"""

import argparse
import json
import random

from eth_account.messages import encode_typed_data
from eth_utils import keccak, to_checksum_address

DOMAIN_FIELDS = [
    ("name", "string"),
    ("version", "string"),
    ("chainId", "uint256"),
    ("verifyingContract", "address"),
    ("salt", "bytes32"),
]
# Some begin like elementary types, and their order by bytes is not their order by dictionary.
TYPE_NAMES = ["Mail", "Person", "person", "_Group", "Z9", "integer", "uintish", "bytes_", "stringy", "A", "AA", "a1"]
MEMBER_NAMES = ["from", "to", "contents", "amount", "x", "X", "_y", "z2", "wallets", "flag", "data", "type", "name",
                "salt", "nonce", "isOpen", "B2", "__"]
TEXTS = [
    "", "Hello, Bob!", "0x1234", "null", "e\u0301 \u00e9", "\u212a", "\U0001f600\u200d\U0001f4a9", "\u0000\u001f\u007f",
    "\u202eright to left", "\"quoted\" \\ / \b\f\n\r\t", "\u4e2d\u6587", "\ufeffmark",
    "\u2028\u2029", "\uffff", "a" * 200,
]
ARRAY_SUFFIXES = ["", "", "", "", "[]", "[]", "[1]", "[2]", "[3]", "[][]", "[2][]", "[][2]", "[2][2]", "[][2][]"]
NESTING_MAXIMUM = 4


class Generator:
    """Makes documents from a seed."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def document(self):
        self.types = self.make_types()
        primary = next(iter(self.types))
        domain = self.domain()
        types = {name: [{"name": n, "type": t} for n, t in members] for name, members in self.types.items()}
        if self.random.random() < 0.7:
            types["EIP712Domain"] = [{"name": n, "type": t} for n, t in DOMAIN_FIELDS if n in domain]
        message = self.struct(primary, 0)
        parts = [("types", self.shuffled(types)), ("primaryType", primary), ("domain", self.shuffled(domain))]
        return dict(self.shuffled_pairs(parts + [("message", message)]))

    def make_types(self):
        """Declares up to five types, each used by one before it; the first is the primary type."""
        names = self.random.sample(TYPE_NAMES, self.random.randint(1, 5))
        types = {name: [] for name in names}
        for index, name in enumerate(names):
            for _ in range(self.random.randint(0 if index else 1, 5)):
                types[name].append(self.elementary_type())
            if index:
                user = self.random.choice(names[:index])
                types[user].append(name + self.random.choice(ARRAY_SUFFIXES))
                if self.random.random() < 0.3:
                    types[self.random.choice(names[:index])].append(name + self.random.choice(ARRAY_SUFFIXES))
            if self.random.random() < 0.15:
                types[name].append(name + self.random.choice(["", "[]"]))
        return {name: self.named(members) for name, members in types.items()}

    def named(self, types):
        self.random.shuffle(types)
        return list(zip(self.random.sample(MEMBER_NAMES, len(types)), types))

    def elementary_type(self):
        base = self.random.choice([
            "bool", "address", "string", "bytes", f"bytes{self.random.randint(1, 32)}", "bytes32",
            f"uint{8 * self.random.randint(1, 32)}", f"int{8 * self.random.randint(1, 32)}", "uint256", "int256",
        ])
        return base + self.random.choice(ARRAY_SUFFIXES)

    def domain(self):
        kept = [field for field in DOMAIN_FIELDS if self.random.random() < 0.7]
        return {name: self.elementary(type_) for name, type_ in kept}

    def struct(self, name, depth):
        return self.shuffled({member: self.value(type_, depth + 1) for member, type_ in self.types[name]})

    def value(self, type_, depth):
        if type_.endswith("]"):
            element, count = type_[: type_.rindex("[")], type_[type_.rindex("[") + 1 : -1]
            is_deep = depth > NESTING_MAXIMUM
            length = int(count) if count else self.random.choice([0] if is_deep else [0, 1, 2, 3])
            return [self.element(element, depth + 1) for _ in range(length)]
        if type_ in self.types:
            is_null = depth > NESTING_MAXIMUM or self.random.random() < 0.1
            return None if is_null else self.struct(type_, depth)
        return self.elementary(type_)

    def element(self, type_, depth):
        """Elements of a struct type are never null: Swift refuses that."""
        return self.struct(type_, depth) if type_ in self.types else self.value(type_, depth)

    def elementary(self, type_):
        if type_ == "bool":
            return self.random.random() < 0.5
        if type_ == "address":
            return self.address()
        if type_ == "string":
            return self.text()
        if type_.startswith("bytes"):
            count = int(type_[5:]) if type_ != "bytes" else self.random.choice([0, 1, 31, 32, 33, 135, 136, 137, 300])
            return self.hexadecimal(self.random.randbytes(count))
        return self.integer(type_)

    def address(self):
        text = "0x" + self.random.randbytes(20).hex()
        return self.random.choice([text, to_checksum_address(text), "0x" + text[2:].upper(), "0x" + "0" * 40])

    def text(self):
        if self.random.random() < 0.5:
            return self.random.choice(TEXTS)
        points = [self.random.randrange(0x110000) for _ in range(self.random.randrange(20))]
        return "".join(chr(point) for point in points if not 0xD800 <= point < 0xE000)

    def hexadecimal(self, data):
        digits = data.hex()
        return "0x" + (digits.upper() if self.random.random() < 0.2 else digits)

    def integer(self, type_):
        is_signed = type_.startswith("int")
        bits = int(type_[3 if is_signed else 4 :])
        low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if is_signed else (0, (1 << bits) - 1)
        number = self.random.choice([
            low, high, low + 1, high - 1, 0, 1, max(low, -1), self.random.randint(low, high),
            max(low, min(high, self.random.randint(-(1 << 40), 1 << 70))),
        ])
        forms = [number, str(number)]
        if number >= 0:
            forms += [hex(number), "0x" + self.random.choice(["%x", "%X", "%064x"]) % number]
        return self.random.choice(forms)

    def shuffled(self, members):
        return dict(self.shuffled_pairs(list(members.items())))

    def shuffled_pairs(self, pairs):
        """Leaves half of the objects in the order of their declaration."""
        if self.random.random() < 0.5:
            self.random.shuffle(pairs)
        return pairs


def vector(generator):
    text = json.dumps(
        generator.document(),
        ensure_ascii=generator.random.random() < 0.5,
        indent=generator.random.choice([None, None, 1]),
    )
    signable = encode_typed_data(full_message=json.loads(text))
    return {
        "document": text,
        "domainSeparator": "0x" + bytes(signable.header).hex(),
        "structHash": "0x" + bytes(signable.body).hex(),
        "digest": "0x" + keccak(b"\x19\x01" + signable.header + signable.body).hex(),
    }


def main():
    parser = argparse.ArgumentParser(description="Write random typed data with the hashes of eth-account.")
    parser.add_argument("--count", type=int, default=800, help="how many documents")
    parser.add_argument("--seed", type=int, default=712, help="the same seed gives the same documents")
    parser.add_argument("--bytes-maximum", type=int, default=60_000, help="leave out longer documents")
    arguments = parser.parse_args()
    generator = Generator(arguments.seed)
    written = 0
    while written < arguments.count:
        line = vector(generator)
        if len(line["document"]) > arguments.bytes_maximum:
            continue
        print(json.dumps(line))
        written += 1


if __name__ == "__main__":
    main()
