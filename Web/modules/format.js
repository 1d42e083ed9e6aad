// Numbers, times and names as people read them. Amounts stay texts: they are rounded by the module, never by floats.

const dateFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const clockFormat = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false,
});

/** How many digits after the point a step such as `0.01000000` has. */
export function digitsOf(step) {
  const fraction = step.split('.')[1] ?? '';
  return fraction.replace(/0+$/, '').length;
}

/** Puts commas between thousands. */
export function grouped(text) {
  const [, sign, whole, fraction] = /^(-?)(\d+)(\.\d+)?$/.exec(text) ?? [];
  if (whole === undefined) return text;
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, ',') + (fraction ?? '');
}

/**
 * A number as it was typed, without the commas between thousands. A comma anywhere else is `null`: whoever means half by
 * `0,5` must not order five.
 */
export function withoutCommas(text) {
  const clean = text.trim();
  if (!clean.includes(',')) return clean;
  return /^\d{1,3}(,\d{3})+(\.\d*)?$/.test(clean) ? clean.replaceAll(',', '') : null;
}

/** The beginning and the end of an address. */
export function shortAddress(address) {
  return `${address.slice(0, 6)}…${address.slice(-4)}`;
}

/** A time of day. */
export function clock(time) {
  return clockFormat.format(time);
}

/** A date and a time. */
export function dateTime(time) {
  return dateFormat.format(time);
}

/** How long something lasts, in its two largest units. */
export function duration(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor(seconds / 3_600) % 24;
  const minutes = Math.floor(seconds / 60) % 60;
  if (days) return `${days} d ${hours} h`;
  if (hours) return `${hours} h ${minutes} min`;
  if (minutes) return `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`;
  return `${seconds} s`;
}

/** How long ago something was. */
export function ago(time, now) {
  const passed = now - time;
  return passed < 5_000 ? 'just now' : `${duration(passed)} ago`;
}

/** How many milliseconds something took. */
export function milliseconds(value) {
  return value < 10 ? `${value.toFixed(1)} ms` : `${Math.round(value)} ms`;
}

/** A stranger's text, bounded, without signs that turn the text around. */
export function bounded(text, length = 64) {
  const clean = String(text ?? '').replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g, '');
  return clean.length > length ? `${clean.slice(0, length - 1)}…` : clean;
}

/** Numbers of the exchange as they are shown. */
export class Format {
  #pips;

  /** @param {import('./signer.js').Pips} pips */
  constructor(pips) {
    this.#pips = pips;
  }

  /** A price with the digits of the market's tick. */
  price(value, market) {
    return value === null || value === undefined ? '–' : this.fixed(value, digitsOf(market.tickSize));
  }

  /** A quantity with the digits of the market's step. */
  quantity(value, market) {
    return this.fixed(value, digitsOf(market.stepSize));
  }

  /** A quantity as short as it can be. */
  shortest(value) {
    return grouped(this.#pips.shortest(value));
  }

  /** An amount of the quote asset. */
  money(value) {
    return this.fixed(value, 2);
  }

  /** An amount with a plus where it is a gain. */
  change(value) {
    const text = this.fixed(value, 2);
    return value.startsWith('-') || /^[0.]*$/.test(value) ? text : `+${text}`;
  }

  /** A fraction as a percentage. */
  percent(fraction, digits = 2) {
    return `${this.fixed(this.#pips.multiply(fraction, '100.00000000'), digits)}%`;
  }

  /** A fraction as a percentage, with a plus where it is positive. */
  percentChange(fraction) {
    if (fraction === null || fraction === undefined) return '–';
    const text = this.percent(fraction);
    return text.startsWith('-') || /^[0.]*%$/.test(text) ? text : `+${text}`;
  }

  /** A number with so many digits. Sums may be larger than the module reckons with: they are cut, not rounded. */
  fixed(value, digits) {
    try {
      return grouped(this.#pips.fixed(value, digits).replace(/^-(?=[0.]*$)/, ''));
    } catch {
      const [whole, fraction = ''] = value.split('.');
      return grouped(digits ? `${whole}.${fraction.padEnd(digits, '0').slice(0, digits)}` : whole);
    }
  }
}

/** Whether a number is over, under or at zero: `gain`, `loss` or an empty text. */
export function trend(value) {
  if (!value || /^-?[0.]*$/.test(value)) return '';
  return value.startsWith('-') ? 'loss' : 'gain';
}
