// The order book: a fixed number of rows for each side, which stay where they are while their numbers change.

import { byId, element, perFrame, setAttribute, setText } from './dom.js';

const rowsMaximum = 11;

/**
 * @param {object} options
 * @param {import('./market.js').MarketData} options.market
 * @param {import('./account.js').Account} options.account
 * @param {import('./signer.js').Pips} options.pips
 * @param {import('./format.js').Format} options.format
 * @param {(price: string) => void} options.onPick told the price of a level that is clicked
 */
export function showOrderBook({ market, account, pips, format, onPick }) {
  const sides = { asks: makeSide('asks', onPick), bids: makeSide('bids', onPick) };
  const render = perFrame(() => {
    const chosen = market.store.get('market');
    const book = market.store.get('book');
    if (!chosen) return;
    const orders = [...account.store.get('orders').values()].filter((order) => order.market === chosen.market);
    const own = new Set(orders.map(({ price }) => price));
    const levels = { asks: cumulated(book?.levels('asks') ?? [], pips), bids: cumulated(book?.levels('bids') ?? [], pips) };
    const largest = Math.max(1e-9, ...['asks', 'bids'].map((side) => Number(levels[side].at(-1)?.total ?? 0)));
    for (const side of ['asks', 'bids']) showSide(sides[side], levels[side], { chosen, format, largest, own, side });
    showSpread(book, chosen, pips, format);
  });
  market.store.watch(['market', 'book'], render);
  account.store.watch(['orders'], render);
}

function makeSide(side, onPick) {
  const parent = byId(side);
  const rows = Array.from({ length: rowsMaximum }, () => {
    const cells = ['price', 'size', 'total'].map((name) => element('span', { class: name }));
    const row = { level: null, cells };
    const click = () => row.level && onPick(row.level.price);
    row.node = element('button', { type: 'button', class: 'level', tabindex: -1, on: { click } }, ...cells);
    return row;
  });
  // The best price is next to the spread: the asks' last row, the bids' first.
  const ordered = side === 'asks' ? [...rows].reverse() : rows;
  parent.replaceChildren(...ordered.map(({ node }) => node));
  rows[0].node.tabIndex = 0;
  parent.addEventListener('keydown', (event) => moveThrough(event, ordered.map(({ node }) => node)));
  return rows;
}

function moveThrough(event, nodes) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const next = step && nodes[nodes.indexOf(document.activeElement) + step];
  if (!next || next.disabled) return;
  event.preventDefault();
  document.activeElement.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

function cumulated(levels, pips) {
  let total = '0.00000000';
  return levels.slice(0, rowsMaximum).map(({ price, size }) => {
    total = pips.add(total, size);
    return { price, size, total };
  });
}

function showSide(rows, levels, { chosen, format, largest, own, side }) {
  rows.forEach((row, index) => {
    const level = levels[index] ?? null;
    row.level = level;
    row.node.disabled = !level;
    const texts = level ? levelTexts(level, chosen, format) : ['', '', ''];
    row.cells.forEach((cell, number) => setText(cell, texts[number]));
    row.node.classList.toggle('own', Boolean(level && own.has(level.price)));
    // Only how long the bar is drawn: no amount is reckoned from it.
    row.node.style.setProperty('--depth', level ? String(Number(level.total) / largest) : '0');
    setAttribute(row.node, 'aria-label', level ? `${side === 'asks' ? 'Ask' : 'Bid'} ${texts[0]}, size ${texts[1]}` : null);
  });
}

function levelTexts({ price, size, total }, chosen, format) {
  return [format.price(price, chosen), format.quantity(size, chosen), format.quantity(total, chosen)];
}

function showSpread(book, chosen, pips, format) {
  const [bid, ask] = [book?.best('bids'), book?.best('asks')];
  setText(byId('book-last'), format.price(book?.lastPrice ?? book?.indexPrice, chosen));
  if (!bid || !ask) {
    setText(byId('book-spread'), '–');
    return;
  }
  const spread = pips.subtract(ask, bid);
  setText(byId('book-spread'), `${format.price(spread, chosen)} (${format.percent(pips.divide(spread, ask), 3)})`);
}
