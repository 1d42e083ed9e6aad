// The wallet's leverage in the market: a choice that the session key signs.

import { byId, element, setChildren } from './dom.js';

const usual = [1, 2, 3, 5, 10, 15, 20, 25, 33, 50];
const one = '1.00000000';
const meaning = 'How much a position may be worth for each dollar of margin; signed by the session key';

/**
 * @param {object} options
 * @param {import('./market.js').MarketData} options.market
 * @param {import('./account.js').Account} options.account
 * @param {import('./session.js').Session} options.session
 * @param {import('./signer.js').Pips} options.pips
 * @param {(market: string, fraction: string | null, start: number) => Promise<void>} options.choose
 */
export function showLeverage({ market, account, session, pips, choose }) {
  const select = byId('leverage');
  const render = () => {
    const chosen = market.store.get('market');
    if (!chosen) return;
    const [highest, override] = [largest(chosen, pips), account.store.get('leverage').get(chosen.market) ?? null];
    const current = override === null ? highest : whole(pips.divide(one, override), pips);
    const numbers = [...new Set([...usual.filter((number) => number < highest), highest, current])].sort((a, b) => a - b);
    const signature = numbers.join();
    if (select.dataset.numbers !== signature) {
      select.dataset.numbers = signature;
      setChildren(select, ...numbers.map((number) => element('option', { value: number, text: `${number}×` })));
    }
    select.value = String(current);
    select.disabled = !session.isActive;
    select.title = session.isActive ? meaning : 'Approve a session key to change this';
  };
  market.store.watch(['market'], render);
  account.store.watch(['leverage'], render);
  session.store.watch(['status'], render);
  select.addEventListener('change', async ({ timeStamp }) => {
    const chosen = market.store.get('market');
    const number = Number(select.value);
    // The highest is the market's own, which no override says.
    const fraction = number === largest(chosen, pips) ? null : pips.divide(one, `${number}.00000000`);
    await choose(chosen.market, fraction, timeStamp);
    render();
  });
}

const largest = (market, pips) => whole(pips.divide(one, market.initialMarginFraction), pips);

/** A number of times, to the nearest: a third of a dollar is three times. */
const whole = (value, pips) => Number(pips.fixed(value, 0));
