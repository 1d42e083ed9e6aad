// The price chart, on a canvas. Numbers become floats here, for pixels only.

import { byId, element, perFrame, setAttribute, setText } from './dom.js';
import { clock, dateTime, digitsOf } from './format.js';

const intervals = { '1m': 60_000, '5m': 300_000, '15m': 900_000, '1h': 3_600_000, '4h': 14_400_000, '1d': 86_400_000 };
const axisWidth = 76;
const axisHeight = 22;
const slot = 9;
/** What a bar of the live chart stands for. */
const liveStep = 5_000;
/** With fewer candles than these the live chart is shown at first. */
const candlesMinimum = 4;

/**
 * @param {object} options
 * @param {import('./market.js').MarketData} options.market
 * @param {import('./account.js').Account} options.account
 * @param {import('./format.js').Format} options.format
 * @param {() => number} options.now the exchange's time
 */
export function showChart({ market, account, format, now }) {
  const canvas = byId('chart');
  const pointer = { x: null, y: null };
  const view = { isLive: null };
  const render = perFrame(() => {
    const isLoaded = !market.store.get('isStale');
    if (view.isLive === null && isLoaded) view.isLive = market.store.get('candles').length < candlesMinimum;
    draw(canvas, { market, account, format, now: now(), pointer, isLive: view.isLive === true });
    showInterval(market, view);
  });
  market.store.watch(['candles', 'samples', 'market', 'interval', 'isStale'], render);
  account.store.watch(['orders', 'positions'], render);
  new ResizeObserver(render).observe(canvas.parentElement);
  new MutationObserver(render).observe(document.documentElement, { attributeFilter: ['data-theme'] });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', render);
  const move = (x, y) => {
    Object.assign(pointer, { x, y });
    render();
  };
  canvas.addEventListener('pointermove', ({ offsetX, offsetY }) => move(offsetX, offsetY));
  canvas.addEventListener('pointerleave', () => move(null, null));
  prepareIntervals(market, view, render);
}

function prepareIntervals(market, view, render) {
  const choose = (interval) => {
    view.isLive = interval === 'live';
    if (!view.isLive) market.chooseInterval(interval);
    render();
  };
  const makeButton = (interval, text = interval, title = null) => element('button', {
    type: 'button', class: 'segment-button', text, title, data: { interval }, on: { click: () => choose(interval) },
  });
  const live = makeButton('live', 'Live', 'The index price since this page was opened');
  byId('intervals').append(live, ...Object.keys(intervals).map((interval) => makeButton(interval)));
}

function showInterval(market, { isLive }) {
  const current = isLive ? 'live' : market.store.get('interval');
  for (const button of byId('intervals').children) {
    setAttribute(button, 'aria-pressed', String(button.dataset.interval === current));
  }
}

/** Bars of the index price, made of what was seen of it. */
function liveBars(samples) {
  const bars = [];
  for (const { time, price } of samples) {
    const start = Math.floor(time / liveStep) * liveStep;
    const last = bars.at(-1);
    if (last?.start !== start) {
      const open = last?.close ?? price;
      bars.push({ start, open, high: open, low: open, close: open, volume: 0 });
    }
    const bar = bars.at(-1);
    Object.assign(bar, { high: Math.max(bar.high, price), low: Math.min(bar.low, price), close: price });
  }
  return bars;
}

function draw(canvas, { market, account, format, now, pointer, isLive }) {
  const chosen = market.store.get('market');
  const { clientWidth: width, clientHeight: height } = canvas.parentElement;
  if (!chosen || !width || !height) return;
  const context = prepare(canvas, width, height);
  const colors = theme(canvas);
  const step = isLive ? liveStep : intervals[market.store.get('interval')];
  const area = { width: width - axisWidth, height: height - axisHeight };
  const samplesOfMarket = market.store.get('samples').get(chosen.market) ?? [];
  const seen = samplesOfMarket.map(({ time, price }) => ({ time, price: Number(price) }));
  const candles = isLive ? liveBars(seen) : market.store.get('candles').map(numbers);
  const end = Math.floor(now / step) * step;
  const count = Math.floor(area.width / slot) - 2;
  const start = end - count * step;
  const x = (time) => ((time - start) / step) * slot + slot / 2;
  const shown = candles.filter((candle) => candle.start >= start);
  const samples = isLive ? [] : seen.filter(({ time }) => time >= start);
  const scale = priceScale(shown, samples, area, isLive ? null : market.ticker);
  if (!scale) {
    empty(context, area, colors);
    return;
  }
  grid(context, { area, scale, colors, start, end, step, x, chosen });
  if (!isLive) volumes(context, shown, { area, colors, x });
  indexLine(context, samples, { scale, colors, x });
  for (const candle of shown) drawCandle(context, candle, { scale, colors, x });
  marks(context, { market, account, chosen, scale, area, colors, format });
  crosshair(context, { pointer, shown, area, scale, colors, start, step, chosen, isLive });
  describe(canvas, shown, market, format, chosen);
}

const numbers = ({ start, open, high, low, close, baseVolume }) => ({
  start, open: Number(open), high: Number(high), low: Number(low), close: Number(close), volume: Number(baseVolume ?? 0),
});

function prepare(canvas, width, height) {
  const ratio = window.devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.setProperty('width', `${width}px`);
    canvas.style.setProperty('height', `${height}px`);
  }
  const context = canvas.getContext('2d');
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.font = '11px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace';
  context.textBaseline = 'middle';
  return context;
}

function theme(canvas) {
  const style = getComputedStyle(canvas);
  const color = (name) => style.getPropertyValue(name).trim();
  return {
    gain: color('--gain'), loss: color('--loss'), text: color('--muted'), line: color('--line'), accent: color('--accent'),
    surface: color('--surface'),
  };
}

function priceScale(candles, samples, area, ticker) {
  const values = [...candles.flatMap(({ high, low }) => [high, low]), ...samples.map(({ price }) => price)];
  for (const price of [ticker?.indexPrice, ticker?.bid, ticker?.ask]) if (price) values.push(Number(price));
  if (!values.length) return null;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = Math.max((high - low) * 0.12, high * 0.0002);
  const [bottom, top] = [low - margin, high + margin];
  const y = (price) => ((top - price) / (top - bottom)) * area.height;
  return { bottom, top, y, price: (at) => top - (at / area.height) * (top - bottom) };
}

function grid(context, { area, scale, colors, start, end, step, x, chosen }) {
  context.strokeStyle = colors.line;
  context.fillStyle = colors.text;
  context.lineWidth = 1;
  context.textAlign = 'left';
  for (const price of niceSteps(scale.bottom, scale.top, Math.max(3, Math.floor(area.height / 60)))) {
    const y = Math.round(scale.y(price)) + 0.5;
    line(context, 0, y, area.width, y);
    context.fillText(label(price, chosen), area.width + 6, y);
  }
  context.textAlign = 'center';
  const every = Math.ceil(90 / slot);
  for (let time = Math.ceil(start / step / every) * step * every; time <= end; time += step * every) {
    const at = Math.round(x(time)) + 0.5;
    line(context, at, 0, at, area.height);
    if (at > 24 && at < area.width - 24) context.fillText(timeLabel(time, step), at, area.height + axisHeight / 2);
  }
}

function timeLabel(time, step) {
  if (step >= 86_400_000) return new Date(time).toISOString().slice(5, 10);
  return step < 60_000 ? clock(time) : clock(time).slice(0, 5);
}

function niceSteps(low, high, count) {
  const raw = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((value) => value >= raw);
  const list = [];
  for (let value = Math.ceil(low / step) * step; value <= high; value += step) list.push(value);
  return list;
}

function volumes(context, candles, { area, colors, x }) {
  const largest = Math.max(...candles.map(({ volume }) => volume), 1e-9);
  context.globalAlpha = 0.25;
  for (const { start, open, close, volume } of candles) {
    const height = (volume / largest) * area.height * 0.16;
    context.fillStyle = close >= open ? colors.gain : colors.loss;
    context.fillRect(x(start) - slot / 2 + 1, area.height - height, slot - 2, height);
  }
  context.globalAlpha = 1;
}

function drawCandle(context, { start, open, high, low, close }, { scale, colors, x }) {
  context.strokeStyle = context.fillStyle = close >= open ? colors.gain : colors.loss;
  const middle = Math.round(x(start)) + 0.5;
  line(context, middle, scale.y(high), middle, scale.y(low));
  const [top, bottom] = [scale.y(Math.max(open, close)), scale.y(Math.min(open, close))];
  context.fillRect(middle - slot / 2 + 1, top, slot - 2, Math.max(1, bottom - top));
}

function indexLine(context, samples, { scale, colors, x }) {
  if (samples.length < 2) return;
  context.strokeStyle = colors.accent;
  context.lineWidth = 1.5;
  context.beginPath();
  samples.forEach(({ time, price }, index) => context[index ? 'lineTo' : 'moveTo'](x(time), scale.y(price)));
  context.stroke();
  context.lineWidth = 1;
}

/** Lines for the index price, the wallet's open orders and its position. */
function marks(context, { market, account, chosen, scale, area, colors, format }) {
  const mark = (price, text, color, isTagged) => {
    const y = Math.round(scale.y(Number(price))) + 0.5;
    if (y < 0 || y > area.height) return;
    context.strokeStyle = color;
    context.setLineDash([4, 4]);
    line(context, 0, y, area.width, y);
    context.setLineDash([]);
    if (isTagged) {
      context.fillStyle = color;
      context.fillRect(area.width, y - 9, axisWidth, 18);
      context.fillStyle = colors.surface;
      context.textAlign = 'left';
      context.fillText(format.price(price, chosen), area.width + 6, y);
    } else {
      context.fillStyle = color;
      context.textAlign = 'left';
      context.fillText(text, 6, y - 8);
    }
  };
  for (const order of account.store.get('orders').values()) {
    const price = order.price ?? order.triggerPrice;
    if (order.market !== chosen.market || !price) continue;
    const color = order.side === 'buy' ? colors.gain : colors.loss;
    mark(price, `${order.side} ${format.shortest(order.originalQuantity)}`, color, false);
  }
  const position = account.store.get('positions').find((entry) => entry.market === chosen.market);
  if (position) mark(position.entryPrice, `entry ${format.shortest(position.quantity)}`, colors.text, false);
  const index = market.ticker?.indexPrice;
  if (index) mark(index, '', colors.accent, true);
}

function crosshair(context, { pointer, shown, area, scale, colors, start, step, chosen, isLive }) {
  const legend = byId('chart-legend');
  const isInside = pointer.x !== null && pointer.x < area.width && pointer.y < area.height;
  const time = isInside ? start + Math.round((pointer.x - slot / 2) / slot) * step : null;
  const candle = isInside ? shown.find((entry) => entry.start === time) : shown.at(-1);
  setText(legend, candle ? legendText(candle, chosen, isLive) : 'Index price; no trades in this time');
  if (!isInside) return;
  context.strokeStyle = context.fillStyle = colors.text;
  context.setLineDash([2, 3]);
  line(context, pointer.x, 0, pointer.x, area.height);
  line(context, 0, pointer.y, area.width, pointer.y);
  context.setLineDash([]);
  context.textAlign = 'left';
  context.fillRect(area.width, pointer.y - 9, axisWidth, 18);
  context.fillStyle = colors.surface;
  context.fillText(label(scale.price(pointer.y), chosen), area.width + 6, pointer.y);
}

function legendText({ open, high, low, close }, chosen, isLive) {
  const values = Object.entries({ O: open, H: high, L: low, C: close });
  const parts = values.map(([name, value]) => `${name} ${label(value, chosen)}`);
  return (isLive ? 'Index  ' : '') + parts.join('  ');
}

/** What a screen reader says of the picture. */
function describe(canvas, shown, market, format, chosen) {
  const last = shown.at(-1);
  const index = `index price ${format.price(market.ticker?.indexPrice, chosen)}`;
  const end = last ? `last candle ${dateTime(last.start)}, close ${label(last.close, chosen)}` : 'no trades in this time';
  setAttribute(canvas, 'aria-label', `Price chart of ${chosen.market}: ${end}, ${index}`);
}

function empty(context, area, colors) {
  context.fillStyle = colors.text;
  context.textAlign = 'center';
  context.fillText('Waiting for prices…', area.width / 2, area.height / 2);
}

function label(value, { tickSize }) {
  const digits = digitsOf(tickSize);
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function line(context, x1, y1, x2, y2) {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}
