"""What the exchange says of itself: everything that follows from the ledger and can be read."""

from .desk import MARKETS
from .encoding import pips

PAGE = 1_000


def read_state(read, wallets):
    """The state of some wallets and of the books. `read` gives the JSON of a path and its query."""
    return {
        "wallets": {wallet: {
            "wallet": read("/v1/wallets", wallet=wallet), "positions": read("/v1/positions", wallet=wallet),
            "orders": read("/v1/orders", wallet=wallet, limit=PAGE),
            "closed": read("/v1/orders", wallet=wallet, closed="true", limit=PAGE),
            "fills": read("/v1/fills", wallet=wallet, limit=PAGE),
            "deposits": read("/v1/deposits", wallet=wallet, limit=PAGE),
            "withdrawals": read("/v1/withdrawals", wallet=wallet, limit=PAGE),
            "keys": [permanent(key) for key in read("/v1/sessionKeys", wallet=wallet)],
        } for wallet in wallets},
        "books": {market: read("/v1/orderbook", market=market, level=2) for market in MARKETS},
    }


def permanent(key):
    """What of a session key does not change with the time of day."""
    return {name: value for name, value in key.items() if name not in ("status", "valueUsedToday")}


def differences(one, other, path=""):
    """Where two documents differ, as texts; at most some."""
    if isinstance(one, dict) and isinstance(other, dict):
        found = [f"{path}/{name} is there once" for name in sorted(one.keys() ^ other.keys())]
        for name in one.keys() & other.keys():
            found += differences(one[name], other[name], f"{path}/{name}")
        return found[:10]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        found = [differences(*pair, f"{path}/{place}") for place, pair in enumerate(zip(one, other))]
        return [text for texts in found for text in texts][:10]
    return [] if one == other else [f"{path}: {str(one)[:200]} and {str(other)[:200]}"]


def is_whole(state):
    """Whether no list is cut off at its maximum."""
    lists = ("fills", "deposits", "withdrawals")
    return all(len(of[name]) < PAGE for of in state["wallets"].values() for name in lists)


def balance(state):
    """Balances, fees and cost bases in pips, and by how much they may be off, since entry prices are rounded."""
    total = error = 0
    for of in state["wallets"].values():
        total += pips(of["wallet"][0]["quoteBalance"]) if of["wallet"] else 0
        total += sum(pips(fill["fee"]) for fill in of["fills"])
        for position in of["positions"]:
            quantity = pips(position["quantity"])
            total -= quantity * pips(position["entryPrice"]) // 100_000_000
            error += abs(quantity) // 100_000_000 + 2
    return total, error


def funds(state):
    """What was deposited and withdrawn, by the sequence numbers of the entries."""
    deposits = {int(item["depositId"]): pips(item["quantity"]) for of in state["wallets"].values()
                for item in of["deposits"]}
    withdrawals = {int(item["withdrawalId"]): pips(item["quantity"]) for of in state["wallets"].values()
                   for item in of["withdrawals"]}
    return deposits, withdrawals


def positions(state):
    """The sum of all positions in each market."""
    sums = dict.fromkeys(MARKETS, 0)
    for of in state["wallets"].values():
        for position in of["positions"]:
            sums[position["market"]] += pips(position["quantity"])
    return sums
