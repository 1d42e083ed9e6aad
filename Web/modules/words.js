// What a signed request says, in words.

import { bounded, shortAddress } from './format.js';

const typeNames = {
  market: 'market', limit: 'limit', stopLossMarket: 'stop-loss market', stopLossLimit: 'stop-loss limit',
  takeProfitMarket: 'take-profit market', takeProfitLimit: 'take-profit limit', trailingStopMarket: 'trailing stop',
};

const permissionWords = {
  trade: 'trade', reduceOnly: 'only reduce positions and cancel', cancelOnly: 'only cancel orders',
};

const statusWords = {
  open: 'open', partiallyFilled: 'partly filled', active: 'waits for its trigger', filled: 'filled', canceled: 'cancelled',
  inactive: 'inactive', notFound: 'not found',
};

/** The name of an order type. */
export const orderTypeName = (type) => typeNames[type] ?? type;

/** The side of an order or a fill, in words and as a class. */
export const sideName = ({ side }) => (side === 'buy' ? 'Buy' : 'Sell');
export const sideTone = ({ side }) => (side === 'buy' ? 'gain' : 'loss');

/** What a permission allows, in words. */
export const permissionName = (permission) => permissionWords[permission] ?? permission;

/** The markets that a key may trade in, in words. */
export const scopeWords = ({ markets }) => markets.map((market) => bounded(market)).join(', ') || 'all markets';

/** How an order stands, in words. */
export const orderStatusName = (status) => statusWords[status] ?? status;

/**
 * What a request says.
 *
 * @param {string} call
 * @param {object} parameters
 * @param {import('./format.js').Format} format
 * @returns {string}
 */
export function describe(call, parameters, format) {
  switch (call) {
    case 'POST /v1/orders': return describeOrder(parameters, format);
    case 'DELETE /v1/orders': return describeCancellation(parameters);
    case 'POST /v1/initialMarginFractionOverride': {
      const fraction = parameters.initialMarginFractionOverride;
      return `Set the initial margin in ${parameters.market} to ${fraction ? format.percent(fraction) : 'the market’s own'}`;
    }
    case 'POST /v1/sessionKeys':
      return `Let session key ${shortAddress(parameters.sessionKey)} ${permissionName(parameters.permission)}`;
    case 'SessionKeyConsent': return 'Agree to be this wallet’s session key';
    case 'DELETE /v1/sessionKeys': return describeRevocation(parameters);
    case 'POST /v1/sandbox/deposits': return `Deposit ${format.money(parameters.quantity)} USD`;
    case 'POST /v1/withdrawals': return `Withdraw ${format.money(parameters.quantity)} USD`;
    default: return call;
  }
}

/** An order in words, such as `Buy 0.5 ETH-USD at 2,000`. */
export function describeOrder(order, format) {
  const { side, quantity, market, price, triggerPrice, triggerType, type, timeInForce, reduceOnly } = order;
  const parts = [`${side === 'buy' ? 'Buy' : 'Sell'} ${format.shortest(quantity)} ${market}`];
  parts.push(price ? `at ${format.shortest(price)}` : 'at market');
  if (triggerPrice) {
    parts.push(`when the ${triggerType} price ${triggerDirection(type, side)} ${format.shortest(triggerPrice)}`);
  }
  const terms = [
    { gtx: 'post only', ioc: 'immediate or cancel', fok: 'fill or kill' }[timeInForce], reduceOnly && 'reduce only',
  ].filter(Boolean);
  return parts.join(' ') + terms.map((term) => `, ${term}`).join('');
}

/** Which way the price has to go for an order to be triggered. */
export function triggerDirection(type, side) {
  const isStop = type.startsWith('stopLoss');
  return isStop === (side === 'buy') ? 'rises to' : 'falls to';
}

function describeRevocation({ sessionKey, openOrders }) {
  const what = sessionKey ? `session key ${shortAddress(sessionKey)}` : 'all session keys';
  return `Revoke ${what}, ${openOrders} open orders`;
}

function describeCancellation({ orderIds, orderDelegatedKey, market }) {
  if (orderIds) return orderIds.length === 1 ? `Cancel order ${orderIds[0]}` : `Cancel ${orderIds.length} orders`;
  if (orderDelegatedKey) return `Cancel all orders of key ${shortAddress(orderDelegatedKey)}`;
  return market ? `Cancel all orders in ${market}` : 'Cancel all orders';
}
