// Positions, open orders, fills and balances: tables of what the account holds.

import { element, perFrame, setText } from './dom.js';
import { buttonCell, makeTable } from './table.js';
import { clock, dateTime, shortAddress, trend } from './format.js';
import { orderStatusName, orderTypeName } from './words.js';

/**
 * What the views need.
 *
 * @typedef {object} Context
 * @property {import('./market.js').MarketData} market
 * @property {import('./account.js').Account} account
 * @property {import('./session.js').Session} session
 * @property {import('./signer.js').Pips} pips
 * @property {import('./format.js').Format} format
 * @property {import('./actions.js').Actions} actions
 */

const marketOf = (context, name) => context.market.store.get('markets').get(name);
const number = (title, text, tone) => ({ title, text, tone, isNumber: true });

/** @param {Context} context @param {(count: number) => void} count */
export function positionsView(context, count) {
  const { account, market, format, pips, actions } = context;
  const markPrice = (position) => market.store.get('tickers').get(position.market)?.markPrice ?? position.markPrice;
  const profit = (position) => pips.multiply(position.quantity, pips.subtract(markPrice(position), position.entryPrice));
  const table = makeTable({
    caption: 'Open positions', key: (position) => position.market, empty: 'No open positions.', rowTest: 'position-row',
    columns: [
      { title: 'Market', text: (position) => position.market },
      number('Size', (position) => format.shortest(position.quantity), (position) => trend(position.quantity)),
      number('Entry', (position) => format.price(position.entryPrice, marketOf(context, position.market))),
      number('Mark', (position) => format.price(markPrice(position), marketOf(context, position.market))),
      number('Liquidation', (position) => (trend(position.liquidationPrice) ? format.price(position.liquidationPrice, marketOf(context, position.market)) : 'none')),
      number('Margin', (position) => format.money(position.marginRequirement)),
      number('Unrealised', (position) => format.change(profit(position)), (position) => trend(profit(position))),
      number('Realised', (position) => format.change(position.realizedPnL), (position) => trend(position.realizedPnL)),
      { title: '', make: buttonCell({ text: 'Close', label: (position) => `Close ${position.market} at market`, test: (position) => `close-${position.market}`, run: (position, event) => actions.closePosition(position, event.timeStamp) }) },
    ],
  });
  const render = perFrame(() => {
    table.update(account.store.get('positions'));
    count(account.store.get('positions').length);
  });
  account.store.watch(['positions'], render);
  market.store.watch(['tickers', 'markets'], render);
  return table.node;
}

/** @param {Context} context @param {(count: number) => void} count */
export function ordersView(context, count) {
  const { account, format, actions, session } = context;
  const table = makeTable({
    caption: 'Open orders', key: (order) => order.orderId, empty: 'No open orders.', rowTest: 'order-row',
    columns: [
      { title: 'Time', text: (order) => clock(order.time) },
      { title: 'Market', text: (order) => order.market },
      { title: 'Side', text: (order) => (order.side === 'buy' ? 'Buy' : 'Sell'), tone: (order) => (order.side === 'buy' ? 'gain' : 'loss') },
      { title: 'Type', text: (order) => orderTypeName(order.type) + (order.reduceOnly ? ', reduce only' : '') },
      number('Size', (order) => format.shortest(order.originalQuantity)),
      number('Filled', (order) => format.shortest(order.executedQuantity)),
      number('Price', (order) => (order.price ? format.price(order.price, marketOf(context, order.market)) : 'market')),
      number('Trigger', (order) => (order.triggerPrice && trend(order.triggerPrice) ? `${order.triggerType} ${format.price(order.triggerPrice, marketOf(context, order.market))}` : '–')),
      { title: 'Status', text: (order) => orderStatusName(order.status) },
      { title: 'Signed by', text: (order) => (!order.delegatedKey ? 'wallet' : order.delegatedKey === session.store.get('key')?.address ? 'this key' : shortAddress(order.delegatedKey)) },
      { title: '', make: buttonCell({ text: 'Cancel', label: (order) => `Cancel order: ${order.side} ${format.shortest(order.originalQuantity)} ${order.market}`, test: (order) => `cancel-${order.orderId}`, run: (order, event) => actions.cancel({ orderIds: [order.orderId] }, event.timeStamp) }) },
    ],
  });
  const all = element('button', { type: 'button', class: 'button small', text: 'Cancel all', data: { testid: 'cancel-all' }, on: { click: (event) => actions.cancel({}, event.timeStamp) } });
  const own = element('button', { type: 'button', class: 'button small', text: 'Cancel all by this key', data: { testid: 'cancel-all-by-key' },
    on: { click: (event) => actions.cancel({ orderDelegatedKey: session.store.get('key').address }, event.timeStamp) } });
  const toolbar = element('div', { class: 'toolbar' }, all, own);
  const render = perFrame(() => {
    const orders = [...account.store.get('orders').values()].sort((one, other) => other.time - one.time);
    table.update(orders);
    count(orders.length);
    toolbar.hidden = orders.length === 0;
    own.hidden = !session.store.get('key');
  });
  account.store.watch(['orders'], render);
  session.store.watch(['key'], render);
  return element('div', {}, toolbar, table.node);
}

/** @param {Context} context */
export function fillsView(context) {
  const { account, format } = context;
  const table = makeTable({
    caption: 'Fills', key: (fill) => `${fill.fillId}-${fill.orderId}`, empty: 'No fills yet.', rowTest: 'fill-row',
    columns: [
      { title: 'Time', text: (fill) => dateTime(fill.time) },
      { title: 'Market', text: (fill) => fill.market },
      { title: 'Side', text: (fill) => (fill.side === 'buy' ? 'Buy' : 'Sell'), tone: (fill) => (fill.side === 'buy' ? 'gain' : 'loss') },
      number('Price', (fill) => format.price(fill.price, marketOf(context, fill.market))),
      number('Size', (fill) => format.shortest(fill.quantity)),
      number('Value', (fill) => format.money(fill.quoteQuantity)),
      number('Fee', (fill) => (fill.fee ? format.money(fill.fee) : '–')),
      number('Realised', (fill) => format.change(fill.realizedPnL), (fill) => trend(fill.realizedPnL)),
      { title: 'As', text: (fill) => fill.liquidity ?? fill.type },
    ],
  });
  account.store.watch(['fills'], perFrame(() => table.update(account.store.get('fills'))));
  return table.node;
}

/** @param {Context} context */
export function balancesView(context) {
  const { account, session, format, actions } = context;
  const names = {
    equity: 'Equity', availableCollateral: 'Available', buyingPower: 'Buying power', heldCollateral: 'Held by orders',
    quoteBalance: 'Balance', unrealizedPnL: 'Unrealised', leverage: 'Leverage', marginRatio: 'Margin ratio',
  };
  const cells = Object.fromEntries(Object.keys(names).map((name) => [name, element('dd', { class: 'mono', text: '–', data: { testid: `value-${name}` } })]));
  const list = element('dl', { class: 'values' }, ...Object.entries(names).map(([name, title]) => element('div', {}, element('dt', { text: title }), cells[name])));
  const button = (text, test, run) => element('button', { type: 'button', class: 'button', text, data: { testid: test }, on: { click: run } });
  const deposit = button('Deposit', 'deposit', () => actions.deposit());
  const withdraw = button('Withdraw', 'withdraw', () => actions.withdraw());
  const note = element('p', { class: 'muted small', text: 'Deposits and withdrawals always open your wallet: the session key cannot sign them.' });
  const table = makeTable({
    caption: 'Deposits and withdrawals', key: (transfer) => transfer.kind + transfer.id, empty: 'No deposits or withdrawals yet.',
    columns: [
      { title: 'Time', text: (transfer) => dateTime(transfer.time) },
      { title: 'What', text: (transfer) => (transfer.kind === 'deposit' ? 'Deposit' : 'Withdrawal') },
      number('Amount', (transfer) => `${format.money(transfer.quantity)} ${transfer.asset}`),
      { title: 'Signed by', text: () => 'wallet' },
    ],
  });
  const render = perFrame(() => {
    const values = account.store.get('values');
    for (const [name, cell] of Object.entries(cells)) setText(cell, values ? shown(name, values[name], format) : '–');
    cells.unrealizedPnL.className = `mono ${trend(values?.unrealizedPnL)}`;
    table.update(account.store.get('transfers'));
    deposit.disabled = withdraw.disabled = !session.store.get('wallet');
    // Elsewhere money comes over the bridge.
    deposit.hidden = context.desk.domain?.environment === 'production';
  });
  account.store.watch(['values', 'transfers'], render);
  session.store.watch(['wallet'], render);
  return element('div', { class: 'balances' }, list, element('div', { class: 'toolbar' }, deposit, withdraw, note), table.node);
}

function shown(name, value, format) {
  if (name === 'leverage') return `${format.fixed(value, 2)}×`;
  if (name === 'marginRatio') return format.percent(value);
  return name === 'unrealizedPnL' ? format.change(value) : format.money(value);
}
