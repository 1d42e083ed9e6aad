// What was traded.

import { perFrame } from './dom.js';
import { makeTable, numberColumn } from './table.js';
import { dateTime, trend } from './format.js';
import { sideName, sideTone } from './words.js';

/** @param {import('./positions.js').Context} context */
export function fillsView({ account, market, format }) {
  const table = makeTable({
    caption: 'Fills', key: (fill) => `${fill.fillId}-${fill.orderId}`, empty: 'No fills yet.', rowTest: 'fill-row',
    columns: [
      { title: 'Time', text: (fill) => dateTime(fill.time) },
      { title: 'Market', text: (fill) => fill.market },
      { title: 'Side', text: sideName, tone: sideTone },
      numberColumn('Price', (fill) => format.price(fill.price, market.details(fill.market))),
      numberColumn('Size', (fill) => format.shortest(fill.quantity)),
      numberColumn('Value', (fill) => format.money(fill.quoteQuantity)),
      numberColumn('Fee', (fill) => (fill.fee ? format.money(fill.fee) : '–')),
      numberColumn('Realised', ({ realizedPnL }) => format.change(realizedPnL), ({ realizedPnL }) => trend(realizedPnL)),
      { title: 'As', text: (fill) => fill.liquidity ?? fill.type },
    ],
  });
  account.store.watch(['fills'], perFrame(() => table.update(account.store.get('fills'))));
  return table.node;
}
