/** The middle and the ends of a row's values. */
export function spread(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const median = (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
  return { median, min: sorted[0], max: sorted.at(-1) };
}

/** True or false for a row with a goal, by its median; undefined without one. */
export function judged({ goal, values }) {
  if (!goal) return undefined;
  const { median } = spread(values);
  return 'atMost' in goal ? median <= goal.atMost : median >= goal.atLeast;
}

export function goalOf({ goal, unit }) {
  if (!goal) return '';
  const [sign, value] = 'atMost' in goal ? ['≤', goal.atMost] : ['≥', goal.atLeast];
  return `${sign} ${worded(value, unit)}`;
}

export function printRows(rows) {
  const lines = rows.map((row) => cells(row));
  const widths = [0, 1, 2, 3].map((column) => Math.max(...lines.map((line) => line[column].length)));
  for (const [name, median, ends, goal, mark] of lines)
    console.log(
      `  ${name.padEnd(widths[0])}  ${median.padStart(widths[1])}  ${ends.padStart(widths[2])}  ${goal.padEnd(widths[3])} ${mark}`,
    );
}

/** Everything as Markdown. */
export function tableOf({ machine, sections }) {
  const parts = Object.values(sections).map(({ title, rows, notes = [] }) => {
    const lines = rows.map((row) => `| ${cells(row).join(' | ')} |`);
    const table = ['| what | median | min – max | goal | |', '| --- | ---: | ---: | :--- | --- |', ...lines];
    return [`## ${title}`, ...(notes.length > 0 ? [notes.join(' ')] : []), table.join('\n')].join('\n\n');
  });
  const { processor, memory, node, platform } = machine;
  const where = `Written by \`npm run bench\` on ${processor}, ${memory}, ${platform}, Node ${node}.`;
  return `# Measured\n\n${where}\n\n${parts.join('\n\n')}\n`;
}

function cells(row) {
  const { median, min, max } = spread(row.values);
  const ends = row.values.length > 1 ? `${number(min)} – ${number(max)}` : '';
  const mark = { true: '✓', false: '✗', undefined: '' }[judged(row)];
  return [row.name, worded(median, row.unit), ends, goalOf(row), mark];
}

function worded(value, unit) {
  return `${number(value)} ${unit}`;
}

/** Three digits are more than a bench knows. */
function number(value) {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits });
}
