import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { RecordFields } from '../../../src/core/record.js';
import { importCurl } from '../../../src/paste/importUpdate.js';
import { diagnosePaste } from '../../../src/paste/pastedRequest.js';
import { readPaste } from '../../../src/paste/readPaste.js';
import { hidePasted } from '../../../src/paste/secrets.js';
import { wordDifference } from '../../../src/messages/curl.js';
import { repositoryRoot } from '../../support/editor/installed.js';

/** `NAME.json` beside `NAME.txt`: what is left out is not compared. A case more is one pair of files more. */
interface Expected {
  /** The kind of mistake that it guards against. */
  kind: string;
  /** Who prints such a text. */
  from?: string;
  explain?: {
    method?: string;
    url?: string;
    status?: number;
    body?: string;
    bodyForm?: string;
    bodyKnown?: boolean;
    travelled?: boolean;
    /** A message of the API's in the answer. */
    answer?: string;
    answerHas?: string;
    cut?: boolean;
    variables?: string[];
    /** Codes with their certainty, nothing being known of the system. */
    codes?: string[];
  };
  import?: {
    campaignId?: string;
    customerId?: string;
    fields?: RecordFields;
    differences?: string[];
    error?: string;
  };
  /** Texts that are shown nowhere. */
  hidden?: string[];
}

const folder = path.join(repositoryRoot, 'test/corpus/pastes');
const active = { connections: [], activeBaseUrl: 'https://acme.thulium.com' };

describe('the corpus of pastes', () => {
  for (const file of readdirSync(folder).filter((each) => each.endsWith('.txt'))) {
    const text = readFileSync(path.join(folder, file), 'utf8');
    const expected = JSON.parse(
      readFileSync(path.join(folder, file.replace(/txt$/, 'json')), 'utf8'),
    ) as Expected;
    const { kind, from = '', explain, import: imported, hidden = [] } = expected;

    if (explain) {
      it(`${kind}: explains ${file} ${from && `(${from})`}`, () => {
        const read = readPaste(text);
        assert.ok(read, 'nothing was read');
        const { method, url, status, body, bodyForm = 'bytes', travelled = true, variables = [] } = read;
        const seen: Record<string, unknown> = {
          method,
          url,
          status,
          body,
          bodyForm,
          travelled,
          variables,
          bodyKnown: body !== undefined,
          answer: message(read.response),
          answerHas:
            explain.answerHas !== undefined && read.response?.includes(explain.answerHas)
              ? explain.answerHas
              : read.response,
          cut: read.responseCut ?? false,
          codes: diagnosePaste(read, {}).map((each) => `${each.code} ${each.certainty}`),
        };
        const wanted = Object.entries(explain);
        assert.deepEqual(Object.fromEntries(wanted.map(([key]) => [key, seen[key]])), explain);
      });
    }

    if (imported) {
      it(`${kind}: imports ${file} ${from && `(${from})`}`, () => {
        const result = importCurl(text, active);
        if (imported.error !== undefined) {
          assert.equal(result.ok ? undefined : result.failure.detail, imported.error);
          return;
        }
        assert.ok(result.ok, JSON.stringify(result));
        const { differences, ...update } = result.value;
        const seen: Record<string, unknown> = { ...update, differences: differences.map(({ code }) => code) };
        assert.deepEqual(Object.fromEntries(Object.keys(imported).map((key) => [key, seen[key]])), imported);
      });
    }

    if (hidden.length > 0) {
      it(`${kind}: hides the secrets of ${file}`, () => {
        const shown = hidePasted(text);
        const result = importCurl(text, active);
        const said = result.ok
          ? result.value.differences.map(wordDifference).join('\n')
          : JSON.stringify(result);
        for (const secret of hidden) {
          assert.ok(text.includes(secret), 'the case has its secret');
          assert.ok(!shown.includes(secret), shown);
          assert.ok(!said.includes(secret), said);
        }
        assert.equal(hidePasted(shown), shown, 'twice is once');
      });
    }
  }
});

function message(response: string | undefined): string | undefined {
  return /"message":\s*"([^"]*)"/.exec(response ?? '')?.[1];
}
