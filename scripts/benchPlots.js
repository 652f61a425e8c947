import { spread } from './benchTable.js';

/** One stylesheet for light and dark: a picture in a page follows the reader's own choice. */
const style = `<style>
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .title { font-weight: 600; font-size: 15px }
  .faint { fill: #59636e }
  .grid { stroke: #d1d9e0 }
  .bar { fill: #8c959f }
  .ours { fill: #0969da; stroke: #0969da }
  .line { fill: none; stroke: #0969da; stroke-width: 2 }
  .ends { stroke: #1f2328 }
  .linear { stroke: #8c959f; stroke-dasharray: 4 4 }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc }
    .faint { fill: #9198a1 }
    .grid { stroke: #3d444d }
    .bar { fill: #656c76 }
    .ours { fill: #4493f8; stroke: #4493f8 }
    .line { stroke: #4493f8 }
    .ends { stroke: #f0f6fc }
  }
</style>`;

const width = 760;

/** Horizontal bars of medians, with their spread; the row that is ours stands out. */
export function plotBars(title, rows, wanted) {
  const bars = rows
    .filter(({ name }) => wanted.test(name))
    .map(({ name, values }) => ({ name: name.replace(/^.*?(: | of )/, ''), ...spread(values) }));
  const [left, right, top, step] = [230, 80, 44, 30];
  const scale = (width - left - right) / Math.max(...bars.map(({ max }) => max));
  const lines = bars.map(({ name, median, min, max }, index) => {
    const y = top + index * step;
    const middle = y + 9;
    const [from, to] = [left + min * scale, left + max * scale];
    return `<text x="${left - 10}" y="${y + 14}" text-anchor="end">${escape(name)}</text>
<rect class="${name === 'ours' ? 'ours' : 'bar'}" x="${left}" y="${y}" width="${fixed(median * scale)}" height="18" rx="2"/>
<path class="ends" d="M${fixed(from)} ${middle}H${fixed(to)}M${fixed(from)} ${middle - 4}v8M${fixed(to)} ${middle - 4}v8"/>
<text class="faint" x="${fixed(to + 8)}" y="${y + 14}">${short(median)}</text>`;
  });
  return svg(title, top + bars.length * step + 8, lines.join('\n'));
}

/** A small picture a series, on logarithmic axes; the dashed line is linear growth. */
export function plotGrowth(series) {
  const [columns, cellWidth, cellHeight, top] = [2, width / 2, 230, 40];
  const cells = series.map((each, index) => {
    const x = (index % columns) * cellWidth;
    const y = top + Math.floor(index / columns) * cellHeight;
    return `<g transform="translate(${x} ${y})">${growthCell(each, cellWidth, cellHeight)}</g>`;
  });
  const height = top + Math.ceil(series.length / columns) * cellHeight;
  return svg('Growth, on logarithmic axes; dashed: linear', height, cells.join('\n'));
}

function growthCell({ name, x: unitX, unit, points, slope }, cellWidth, cellHeight) {
  const [left, right, top, bottom] = [58, 32, 28, 44];
  const xs = points.map(({ x }) => Math.log10(x));
  const ys = points.map(({ y }) => Math.log10(y));
  const rise = Math.max(...xs) - Math.min(...xs);
  const low = Math.floor(Math.min(...ys));
  const high = Math.ceil(Math.max(...ys, ys[0] + rise));
  const placeX = (x) => left + ((x - Math.min(...xs)) / rise) * (cellWidth - left - right);
  const placeY = (y) => cellHeight - bottom - ((y - low) / (high - low)) * (cellHeight - top - bottom);
  const powers = Array.from({ length: high - low + 1 }, (_, index) => low + index);
  const grid = powers.map(
    (y) => `<path class="grid" d="M${left} ${fixed(placeY(y))}H${cellWidth - right}"/>
<text class="faint" x="${left - 6}" y="${fixed(placeY(y) + 4)}" text-anchor="end">${(10 ** y).toLocaleString('en')}</text>`,
  );
  const ticks = points.map(
    ({ x }) =>
      `<text class="faint" x="${fixed(placeX(Math.log10(x)))}" y="${cellHeight - bottom + 16}" text-anchor="middle">${x.toLocaleString('en')}</text>`,
  );
  const at = xs.map((x, index) => `${fixed(placeX(x))} ${fixed(placeY(ys[index]))}`);
  const ends = [placeX(xs[0]), placeY(ys[0]), placeX(xs.at(-1)), placeY(ys[0] + rise)].map(fixed);
  return `<text x="${left}" y="14">${escape(name)}: slope ${slope.toFixed(2)}</text>
${grid.join('\n')}
<path class="linear" d="M${ends[0]} ${ends[1]}L${ends[2]} ${ends[3]}"/>
<path class="line" d="M${at.join('L')}"/>
${at.map((each) => `<circle class="ours" cx="${each.split(' ')[0]}" cy="${each.split(' ')[1]}" r="3"/>`).join('\n')}
${ticks.join('\n')}
<text class="faint" x="${left}" y="${cellHeight - 10}">${escape(unit)} against ${escape(unitX)}</text>`;
}

function svg(title, height, content) {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escape(title)}">
${style}
<text class="title" x="10" y="24">${escape(title)}</text>
${content}
</svg>
`;
}

function escape(text) {
  return text.replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`);
}

function fixed(number) {
  return Number(number.toFixed(1));
}

function short(value) {
  return value.toLocaleString('en', { maximumSignificantDigits: 3 });
}
