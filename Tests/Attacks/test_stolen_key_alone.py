"""What a stolen session key does in its own name, which is another wallet's or nobody's."""

import pytest

from arena.victim import KINDS


def test_a_p256_key_that_is_not_among_the_newest_sixteen_signs_a_withdrawal(exchange):
    trader, keys = exchange.trader(), [exchange.keys.p256() for _ in range(17)]
    for key in keys:
        exchange.authorize(trader, key)
    with exchange.unchanged():
        exchange.refuse(trader.withdraw("1.00000000", signer=keys[0]), "INVALID_WALLET_SIGNATURE", 401)
        exchange.refuse(trader.withdraw("1.00000000", signer=keys[1]), "SESSION_KEY_NOT_PERMITTED", 403)


def test_a_stolen_key_takes_itself_for_a_wallet(exchange, victim):
    """Every secp256k1 key is also a wallet: an empty one, which has nothing to do with the victim's."""
    key = victim.keys["secp256k1"]
    thief, before = exchange.trader(wallet=key), victim.belongings()
    exchange.accept(thief.deposit("5.00000000"))
    with exchange.unchanged():
        exchange.refuse(thief.revoke(key), "SESSION_KEY_OF_ANOTHER_WALLET", 403)
        exchange.refuse(thief.revoke(victim.keys["p256"]), "SESSION_KEY_OF_ANOTHER_WALLET", 403)
        exchange.refuse(thief.authorize_delegated(key), "SESSION_KEY_NOT_ALLOWED", 400)
        exchange.refuse(thief.authorize(victim.keys["p256"]), "SESSION_KEY_ALREADY_AUTHORIZED", 409)
        exchange.refuse(thief.order(key), "SESSION_KEY_OF_ANOTHER_WALLET", 403)
    exchange.accept(thief.cancel())
    exchange.accept(thief.revoke(None))
    assert victim.belongings() == before


def test_a_p256_key_takes_itself_for_a_wallet(exchange, victim):
    thief = exchange.trader(wallet=victim.keys["p256"])
    with exchange.unchanged():
        for signed in (thief.deposit("5.00000000"), thief.cancel(), thief.revoke(None), thief.withdraw("1.00000000")):
            exchange.refuse(signed, "INVALID_WALLET_SIGNATURE", 401)


@pytest.mark.parametrize("kind", KINDS)
def test_a_stolen_key_authorises_its_successor(exchange, victim, kind):
    successor = exchange.keys.secp256k1()
    with exchange.unchanged():
        for signed in (victim.trader.authorize(successor, signer=victim.keys[kind]),
                       victim.trader.authorize_delegated(successor, signer=victim.keys[kind])):
            exchange.refuse(signed, "SESSION_KEY_NOT_PERMITTED", 403)
        exchange.refuse(victim.trader.order(successor), "SESSION_KEY_UNKNOWN", 404)


@pytest.mark.parametrize("kind", KINDS)
def test_a_stolen_key_is_revoked_by_its_first_grab_at_the_money_where_the_operator_wants_it(make_exchange, kind):
    exchange = make_exchange(f"strict-{kind}", admission={"custodyAttemptRevokesKey": True}).start()
    trader, key = exchange.trader(deposit="100.00000000"), getattr(exchange.keys, kind)()
    exchange.authorize(trader, key)
    withdrawal = trader.withdraw("1.00000000", signer=key)
    exchange.refuse(withdrawal, "SESSION_KEY_NOT_PERMITTED", 403)
    # The attempt is in the ledger, as the evidence by which the key was revoked.
    exchange.admitted.append(withdrawal.nonce)
    exchange.refuse(trader.order(key), "SESSION_KEY_REVOKED", 403)
    exchange.refuse(trader.authorize(key), "SESSION_KEY_REVOKED", 403)
    exchange.finish()
