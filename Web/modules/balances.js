// What the wallet is worth, and what came in and went out. Only the wallet signs for that.

import { button, element, perFrame, setText } from './dom.js';
import { makeTable, numberColumn } from './table.js';
import { dateTime, trend } from './format.js';

const names = {
  equity: 'Equity', availableCollateral: 'Available', buyingPower: 'Buying power', heldCollateral: 'Held by orders',
  quoteBalance: 'Balance', unrealizedPnL: 'Unrealised', leverage: 'Leverage', marginRatio: 'Margin ratio',
};

/** @param {import('./positions.js').Context} context */
export function balancesView({ account, session, desk, format, actions }) {
  const values = valueList(format);
  const deposit = button('Deposit', { test: 'deposit', run: () => actions.deposit() });
  const withdraw = button('Withdraw', { test: 'withdraw', run: () => actions.withdraw() });
  const note = 'Deposits and withdrawals always open your wallet: the session key cannot sign them.';
  const table = makeTable({
    caption: 'Deposits and withdrawals', key: ({ kind, id }) => kind + id, empty: 'No deposits or withdrawals yet.',
    columns: [
      { title: 'Time', text: ({ time }) => dateTime(time) },
      { title: 'What', text: ({ kind }) => (kind === 'deposit' ? 'Deposit' : 'Withdrawal') },
      numberColumn('Amount', ({ quantity, asset }) => `${format.money(quantity)} ${asset}`),
      { title: 'Signed by', text: () => 'wallet' },
    ],
  });
  const render = perFrame(() => {
    values.update(account.store.get('values'));
    table.update(account.store.get('transfers'));
    deposit.disabled = withdraw.disabled = !session.store.get('wallet');
    // Elsewhere than in a sandbox money comes over the bridge.
    deposit.hidden = desk.domain?.environment === 'production';
  });
  account.store.watch(['values', 'transfers'], render);
  session.store.watch(['wallet'], render);
  const toolbar = element('div', { class: 'toolbar' }, deposit, withdraw, element('p', { class: 'muted small', text: note }));
  return element('div', { class: 'balances' }, values.node, toolbar, table.node);
}

function valueList(format) {
  const cells = new Map(Object.keys(names).map((name) => [name, element('dd', { data: { testid: `value-${name}` } })]));
  const entry = ([name, title]) => element('div', {}, element('dt', { text: title }), cells.get(name));
  const update = (values) => {
    for (const [name, cell] of cells) {
      setText(cell, values ? shown(name, values[name], format) : '–');
      cell.className = `mono ${name === 'unrealizedPnL' ? trend(values?.[name]) : ''}`;
    }
  };
  return { node: element('dl', { class: 'values' }, ...Object.entries(names).map(entry)), update };
}

function shown(name, value, format) {
  if (name === 'leverage') return `${format.fixed(value, 2)}×`;
  if (name === 'marginRatio') return format.percent(value);
  return name === 'unrealizedPnL' ? format.change(value) : format.money(value);
}
