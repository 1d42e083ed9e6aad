// A market's order book: a snapshot, and the changes that come after it.

export class Book {
  #pips;
  #sides = { bids: new Map(), asks: new Map() };
  #sorted = { bids: null, asks: null };

  /** The number of the last change. */
  sequence = 0;
  lastPrice = null;
  indexPrice = null;

  /** @param {import('./signer.js').Pips} pips */
  constructor(pips) {
    this.#pips = pips;
  }

  /** Takes the answer of `GET /v1/orderbook`. */
  load({ sequence, lastPrice, indexPrice, bids, asks }) {
    Object.assign(this, { sequence, lastPrice, indexPrice });
    this.#sides = { bids: levels(bids), asks: levels(asks) };
    this.#sorted = { bids: null, asks: null };
  }

  /**
   * Takes a change.
   *
   * @returns {boolean} `false` where a change before it is missing: the book has to be loaded again
   */
  apply({ u, b, a, lp, ip }) {
    if (u <= this.sequence) return true;
    if (u !== this.sequence + 1) return false;
    Object.assign(this, { sequence: u, lastPrice: lp, indexPrice: ip });
    this.#change('bids', b);
    this.#change('asks', a);
    return true;
  }

  /** The levels of a side, the best first: `{price, size}`. */
  levels(side) {
    this.#sorted[side] ??= [...this.#sides[side]]
      .map(([price, size]) => ({ price, size }))
      .sort((one, other) => this.#pips.compare(one.price, other.price) * (side === 'bids' ? -1 : 1));
    return this.#sorted[side];
  }

  /** The best price of a side, or `null`. */
  best(side) {
    return this.levels(side)[0]?.price ?? null;
  }

  #change(side, changes) {
    if (!changes.length) return;
    for (const [price, size, orders] of changes) {
      if (orders === 0) this.#sides[side].delete(price);
      else this.#sides[side].set(price, size);
    }
    this.#sorted[side] = null;
  }
}

function levels(list) {
  return new Map(list.map(([price, size]) => [price, size]));
}
