import { parseArgs } from 'node:util';
import { prepare } from './prepare.js';

// Makes a fresh clone ready; does nothing where it already is.
//   node scripts/setup.js [--no-editors]     with editors: also a browser to drive them

const { values } = parseArgs({ options: { 'no-editors': { type: 'boolean' } } });
try {
  await prepare(values['no-editors'] ? {} : { editors: ['newest', 'floor'], browser: true });
} catch (error) {
  console.error(`setup: ${error.message}`);
  process.exitCode = 1;
}
