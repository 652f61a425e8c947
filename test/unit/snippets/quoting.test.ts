import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bashQuote, cmdJson, cmdQuote } from '../../../src/snippets/quoting.js';
import { readBash } from '../../../src/paste/shell/bashReader.js';
import { readCmd } from '../../../src/paste/shell/cmdReader.js';
import type { ShellResult } from '../../../src/paste/shell/commands.js';
import { readPowershell } from '../../../src/paste/shell/powershellReader.js';
import { need, run } from './support/run.js';

const anyText = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((text) => !/[\0\r]/.test(text));
const nasty = fc
  .array(fc.constantFrom(...'\'"\\$`!%^&|<>;#~*?(){}[] \n\tażA0=@-'.split('')), { maxLength: 30 })
  .map((characters) => characters.join(''));
const texts = fc.array(fc.oneof(anyText, nasty), { minLength: 1, maxLength: 8 });

function words(result: ShellResult): string[] {
  assert.ok(result.ok);
  return result.pipelines.flat().flatMap((command) => command.words.map((word) => word.text));
}

describe('quoting', function () {
  this.timeout(120_000);
  before(() => need('bash'));

  it('for bash: what bash makes of it is the text', async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (given) => {
        const { stdout, stderr } = await run('bash', [
          '-c',
          `printf '%s\\0' ${given.map(bashQuote).join(' ')}`,
        ]);
        assert.deepEqual(stdout.split('\0').slice(0, -1), given, stderr);
      }),
      { numRuns: 150 },
    );
  });

  it('for bash: our reader agrees', () => {
    fc.assert(
      fc.property(texts, (given) => {
        // Behind a command: a first word with an equals sign is an assignment, in bash as in our reader.
        assert.deepEqual(words(readBash(`x ${given.map(bashQuote).join(' ')}`)), ['x', ...given]);
      }),
    );
  });

  it('for cmd: our reader of cmd and of the C runtime agrees', () => {
    fc.assert(
      fc.property(texts, (given) => {
        const oneLine = given.map((text) => text.replaceAll('\n', ' '));
        assert.deepEqual(words(readCmd(`x ${oneLine.map(cmdQuote).join(' ')}`)), ['x', ...oneLine]);
      }),
    );
  });

  it('for cmd: JSON keeps its meaning, and nothing in it is left that cmd or a code page touches', () => {
    fc.assert(
      fc.property(fc.dictionary(nasty, fc.oneof(anyText, nasty)), (given) => {
        const quoted = cmdJson(JSON.stringify(given));
        assert.match(quoted, /^[A-Za-z0-9 _.:@/+\\"{},-]*$/);
        const [, text = ''] = words(readCmd(`x ${quoted}`));
        assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(given)));
      }),
    );
  });

  it('of bash as people write it is read as bash reads it', async () => {
    const lines = [
      `a'b'"c"\\ d`,
      `"\\$x \\" \\\\ \\n \\a"`,
      `$'a\\'b\\n\\t\\x41\\u017c\\U0001f600\\305\\274\\\\ \\q'`,
      `a\\\nb "c\\\nd" \\\n e`,
      `'' "" x`,
      `x # y`,
      `x#y '#'`,
      `$"z"`,
      `a2 b3`,
    ];
    for (const line of lines) {
      const { stdout } = await run('bash', ['-c', `printf '%s\\0' ${line}`]);
      assert.deepEqual(words(readBash(line)), stdout.split('\0').slice(0, -1), line);
    }
  });

  it('of PowerShell is read', () => {
    assert.deepEqual(words(readPowershell('a \'it\'\'s\' "b`"c""d" `$x x`\n  y `\r\n z @\'\n{"q"}\n\'@')), [
      'a',
      "it's",
      'b"c"d',
      '$x',
      'x',
      'y',
      'z',
      '{"q"}',
    ]);
    assert.deepEqual(words(readPowershell(`c '{\\"a\\":1}' "{\\\`"a\\\`"}" ‘q’`)), [
      'c',
      '{"a":1}',
      '{"a"}',
      'q',
    ]);
  });

  it('left open is told', () => {
    for (const line of [`curl 'a`, `curl "a`, `curl $'a`]) {
      assert.deepEqual(readBash(line), { ok: false, problem: 'unclosed-quote' });
    }
    for (const line of [`curl 'a`, `curl "a`]) {
      assert.deepEqual(readPowershell(line), { ok: false, problem: 'unclosed-quote' });
    }
  });

  it('no text makes a reader throw', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, nasty), (text) => {
        readBash(text);
        readCmd(text);
        readPowershell(text);
      }),
    );
  });
});
