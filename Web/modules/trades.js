// The last trades of the market, the newest on top.

import { byId, element, KeyedList, perFrame } from './dom.js';
import { clock } from './format.js';

/**
 * @param {import('./market.js').MarketData} market
 * @param {import('./format.js').Format} format
 */
export function showTrades(market, format) {
  const list = byId('trades');
  const none = element('p', { class: 'muted small empty', text: 'No trades yet.' });
  const body = element('div');
  list.append(none, body);
  const rows = new KeyedList(body, {
    key: ({ fillId }) => fillId,
    create: ({ price, quantity, time, makerSide }) => {
      const chosen = market.store.get('market');
      // The taker's side says which way the trade went.
      const node = element('div', { class: `trade ${makerSide === 'sell' ? 'gain' : 'loss'}` },
        element('span', { class: 'price', text: format.price(price, chosen) }),
        element('span', { text: format.quantity(quantity, chosen) }),
        element('span', { class: 'muted', text: clock(time) }));
      return { node, update() {} };
    },
  });
  market.store.watch(['trades', 'market'], perFrame(() => {
    const trades = market.store.get('trades');
    none.hidden = trades.length > 0;
    rows.update(trades);
  }));
}
