// The open positions; each is closed with one click.

import { perFrame } from './dom.js';
import { buttonCell, makeTable, numberColumn } from './table.js';
import { trend } from './format.js';

/**
 * What the views of an account need.
 *
 * @typedef {object} Context
 * @property {import('./api.js').API} api
 * @property {import('./market.js').MarketData} market
 * @property {import('./account.js').Account} account
 * @property {import('./session.js').Session} session
 * @property {import('./desk.js').Desk} desk
 * @property {import('./signer.js').Pips} pips
 * @property {import('./format.js').Format} format
 * @property {import('./actions.js').Actions} actions
 */

/**
 * @param {Context} context
 * @param {(count: number) => void} count
 */
export function positionsView({ account, market, format, pips, actions }, count) {
  const price = (position, value) => format.price(value, market.details(position.market));
  const mark = (position) => market.store.get('tickers').get(position.market)?.markPrice ?? position.markPrice;
  const profit = (position) => pips.multiply(position.quantity, pips.subtract(mark(position), position.entryPrice));
  const liquidation = ({ liquidationPrice, ...position }) =>
    trend(liquidationPrice) ? price(position, liquidationPrice) : 'none';
  const close = buttonCell({
    text: 'Close', label: (position) => `Close ${position.market} at market`, test: (position) => `close-${position.market}`,
    run: (position, event) => actions.closePosition(position, event.timeStamp),
  });
  const table = makeTable({
    caption: 'Open positions', key: (position) => position.market, empty: 'No open positions.', rowTest: 'position-row',
    columns: [
      { title: 'Market', text: (position) => position.market },
      numberColumn('Size', ({ quantity }) => format.shortest(quantity), ({ quantity }) => trend(quantity)),
      numberColumn('Entry', (position) => price(position, position.entryPrice)),
      numberColumn('Mark', (position) => price(position, mark(position))),
      numberColumn('Liquidation', liquidation),
      numberColumn('Margin', (position) => format.money(position.marginRequirement)),
      numberColumn('Unrealised', (position) => format.change(profit(position)), (position) => trend(profit(position))),
      numberColumn('Realised', ({ realizedPnL }) => format.change(realizedPnL), ({ realizedPnL }) => trend(realizedPnL)),
      { title: '', make: close },
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
