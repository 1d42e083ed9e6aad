// What the trader can do, from click to message: each asks whoever must sign, and says what came of it.

import { notify } from './notifications.js';
import { explain } from './errors.js';
import { openApproval } from './approval.js';
import { confirmInDialog } from './dialog.js';
import { openTransfer, openRevocation } from './custodydialogs.js';
import { describeOrder } from './words.js';
import { milliseconds, shortAddress } from './format.js';

const zeroAddress = '0x0000000000000000000000000000000000000000';

export class Actions {
  #context;

  /**
   * @param {object} context `api`, `market`, `account`, `session`, `pips`, `format`, `exchange` (the answer of
   *   `GET /v1/exchange`), and `connect`, which opens the choice of wallets
   */
  constructor(context) {
    this.#context = context;
  }

  /** Connects, approves or renews: whatever is missing before an order can be signed. */
  async begin() {
    const { session, connect } = this.#context;
    if (!session.store.get('address') && !(await connect())) return;
    if (!session.isActive) await this.approve();
  }

  /** Opens the approval; the wallet signs once. */
  async approve(isRenewal = false) {
    const { session, market, api, format, connect } = this.#context;
    if (!session.store.get('wallet') && !(await connect())) return;
    const approved = await openApproval({
      markets: [...market.store.get('markets').keys()], isRenewal, before: session.store.get('details'), now: () => api.now,
      format,
      approve: (terms) => (isRenewal ? session.renew(terms) : session.approve(terms)),
    });
    if (approved) this.#tellOfKey('Session key approved. From now on every order is one click, with no prompt.');
  }

  /** Signs an order with the key, and sends it. */
  async place(parameters, start) {
    const { session, account, market, format } = this.#context;
    const words = describeOrder(parameters, format);
    try {
      const order = await session.trade('POST /v1/orders', parameters, start);
      account.took(order);
      const took = milliseconds(performance.now() - start);
      const kind = order.status === 'canceled' ? 'info' : 'good';
      notify(`${words}: ${outcome(order, market.details(order.market), format)} in ${took}.`, { kind });
    } catch (error) {
      this.#failed(words, 'not placed', error);
    }
  }

  /** Cancels with the key: `orderIds`, `orderDelegatedKey`, `market`, or everything. */
  async cancel(target, start) {
    if (!this.#mayTrade()) return;
    try {
      const results = await this.#context.session.trade('DELETE /v1/orders', target, start);
      const count = results.filter(({ status }) => status === 'canceled').length;
      notify(count === 1 ? 'Order cancelled.' : `${count} orders cancelled.`, { kind: 'good' });
      this.#context.account.refreshSoon();
    } catch (error) {
      this.#failed('Orders', 'not cancelled', error);
    }
  }

  /** Sets the initial margin in a market, or with `null` the market's own again. */
  async setLeverage(market, fraction, start) {
    const { session, account } = this.#context;
    try {
      const parameters = { market, ...(fraction === null ? {} : { initialMarginFractionOverride: fraction }) };
      account.tookLeverage(await session.trade('POST /v1/initialMarginFractionOverride', parameters, start));
      notify(`Leverage in ${market} changed.`, { kind: 'good', key: 'leverage' });
    } catch (error) {
      this.#failed('Leverage', 'not changed', error);
    }
  }

  /** Closes a position with a reduce-only market order. */
  async closePosition(position, start) {
    if (!this.#mayTrade()) return;
    const { market, quantity } = position;
    const side = quantity.startsWith('-') ? 'buy' : 'sell';
    await this.place({ market, type: 'market', side, quantity: quantity.replace('-', ''), reduceOnly: true }, start);
  }

  /** Has the wallet sign a deposit of play money. */
  async deposit() {
    const { session, pips, format } = this.#context;
    await openTransfer({
      title: 'Deposit', verb: 'Deposit', suggestion: '10000', pips, format, minimum: '0.00000001', maximum: null,
      note: 'Play money of the sandbox, as much as you like. Your wallet signs: the session key cannot.',
      run: (quantity) => session.custody('POST /v1/sandbox/deposits', { quantity }),
    });
  }

  /** Has the wallet sign a withdrawal. */
  async withdraw() {
    const { session, account, pips, format, exchange, api } = this.#context;
    const available = account.store.get('values')?.availableCollateral ?? null;
    await openTransfer({
      title: 'Withdraw', verb: 'Withdraw', suggestion: '', pips, format,
      minimum: exchange.withdrawalMinimum, maximum: available,
      note: 'To your own wallet. Your wallet signs: the session key cannot.',
      run: async (quantity) => {
        const { withdrawal } = await api.read('/v1/gasFees');
        return session.custody('POST /v1/withdrawals', {
          quantity, maximumGasFee: withdrawal['katana.katana'] ?? '0.00000000', bridgeAdapterPayload: '0x',
          bridgeAdapterAddress: exchange.bridgeAdapters?.stargateBridgeAdapterV1KatanaContractAddress ?? zeroAddress,
        });
      },
    });
  }

  /** Revokes one key: this page's own without the wallet, another with it. */
  async revoke(sessionKey) {
    const { session, account } = this.#context;
    const isOwn = session.store.get('key')?.address === sessionKey && session.isActive;
    const orders = [...account.store.get('orders').values()];
    const count = orders.filter(({ delegatedKey }) => delegatedKey === sessionKey).length;
    await openRevocation({
      title: `Revoke ${shortAddress(sessionKey)}`, count,
      text: isOwn
        ? 'Final at once. The key signs its own end: your wallet is not asked.'
        : 'Final at once. Your wallet signs this.',
      run: async (openOrders) => {
        const answer = await session.revoke(sessionKey, openOrders);
        this.#tellOfKey(`Key ${shortAddress(sessionKey)} is revoked, ${finality(answer)}.`);
      },
    });
  }

  /** Has the wallet revoke all keys. */
  async revokeAll() {
    const { session, account } = this.#context;
    await openRevocation({
      title: 'Revoke all session keys', count: account.store.get('orders').size,
      text: 'Every key of this wallet ends at once, on every device, also those that nobody has seen yet. '
        + 'Your wallet signs this.',
      run: async (openOrders) => {
        const answer = await session.revokeAll(openOrders);
        this.#tellOfKey(`All session keys are revoked, ${finality(answer)}.`);
      },
    });
  }

  /** Forgets the wallet on this page. */
  async disconnect() {
    const isSure = await confirmInDialog({
      title: 'Disconnect the wallet', yes: 'Disconnect',
      text: 'The page forgets which wallet you use. The session key stays valid and in this browser; revoke it first if you '
        + 'want it gone.',
    });
    if (isSure) this.#context.session.disconnect();
  }

  #mayTrade() {
    if (this.#context.session.isActive) return true;
    const action = { text: 'Approve a session key', run: () => this.begin() };
    notify('There is no session key to sign this.', { kind: 'bad', key: 'session', action });
    return false;
  }

  #tellOfKey(text) {
    notify(text, { kind: 'good', key: 'session' });
  }

  #failed(what, outcomeWords, error) {
    const text = `${what}: ${error.fateUnknown ? 'outcome unknown' : outcomeWords}. ${explain(error)}`;
    const action = { text: 'Approve a new key', run: () => this.begin() };
    notify(text, this.#context.session.isActive ? { kind: 'bad' } : { kind: 'bad', key: 'session', action });
  }
}

function finality({ sequence, orders }) {
  const count = `${orders.length} ${orders.length === 1 ? 'order' : 'orders'}`;
  return `final from entry ${sequence} of the ledger on, with ${count} cancelled`;
}

function outcome(order, market, format) {
  const filled = format.shortest(order.executedQuantity);
  switch (order.status) {
    case 'filled': return `filled at ${format.price(order.avgExecutionPrice ?? order.price, market)}`;
    case 'partiallyFilled': return `filled ${filled}, the rest is open`;
    case 'canceled':
      return filled === '0' ? 'found nothing to trade with and was cancelled' : `filled ${filled}, the rest was cancelled`;
    case 'active': return 'waits for its trigger';
    default: return 'open';
  }
}
