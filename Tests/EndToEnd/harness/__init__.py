"""An independent client of the exchange server, and the server as a process.

Nothing here shares code with the Swift sources: hashes and secp256k1 signatures are eth-account's, P-256 is
`cryptography`'s, and the messages are written out from the protocol.
"""
