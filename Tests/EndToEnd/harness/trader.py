"""A wallet and what it and its session keys ask for. Every method makes a signed body and sends nothing."""

from .client import SignedBody
from .messages import ZERO_ADDRESS
from .nonces import now

DAY = 86_400_000


class Trader:
    """Signs the requests of one wallet, in one domain."""

    def __init__(self, domain, wallet, nonces):
        self.domain = domain
        self.wallet = wallet
        self.nonces = nonces

    @property
    def address(self):
        return self.wallet.address

    def sign(self, call, signer=None, nonce=None, **parameters):
        """A call with its parameters; those that are `None` are left out."""
        parameters = {"nonce": nonce or self.nonces.next(), "wallet": self.address, **parameters}
        parameters = {name: value for name, value in parameters.items() if value is not None}
        signature = (signer or self.wallet).sign(self.domain.request(call, parameters))
        return SignedBody(call, parameters, signature)

    # Trading: by a session key, or by the wallet where there is none.

    def order(self, key=None, market="ETH-USD", type="limit", side="buy", quantity="0.10000000", price="1000.00000000",
              **more):
        price = price if type.lower().endswith("limit") else None
        return self._trade("POST /v1/orders", key, market=market, type=type, side=side, quantity=quantity, price=price,
                           **more)

    def cancel(self, key=None, **target):
        return self._trade("DELETE /v1/orders", key, **target)

    def leverage(self, key=None, market="ETH-USD", fraction="0.10000000"):
        return self._trade("POST /v1/initialMarginFractionOverride", key, market=market,
                           initialMarginFractionOverride=fraction)

    def _trade(self, call, key, signer=None, **parameters):
        named = key.address if key else None
        return self.sign(call, signer or key, **{"delegatedKey": named, **parameters})

    # Authority: by the wallet.

    def authorize(self, key, consent=True, signer=None, nonce=None, expires_in=DAY, **scope):
        """Within bounds, with the key's consent."""
        nonce = nonce or self.nonces.next()
        parameters = {"sessionKey": key.address, "permission": "trade", "expiresAt": now() + expires_in, **scope}
        if not key.is_recoverable:
            parameters.setdefault("publicKey", key.public_key)
        body = self.sign("POST /v1/sessionKeys", signer, nonce, **parameters)
        agreed = key.sign(self.domain.consent(body.parameters)) if consent is True else consent
        return SignedBody(body.call, body.parameters, body.document["signature"], agreed or None)

    def authorize_delegated(self, key, signer=None, nonce=None, name=None):
        """In the exchange's own terms."""
        return self.sign("POST /v1/delegatedKeys", signer, nonce, delegatedKey=key.address, name=name)

    def remove_delegated(self, key, signer=None, nonce=None, open_orders=None):
        return self.sign("DELETE /v1/delegatedKeys", signer, nonce, delegatedKey=key.address, openOrders=open_orders)

    def revoke(self, key, signer=None, nonce=None, open_orders="cancel"):
        """One key, or all of them where there is none."""
        named = key.address if key else None
        return self.sign("DELETE /v1/sessionKeys", signer, nonce, sessionKey=named, openOrders=open_orders)

    def associate(self, signer=None):
        return self.sign("POST /v1/wallets", signer)

    # Custody: by the wallet.

    def deposit(self, quantity, signer=None, nonce=None):
        return self.sign("POST /v1/sandbox/deposits", signer, nonce, quantity=quantity)

    def withdraw(self, quantity, signer=None, nonce=None):
        return self.sign("POST /v1/withdrawals", signer, nonce, quantity=quantity, maximumGasFee="1.00000000",
                         bridgeAdapterAddress=ZERO_ADDRESS, bridgeAdapterPayload="0x")

    def transfer(self, destination, quantity, signer=None, nonce=None):
        return self.sign("POST /v1/sandbox/transfers", signer, nonce, wallet=None, sourceWallet=self.address,
                         destinationWallet=destination, quantity=quantity)

    def index_price(self, market, price, signer=None, nonce=None):
        return self.sign("POST /v1/sandbox/indexPrices", signer, nonce, market=market, price=price)
