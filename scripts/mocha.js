import Mocha from 'mocha';
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { out } from './paths.js';

// Runs the built tests of one folder of out/test:
//   node scripts/mocha.js unit [--grep NAME] [--file PART] [--without FOLDER,FOLDER] [--share 1/2] [--seconds 20]
//     [--retries 0] [--summary FILE]
// Ends with 1 when a test failed; `--summary` receives {"passed", "failed", "titles"}, the titles of what passed.

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    grep: { type: 'string' },
    file: { type: 'string' },
    without: { type: 'string' },
    share: { type: 'string', default: '1/1' },
    retries: { type: 'string', default: '0' },
    seconds: { type: 'string', default: '20' },
    summary: { type: 'string' },
  },
});

const folder = path.join(out, 'test', positionals[0] ?? 'unit');
const mocha = new Mocha({
  timeout: Number(values.seconds) * 1000,
  forbidOnly: true,
  retries: Number(values.retries),
});
if (values.grep) mocha.grep(values.grep);
const without = values.without?.split(',') ?? [];
const [share, shares] = values.share.split('/').map(Number);
readdirSync(folder, { recursive: true })
  .sort()
  .filter((file) => file.endsWith('.test.js') && file.includes(values.file ?? ''))
  .filter((file) => !without.includes(file.split(path.sep)[0]))
  .filter((_, index) => index % shares === share - 1)
  .forEach((file) => mocha.addFile(path.join(folder, file)));
await mocha.loadFilesAsync();
const titles = [];
const runner = mocha.run((failed) => {
  const passed = runner.stats?.passes ?? 0;
  if (values.summary) writeFileSync(values.summary, JSON.stringify({ passed, failed, titles }));
  process.exit(failed > 0 || (passed === 0 && !values.grep && !values.file) ? 1 : 0);
});
runner.on('retry', (test, { message, stack = '' }) => {
  const places = stack.split('\n').filter((line) => line.includes(folder));
  console.log([`    tried again: ${test.fullTitle()}: ${message}`, ...places].join('\n'));
});
runner.on('pass', (test) => titles.push(test.fullTitle()));
