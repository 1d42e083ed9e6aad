// What belongs to one wallet: values, positions, orders, fills, transfers and keys, read with the session's credentials.

import { Store } from './store.js';
import { endsSession } from './errors.js';

const privateNames = ['orders', 'positions', 'deposits', 'withdrawals', 'fundingPayments'];
const ordersMaximum = 1_000;
const fillsMaximum = 200;
const settleMilliseconds = 120;
const pollMilliseconds = 5_000;

const nothing = {
  values: null, positions: [], orders: new Map(), fills: [], transfers: [], keys: [], leverage: new Map(), isLoaded: false,
  isStale: false,
};

export class Account {
  #api;
  #stream;
  #signer;
  #owner = null;
  #closedOrders = new Set();
  #timer = null;
  #poll = null;
  #onEnd = () => {};

  /**
   * `values` and `positions` of `GET /v1/wallets`, open `orders` by id, `fills` and `transfers` (newest first), `keys`,
   * `leverage` by market; whether anything `isLoaded`, and whether it `isStale`.
   */
  store = new Store(nothing);

  /**
   * @param {import('./api.js').API} api
   * @param {import('./stream.js').Stream} stream
   * @param {import('./signer.js').Signer} signer
   */
  constructor(api, stream, signer) {
    this.#api = api;
    this.#stream = stream;
    this.#signer = signer;
    stream.on('orders', (event) => this.#orderChanged(event));
    stream.on('positions', () => this.refreshSoon());
    stream.on('fundingPayments', () => this.refreshSoon());
    stream.on('deposits', (event) => this.#transferred('deposit', event));
    stream.on('withdrawals', (event) => this.#transferred('withdrawal', event));
    stream.on('live', () => this.#owner && this.#load());
    stream.on('state', (state) => state !== 'live' && this.#owner && this.store.set({ isStale: true }));
    stream.on('privateEnded', (error) => this.#ended(error));
    document.addEventListener('visibilitychange', () => !document.hidden && this.refreshSoon());
  }

  /**
   * Shows a wallet's account.
   *
   * @param {string} wallet
   * @param {import('./api.js').Credentials} credentials
   * @param {(error: Error) => void} onEnd told when the credentials read nothing any more
   */
  async open(wallet, credentials, onEnd) {
    const isOther = this.#owner?.wallet !== wallet;
    this.#owner = { wallet, credentials };
    this.#onEnd = onEnd;
    if (isOther) this.#forget();
    clearInterval(this.#poll);
    this.#poll = setInterval(() => !document.hidden && this.#refresh(), pollMilliseconds);
    const token = async () => (await this.#read('/v1/wsToken')).token;
    await Promise.all([this.#stream.subscribePrivately({ names: privateNames, token }), this.#load()]);
  }

  /** Stops reading. What was read stays, marked as old, where it is kept. */
  close({ keep = false } = {}) {
    this.#owner = null;
    clearInterval(this.#poll);
    this.#stream.subscribePrivately(null);
    if (keep) this.store.set({ isStale: true });
    else this.#forget();
  }

  /** Takes an order as it was answered, which may come before or after the events about it. */
  took(order) {
    if (['open', 'partiallyFilled', 'active'].includes(order.status) && !this.#closedOrders.has(order.orderId)) {
      const known = this.store.get('orders').get(order.orderId);
      if (!known) this.#putOrder(order);
    }
    this.refreshSoon();
  }

  /** Takes a leverage as it was answered. */
  tookLeverage({ market, initialMarginFractionOverride }) {
    this.store.get('leverage').set(market, initialMarginFractionOverride);
    this.store.touch('leverage');
    this.refreshSoon();
  }

  /** Reads values, positions and keys again in a moment. */
  refreshSoon() {
    if (this.#timer || !this.#owner) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#refresh();
    }, settleMilliseconds);
  }

  /** Shows that a key was revoked when nobody can be asked any more. */
  markRevoked(address, time) {
    const isMeant = ({ sessionKey, status }) => status === 'active' && (address === null || sessionKey === address);
    const mark = (key) => (isMeant(key) ? { ...key, status: 'revoked', revokedAt: time } : key);
    this.store.set({ keys: this.store.get('keys').map(mark) });
  }

  #forget() {
    this.#closedOrders.clear();
    this.store.set({ ...nothing, orders: new Map(), leverage: new Map() });
  }

  #read(path, query = {}) {
    const { wallet, credentials } = this.#owner;
    return this.#api.read(path, { nonce: this.#signer.nonce(this.#api.now), wallet, ...query }, credentials);
  }

  async #load() {
    const owner = this.#owner;
    try {
      const [orders, fills, deposits, withdrawals, leverage] = await Promise.all([
        this.#read('/v1/orders', { limit: ordersMaximum }), this.#read('/v1/fills', { limit: fillsMaximum }),
        this.#read('/v1/deposits'), this.#read('/v1/withdrawals'), this.#read('/v1/initialMarginFractionOverride'),
      ]);
      if (owner !== this.#owner) return;
      const transfers = [
        ...deposits.map((deposit) => ({ ...deposit, kind: 'deposit', id: deposit.depositId })),
        ...withdrawals.map((withdrawal) => ({ ...withdrawal, kind: 'withdrawal', id: withdrawal.withdrawalId })),
      ].sort((one, other) => other.time - one.time);
      // Events may have told of an order's end while the answer was on its way.
      const open = orders.filter(({ orderId }) => !this.#closedOrders.has(orderId));
      this.store.set({
        orders: new Map(open.map((order) => [order.orderId, order])),
        fills: fills.sort((one, other) => other.time - one.time), transfers,
        leverage: new Map(leverage.map((entry) => [entry.market, entry.initialMarginFractionOverride])),
      });
      await this.#refresh();
    } catch (error) {
      this.#failed(owner, error);
    }
  }

  async #refresh() {
    const owner = this.#owner;
    if (!owner || this.#stream.state === 'reconnecting') return;
    try {
      const [[values = null], keys] = await Promise.all([
        this.#read('/v1/wallets', { includePositions: true }), this.#read('/v1/sessionKeys'),
      ]);
      if (owner !== this.#owner) return;
      const isStale = this.#stream.state !== 'live';
      this.store.set({ values, positions: values?.positions ?? [], keys, isLoaded: true, isStale });
    } catch (error) {
      this.#failed(owner, error);
    }
  }

  #failed(owner, error) {
    if (owner !== this.#owner) return;
    // A device that slept may have another time than before.
    if (error.code === 'NONCE_OUTSIDE_WINDOW') this.#api.synchronize().catch(() => {});
    if (endsSession(error)) this.#ended(error);
    else this.store.set({ isStale: true });
  }

  #ended(error) {
    if (!this.#owner || !endsSession(error)) return;
    this.close({ keep: true });
    this.#onEnd(error);
  }

  #orderChanged(event) {
    if (event.o === undefined) return this.refreshSoon();
    if (event.F) this.#filled(event);
    if (['canceled', 'filled', 'expired'].includes(event.X) || event.x === 'canceled' || event.x === 'expired') {
      this.#closedOrders.add(event.i);
      this.store.get('orders').delete(event.i);
      this.store.touch('orders');
    } else {
      this.#putOrder(orderOf(event));
    }
    this.refreshSoon();
  }

  #putOrder(order) {
    this.store.get('orders').set(order.orderId, order);
    this.store.touch('orders');
  }

  #filled({ m, s, i: orderId, c, F }) {
    const known = new Set(this.store.get('fills').map(({ fillId }) => fillId));
    const order = { market: m, side: s, orderId, clientOrderId: c };
    const fresh = F.filter(({ i }) => !known.has(i)).map((fill) => ({ ...fillOf(fill), ...order }));
    if (fresh.length) this.store.set({ fills: [...fresh.reverse(), ...this.store.get('fills')].slice(0, fillsMaximum) });
  }

  #transferred(kind, { i, a, q, t }) {
    const transfers = this.store.get('transfers');
    if (!transfers.some(({ id }) => id === i)) {
      this.store.set({ transfers: [{ kind, id: i, asset: a, quantity: q, time: t }, ...transfers] });
    }
    this.refreshSoon();
  }
}

/** An order of an event, whose names are short, as `GET /v1/orders` names it. */
function orderOf({ m, i, c, w, t, T, X, o, s, q, z, p, P, tt, r, f, dk }) {
  return {
    market: m, orderId: i, clientOrderId: c, wallet: w, time: T ?? t, status: X, type: o, side: s, originalQuantity: q,
    executedQuantity: z, price: p, triggerPrice: P, triggerType: tt, reduceOnly: r, timeInForce: f, delegatedKey: dk,
  };
}

/** A fill of an event, as `GET /v1/fills` names it. */
function fillOf({ i, p, q, Q, rn, t, f, l, a, P, y }) {
  return {
    fillId: i, price: p, quantity: q, quoteQuantity: Q, realizedPnL: rn, time: t, fee: f, liquidity: l, action: a, position: P,
    type: y,
  };
}
