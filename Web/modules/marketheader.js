// The market that is looked at, how it stands, and the list to choose another from.

import { byId, element, KeyedList, perFrame, setAttribute, setText } from './dom.js';
import { duration } from './format.js';

/**
 * @param {import('./market.js').MarketData} market
 * @param {import('./format.js').Format} format
 * @param {() => number} now the exchange's time
 */
export function showMarketHeader(market, format, now) {
  const render = perFrame(() => {
    const chosen = market.store.get('market');
    if (chosen) showStats(chosen, market, format, now());
  });
  market.store.watch(['market', 'tickers', 'book', 'trades', 'isStale'], render);
  setInterval(render, 1_000);
  prepareMenu(market, format);
}

function showStats(chosen, market, format, now) {
  const ticker = market.ticker ?? {};
  const last = market.store.get('trades')[0]?.price ?? ticker.close ?? ticker.markPrice;
  const change = ticker.percentChange ?? ticker.indexPricePercentChange;
  setText(byId('market-name'), chosen.market);
  setText(byId('stat-last'), format.price(last, chosen));
  setText(byId('stat-index'), format.price(ticker.indexPrice, chosen));
  setText(byId('stat-change'), format.percentChange(change));
  byId('stat-change').className = tone(format.percentChange(change));
  setText(byId('stat-volume'), `${format.fixed(ticker.quoteVolume ?? '0.00000000', 0)} USD`);
  setText(byId('stat-interest'), `${format.fixed(ticker.openInterest ?? '0.00000000', 2)} ${chosen.baseAsset}`);
  setText(byId('stat-funding'), ticker.nextFundingTime ? duration(ticker.nextFundingTime - now) : '–');
  document.body.classList.toggle('is-stale', market.store.get('isStale'));
  const title = `${format.price(last, chosen)} ${chosen.market} – Katana Perps`;
  if (document.title !== title) document.title = title;
}

function prepareMenu(market, format) {
  const menu = byId('market-menu');
  const button = byId('market-button');
  const create = (details) => marketRow(details, market, format, menu);
  const rows = new KeyedList(menu, { key: ({ market: name }) => name, create });
  const render = () => rows.update([...market.store.get('markets').values()]);
  market.store.watch(['markets', 'tickers', 'market'], perFrame(render));
  menu.addEventListener('toggle', ({ newState }) => {
    setAttribute(button, 'aria-expanded', newState === 'open');
    if (newState !== 'open') return;
    const { left, bottom } = button.getBoundingClientRect();
    menu.style.setProperty('left', `${left}px`);
    menu.style.setProperty('top', `${bottom + 4}px`);
    menu.querySelector('[aria-current]')?.focus();
  });
  menu.addEventListener('keydown', (event) => moveFocus(event, menu));
}

function marketRow(details, market, format, menu) {
  const [price, change] = [element('span', { class: 'mono' }), element('span', { class: 'mono' })];
  const choose = () => {
    market.choose(details.market);
    menu.hidePopover();
  };
  const name = element('span', { text: details.market });
  const node = element('button', { type: 'button', class: 'market-row', on: { click: choose } }, name, price, change);
  const update = () => {
    const ticker = market.store.get('tickers').get(details.market);
    const moved = ticker?.percentChange ?? ticker?.indexPricePercentChange;
    setText(price, format.price(ticker?.close ?? ticker?.markPrice, details));
    setText(change, format.percentChange(moved));
    change.className = `mono ${tone(format.percentChange(moved))}`;
    setAttribute(node, 'aria-current', market.store.get('market')?.market === details.market ? 'true' : null);
  };
  return { node, update };
}

/** By what is shown, so that a change of nearly nothing has no colour. */
const tone = (text) => (text.startsWith('+') ? 'gain' : text.startsWith('-') ? 'loss' : '');

/** The arrow keys go through the buttons of a list. */
export function moveFocus(event, list) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const buttons = [...list.querySelectorAll('button:not([hidden])')];
  const next = buttons[buttons.indexOf(document.activeElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
