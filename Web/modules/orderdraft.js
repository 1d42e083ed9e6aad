// What was typed into the order form, judged: the parameters of an order, or what is wrong with which field. Pure.

import { digitsOf, grouped, withoutCommas } from './format.js';

const one = '1.00000000';

/**
 * What was typed.
 *
 * @typedef {object} Typed
 * @property {'buy' | 'sell'} side
 * @property {'market' | 'limit' | 'stopLoss' | 'takeProfit'} kind
 * @property {'market' | 'limit'} execution how a stop or take profit executes
 * @property {string} price
 * @property {string} trigger
 * @property {'last' | 'index'} triggerType
 * @property {string} size
 * @property {'base' | 'quote'} unit
 * @property {'gtc' | 'ioc' | 'fok'} timeInForce
 * @property {boolean} postOnly
 * @property {boolean} reduceOnly
 */

/**
 * What the order would be: `parameters` once it is complete, `problems` by field (errors), and `quantity`, `price`,
 * `triggerPrice` and the `reference` price as far as they are known.
 *
 * @param {Typed} typed
 * @param {object} market as `GET /v1/markets` answers it
 * @param {{indexPrice: string | null, bestBid: string | null, bestAsk: string | null}} prices
 * @param {import('./signer.js').Pips} pips
 */
export function draft(typed, market, prices, pips) {
  const problems = {};
  const type = orderType(typed);
  const hasPrice = type === 'limit' || type.endsWith('Limit');
  const hasTrigger = typed.kind === 'stopLoss' || typed.kind === 'takeProfit';
  const price = hasPrice ? readPrice(typed.price, 'price', market, problems, pips) : null;
  const triggerPrice = hasTrigger ? readPrice(typed.trigger, 'trigger', market, problems, pips) : null;
  const touch = typed.side === 'buy' ? prices.bestAsk : prices.bestBid;
  const reference = price ?? triggerPrice ?? touch ?? prices.indexPrice;
  if (price && prices.indexPrice) checkPriceLimit(price, typed.side, market, prices.indexPrice, problems, pips);
  const quantity = readSize(typed, reference, market, hasPrice, problems, pips);
  const parameters = quantity && !Object.keys(problems).length && (price || !hasPrice) && (triggerPrice || !hasTrigger)
    ? orderParameters({ typed, type, market, quantity, price, triggerPrice, hasPrice }) : null;
  return { type, hasPrice, hasTrigger, quantity, price, triggerPrice, reference, problems, parameters };
}

/** The exchange's type of order. */
export function orderType({ kind, execution }) {
  if (kind === 'market' || kind === 'limit') return kind;
  return kind + (execution === 'limit' ? 'Limit' : 'Market');
}

/** A number as it was typed, with commas or not; `null` where there is none, and a problem where it is none. */
function readNumber(text, field, problems, pips) {
  const clean = withoutCommas(text);
  if (clean === '') return null;
  if (clean === null) {
    problems[field] = 'Use a point for decimals, such as 0.5.';
    return null;
  }
  try {
    const value = pips.typed(clean);
    if (pips.compare(value, '0.00000000') > 0) return value;
    problems[field] = 'Must be over zero.';
  } catch {
    problems[field] = 'Type a number, such as 0.5.';
  }
  return null;
}

function readPrice(typed, field, market, problems, pips) {
  const value = readNumber(typed, field, problems, pips);
  if (value === null) return null;
  const down = pips.roundDown(value, market.tickSize);
  if (pips.compare(down, value) === 0) return value;
  const text = (price) => grouped(pips.fixed(price, digitsOf(market.tickSize)));
  const near = `${text(down)} or ${text(pips.roundUp(value, market.tickSize))}`;
  problems[field] = `Prices go in steps of ${pips.shortest(market.tickSize)}: ${near}.`;
  return null;
}

function checkPriceLimit(price, side, market, indexPrice, problems, pips) {
  const limit = market.limitOrderExecutionPriceLimit;
  const factor = side === 'buy' ? pips.add(one, limit) : pips.subtract(one, limit);
  const bound = pips.multiply(indexPrice, factor);
  const isBeyond = pips.compare(price, bound) * (side === 'buy' ? 1 : -1) > 0;
  if (!isBeyond) return;
  const nearest = side === 'buy' ? pips.roundDown(bound, market.tickSize) : pips.roundUp(bound, market.tickSize);
  const word = side === 'buy' ? 'at most' : 'at least';
  problems.price = `Too far from the index price: ${word} ${grouped(pips.shortest(nearest))}.`;
}

function readSize(typed, reference, market, hasPrice, problems, pips) {
  const value = readNumber(typed.size, 'size', problems, pips);
  if (value === null) return null;
  if (typed.unit === 'quote' && !reference) return null;
  const quantity = typed.unit === 'quote' ? pips.quantityFor(value, reference, market.stepSize) : value;
  const down = pips.roundDown(quantity, market.stepSize);
  if (pips.compare(down, quantity) !== 0) {
    const up = pips.shortest(pips.roundUp(quantity, market.stepSize));
    const near = pips.compare(down, '0.00000000') > 0 ? `${pips.shortest(down)} or ${up}` : `at least ${up}`;
    problems.size = `Amounts go in steps of ${pips.shortest(market.stepSize)} ${market.baseAsset}: ${near}.`;
    return null;
  }
  const canRest = hasPrice && (typed.postOnly || typed.timeInForce === 'gtc');
  const minimum = canRest ? market.makerOrderMinimum : market.takerOrderMinimum;
  const maximum = market.maximumPositionSize;
  const amount = (value) => `${grouped(pips.shortest(value))} ${market.baseAsset}`;
  if (pips.compare(quantity, minimum) < 0 && !typed.reduceOnly) problems.size = `At least ${amount(minimum)}.`;
  if (pips.compare(quantity, maximum) > 0) problems.size = `At most ${amount(maximum)}.`;
  return pips.compare(quantity, '0.00000000') > 0 ? quantity : null;
}

function orderParameters({ typed, type, market, quantity, price, triggerPrice, hasPrice }) {
  const timeInForce = !hasPrice ? undefined : typed.postOnly ? 'gtx' : typed.timeInForce;
  const values = {
    market: market.market, type, side: typed.side, quantity, price: price ?? undefined,
    triggerPrice: triggerPrice ?? undefined, triggerType: triggerPrice ? typed.triggerType : undefined, timeInForce,
    reduceOnly: typed.reduceOnly || undefined,
    // Fill or kill is only taken together with cancelling the newest.
    selfTradePrevention: timeInForce === 'fok' ? 'cn' : undefined,
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
