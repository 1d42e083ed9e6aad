// Errors in words: what happened, and what to do now.

import { grouped } from './format.js';

const advice = {
  SESSION_KEY_REVOKED: 'This session key has been revoked. Approve a new one; what you typed stays.',
  SESSION_KEY_EXPIRED: 'This session key has expired. Approve a new one; what you typed stays.',
  SESSION_KEY_UNKNOWN: 'The exchange does not know this session key. Approve a new one; what you typed stays.',
  SESSION_KEY_MARKET_NOT_PERMITTED:
    'Your approval does not include this market. Approve a key for it, or change the market.',
  SESSION_KEY_ORDER_VALUE_EXCEEDED:
    'The order is worth more than your approval allows for one. Make it smaller, or approve a key with a higher limit.',
  SESSION_KEY_DAILY_VALUE_EXCEEDED:
    'The order is worth more than is left of your approval’s limit today. Make it smaller, wait until midnight UTC, or approve '
    + 'a key with a higher limit.',
  SESSION_KEY_PRICE_DEVIATION_EXCEEDED:
    'The price is further from the index price than your approval allows. Choose a price closer to it.',
  SESSION_KEY_NOT_PERMITTED: 'A session key may not do this: only your wallet can.',
  NONCE_OUTSIDE_WINDOW: 'This device’s clock and the exchange’s differ. It has been measured again: try once more.',
  INSUFFICIENT_FUNDS: 'Not enough margin for this. Deposit, make the order smaller, or close a position.',
  EXCEEDED_WITHDRAWAL_LIMIT: 'That is more than can be withdrawn now. Withdraw less, or close positions first.',
  EXCEEDED_RATE_LIMIT: 'Too many requests at once. Wait a moment, then try again.',
  SERVICE_UNAVAILABLE: 'The exchange is busy. Nothing was carried out: try again in a moment.',
  TRADING_DISABLED: 'Trading is paused in this market. You can still cancel orders.',
  INVALID_API_KEY: 'Your session has ended. Approve a new session key to see your account.',
};

/**
 * An error as a sentence.
 *
 * @param {any} error
 * @returns {string}
 */
export function explain(error) {
  if (error?.fateUnknown) {
    return 'The connection broke before the exchange answered, so this may have been carried out all the same. '
      + 'Look at your orders before you try again.';
  }
  if (error?.code === 'NETWORK') return 'The exchange does not answer. Check your connection; what you typed stays.';
  return advice[error?.code] ?? sentence(String(error?.message ?? error));
}

/** Whether an error says that the session key is over. */
export function endsSession(error) {
  return ['SESSION_KEY_REVOKED', 'SESSION_KEY_EXPIRED', 'SESSION_KEY_UNKNOWN', 'INVALID_API_KEY'].includes(error?.code);
}

/** A message as a sentence: with a capital letter, a full stop, and numbers without superfluous zeros. */
export function sentence(message) {
  const text = message.slice(0, 300).replace(/\d+\.\d{8}\b/g, (number) => grouped(number.replace(/\.?0+$/, '')));
  return text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?…]$/.test(text) ? '' : '.');
}
