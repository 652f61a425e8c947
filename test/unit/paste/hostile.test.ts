import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { importCurl } from '../../../src/paste/importUpdate.js';
import { diagnosePaste } from '../../../src/paste/pastedRequest.js';
import { readAll } from '../../../src/paste/readPaste.js';
import { hidePasted } from '../../../src/paste/secrets.js';
import { repositoryRoot } from '../../support/editor/installed.js';

const url = 'https://acme.thulium.com/api/crm_outbounds/00001/records/441';
const times = (text: string, count: number): string => text.repeat(count);

/** Long texts that make a careless reader look at everything again and again. */
const hostile: Record<string, string> = {
  'blank lines': times('\n', 100_000),
  'blank lines before a call': `${times('\n', 100_000)}PUT ${url} 400`,
  'blank lines in a message': `PUT ${url} HTTP/1.1\nHost: a\nContent-Length: 5\n${times('\n', 100_000)}{}`,
  'empty objects': times('{}', 100_000),
  'open brackets': times('{', 500_000),
  'open brackets and quotes': times('{"a":', 150_000),
  'closed brackets': times(']', 500_000),
  'half a comment': `{${times('/*,', 100_000)}`,
  'substitutions of a shell': times('$(curl', 20_000),
  'substitutions in quotes': `curl -X PUT "${times('$(curl', 20_000)}" ${url}`,
  quotes: times('"', 500_000),
  'two quotes': times(`"'`, 300_000),
  backslashes: times('\\', 500_000),
  'escaped quotes': times('\\"', 300_000),
  blanks: times(' ', 1_000_000),
  'blanks behind a name': `password${times(' ', 500_000)}:x`,
  'one long word': times('a', 1_000_000),
  'one long token': `Authorization: Basic ${times('A', 900_000)}`,
  'names and values': times('password:', 100_000),
  'names without a value': times('a=', 400_000),
  'digits and dots': times('1.', 400_000),
  statuses: times(' 400', 200_000),
  calls: times(`PUT ${url} 400\n`, 10_000),
  'calls with answers': times(
    `PUT ${url} 400 {"request_id":"x","errors":[{"message":"Agent not found.","code":1}]}\n`,
    6_000,
  ),
  'calls on one line': times(`PUT ${url} `, 10_000),
  'events without an end': times('2018-05-24 12:24:00 INFO x\n', 30_000),
  'lines of JSON': times(`{"method":"PUT","url":"${url}","status":400}\n`, 9_000),
  'messages of HTTP': times(`PUT ${url} HTTP/1.1\nHost: a\n\n{}\n\nHTTP/1.1 400 Bad Request\n\n{}\n`, 5_000),
  continuations: `curl ${times('\\\n', 200_000)}`,
  'prompts that go on': `$ curl ${times('\\\n> ', 150_000)}`,
  'headers of PowerShell': `Invoke-RestMethod ${times('@{a=', 100_000)}`,
  fences: times('```\n', 150_000),
  backticks: times('`', 500_000),
  'here-documents': times('curl <<E\n', 30_000),
  'options of curl': `curl ${times('-H a:b ', 60_000)}${url}`,
  'marks of curl -v': `> PUT / HTTP/1.1\n${times('< \n', 150_000)}`,
  'cut marks': times('{"errors":[ (truncated...) ', 30_000),
  'half a URL': times('https://', 100_000),
  'typographic quotes': `curl ${times('“‘', 200_000)}`,
  'lists in Go': times('map[', 200_000),
  'names of a HAR': times('{"name":"a","value":', 50_000),
  'calls of a library': times('basicAuth("a",', 60_000),
};

describe('hostile pastes', function () {
  this.timeout(60_000);
  for (const [name, text] of Object.entries(hostile)) {
    it(`are read to their end: ${name}`, () => {
      // What is not linear takes minutes at these lengths, and so passes the limit of this suite.
      readAll(text);
      hidePasted(text);
      importCurl(text, { connections: [] });
    });
  }

  it('of any kind never make a reader fail', () => {
    const folder = path.join(repositoryRoot, 'test/corpus/pastes');
    const corpus = readdirSync(folder)
      .filter((file) => file.endsWith('.txt'))
      .map((file) => readFileSync(path.join(folder, file), 'utf8'));
    const junk = fc.constantFrom(
      '{',
      '}',
      '"',
      "'",
      '\\',
      '\n',
      '=>',
      '`',
      '$(',
      '@{',
      '[',
      ')',
      '400',
      ': ',
      'PUT ',
      '\u00a0',
      '“',
      '\u0000',
      '{{',
      '%',
      '(truncated...)',
    );
    const cutting = fc.tuple(
      fc.constantFrom(...corpus),
      fc.nat(),
      fc.nat(40),
      fc.array(junk, { maxLength: 4 }),
    );
    const runs = Number(process.env.THULIUM_FUZZ ?? 1_000);
    fc.assert(
      fc.property(
        fc.oneof(
          cutting.map(([text, at, length, more]) => {
            const place = at % (text.length + 1);
            return text.slice(0, place) + more.join('') + text.slice(place + length);
          }),
          fc.string({ unit: 'binary', maxLength: 200 }),
        ),
        (text) => {
          const read = readAll(text);
          if (read) for (const each of [read.chosen, ...read.calls]) diagnosePaste(each, {});
          const shown = hidePasted(text);
          assert.equal(hidePasted(shown), shown);
          importCurl(text, { connections: [] });
        },
      ),
      { numRuns: runs },
    );
  });
});
