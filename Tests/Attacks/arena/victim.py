"""Whom attacks are made on: a wallet with money, with session keys that have been stolen."""

KINDS = ["secp256k1", "p256"]


class Victim:
    """A wallet with play money, an open order, and an authorised session key of each kind."""

    def __init__(self, exchange):
        self.exchange = exchange
        self.trader = exchange.trader(deposit="100000.00000000")
        self.keys = {kind: getattr(exchange.keys, kind)() for kind in KINDS}
        self.credentials = {kind: exchange.authorize(self.trader, key) for kind, key in self.keys.items()}
        # Reads, and is never used by an attack.
        self._reader = exchange.authorize(self.trader, exchange.keys.secp256k1())
        exchange.accept(self.trader.order(self.keys["secp256k1"]))

    @property
    def address(self):
        return self.trader.address

    def belongings(self):
        """All that the wallet has, and what may act for it."""
        look = lambda path: self.exchange.look(path, self._reader, wallet=self.address)  # noqa: E731
        keys = [[key[name] for name in ("sessionKey", "status", "permission", "markets", "expiresAt", "actionCount")]
                for key in look("/v1/sessionKeys")]
        return keys, [look(path) for path in (
            "/v1/wallets", "/v1/orders", "/v1/positions", "/v1/deposits", "/v1/withdrawals",
            "/v1/initialMarginFractionOverride")]
