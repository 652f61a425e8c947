import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import { checkFileUpdate } from '../../../src/requestFile/checkEntry.js';
import { parseRequestFile, type FileIssue } from '../../../src/requestFile/parseRequestFile.js';
import { compareExpectation } from '../../../src/requestFile/runFileTest.js';
import { fixesFor } from '../../../src/requestFile/fixes.js';
import { requestFileJsonSchema } from '../../../src/requestFile/entrySchema.js';
import type { CampaignKnowledge } from '../../../src/core/statusRules.js';
import { repositoryRoot } from '../../support/editor/installed.js';
import { warsawDates, warsawTemplates } from '../core/support/dates.js';

const context = { dates: warsawDates, templates: warsawTemplates };
const good = { campaignId: '00001', customerId: '441', fields: { status_id: '3' } };

function issuesOf(text: string, knowledge?: CampaignKnowledge): FileIssue[] {
  const file = parseRequestFile(text);
  const all = { ...context, ...(knowledge ? { knowledge } : {}) };
  return file.readable
    ? [...file.issues, ...file.updates.flatMap((update) => checkFileUpdate(update, all).issues)]
    : file.issues;
}

function entry(text: string): string {
  return `{ "updates": [ ${text} ] }`;
}

/** What the issue is and the text that it stands at. */
function seen(text: string, knowledge?: CampaignKnowledge): string[] {
  return issuesOf(text, knowledge).map((issue) => {
    const name = issue.kind === 'problem' ? issue.problem.code : issue.kind;
    return `${name} ${text.slice(issue.start, issue.end)}`;
  });
}

function fixed(text: string, knowledge?: CampaignKnowledge): string[] {
  return issuesOf(text, knowledge).flatMap((issue) =>
    fixesFor(issue, {
      text,
      formatting: { insertSpaces: true, tabSize: 2, eol: '\n' },
      suggestedDate: '2025-11-25 09:00',
    }).map(({ edits }) =>
      [...edits]
        .sort((one, other) => other.start - one.start)
        .reduce((all, edit) => all.slice(0, edit.start) + edit.text + all.slice(edit.end), text),
    ),
  );
}

describe('a request file', () => {
  it('is JSON with comments and trailing commas', () => {
    const text = `// ours\n{ "connection": "staging", /* all */ "updates": [ ${JSON.stringify({ ...good, name: 'one', expect: { outcome: 'updated' } })}, ], }`;
    const file = parseRequestFile(text);
    assert.deepEqual(seen(text), []);
    assert.equal(file.connection?.name, 'staging');
    const [update] = file.updates;
    assert.ok(update);
    assert.equal(update.name, 'one');
    assert.deepEqual(update.expect, { outcome: 'updated' });
    assert.deepEqual(checkFileUpdate(update, context).update, good);
  });

  it('substitutes nothing', () => {
    const text = entry(
      JSON.stringify({ ...good, fields: { agent_login: '${env:HOME}' }, name: '${workspaceFolder}' }),
    );
    const [update] = parseRequestFile(text).updates;
    assert.ok(update);
    assert.equal(update.name, '${workspaceFolder}');
    assert.deepEqual(checkFileUpdate(update, context).update?.fields, {
      agent_login: '${env:HOME}',
    });
    assert.deepEqual(seen(entry(JSON.stringify({ ...good, campaignId: '${campaign}' }))), [
      'campaign-id-shape "${campaign}"',
    ]);
  });

  const broken: Record<string, string> = {
    'a missing comma': '{ "updates": [ {} {} ] }',
    'a missing bracket': '{ "updates": [ { "campaignId": "00001"',
    'a campaign id without quotation marks': entry('{ "campaignId": 00001 }'),
    nothing: '',
    'a comment alone': '// later',
    'a nesting too deep to read': '['.repeat(200_000),
  };
  for (const [name, text] of Object.entries(broken)) {
    it(`is not readable with ${name}, and nothing else is said of it`, () => {
      const file = parseRequestFile(text);
      assert.equal(file.readable, false);
      assert.ok(file.issues.length > 0);
      assert.ok(file.issues.every(({ kind }) => kind === 'syntax'));
    });
  }

  const wrong: [name: string, text: string, expected: string[]][] = [
    ['an array', '[]', ['type []']],
    ['no updates', '{}', ['required {']],
    ['updates of the wrong type', '{ "updates": {} }', ['type {}']],
    ['an update of the wrong type', entry('"x"'), ['type "x"']],
    ['a connection of the wrong type, and an empty one', '{ "connection": 1, "updates": [] }', ['type 1']],
    ['an empty connection', '{ "connection": "", "updates": [] }', ['blank ""']],
    ['an unknown key of the file', '{ "host": "evil.com", "updates": [] }', ['unknown-key "host"']],
    [
      'unknown keys of an update, told apart from those of its fields',
      entry(
        '{ "campaignId": "00001", "customerId": "441", "url": 1, "fields": { "status_id": "3", "url": 2 } }',
      ),
      ['unknown-key "url"', 'unknown-key "url"'],
    ],
    [
      'a key twice',
      entry(
        '{ "campaignId": "00001", "campaignId": "00002", "customerId": "441", "fields": { "order": 1 } }',
      ),
      ['duplicate-key "campaignId"'],
    ],
    ['an empty update', entry('{}'), ['required {', 'required {', 'required {']],
    [
      'no fields',
      entry('{ "campaignId": "00001", "customerId": "441", "fields": {} }'),
      ['no-fields "fields"'],
    ],
    [
      'fields of the wrong type',
      entry('{ "campaignId": "00001", "customerId": "441", "fields": [] }'),
      ['wrong-type []'],
    ],
    [
      'a campaign id as a number',
      entry(JSON.stringify({ ...good, campaignId: 1 })),
      ['campaign-id-zeros-lost 1'],
    ],
    [
      'a climbing customer id',
      entry(JSON.stringify({ ...good, customerId: '..' })),
      ['customer-id-shape ".."'],
    ],
    [
      'a number in scientific form, which is no id',
      entry('{ "campaignId": "00001", "customerId": 1E5, "fields": { "order": 1.5 } }'),
      ['customer-id-scientific 1E5', 'order-shape 1.5'],
    ],
    [
      'an expectation of the wrong structure',
      entry(
        `${JSON.stringify(good).slice(0, -1)}, "expect": { "outcome": "ok", "status": "200", "record": { "order": [] }, "state": 1 } }`,
      ),
      ['unknown-key "state"', 'value "ok"', 'type "200"', 'type []'],
    ],
    ['a name that is no text', entry(JSON.stringify({ ...good, name: 7 })), ['type 7']],
  ];
  for (const [name, text, expected] of wrong)
    it(`names ${name}`, () => {
      assert.deepEqual(seen(text).sort(), [...expected].sort());
    });

  it('finds both of two unknown keys of the same name', () => {
    const text = wrong.find(([name]) => name.startsWith('unknown keys of an update'))?.[1] ?? '';
    const starts = issuesOf(text).map(({ start }) => start);
    assert.equal(new Set(starts).size, 2);
  });

  it('keeps every digit of a number', () => {
    const [update] = parseRequestFile(
      entry(
        '{ "campaignId": "00001", "customerId": 9007199254740993, "fields": { "order": 12345678901234567890 } }',
      ),
    ).updates;
    assert.ok(update);
    assert.deepEqual(checkFileUpdate(update, context).update, {
      campaignId: '00001',
      customerId: '9007199254740993',
      fields: { order: '12345678901234567890' },
    });
  });

  it('does not take a key that means something to JavaScript for anything but a key', () => {
    const text = entry(
      '{ "campaignId": "00001", "customerId": "441", "fields": { "order": 1, "__proto__": { "status_id": "3" } } }',
    );
    const [update] = parseRequestFile(text).updates;
    assert.ok(update);
    const { fields } = checkFileUpdate(update, context).update ?? { fields: undefined };
    assert.equal(fields?.status_id, undefined);
  });

  it('with 10,000 updates is read and judged whole', () => {
    const updates = Array.from({ length: 10_000 }, (_, index) => ({
      ...good,
      customerId: String(index + 1),
    }));
    const file = parseRequestFile(JSON.stringify({ updates }, undefined, 2));
    assert.equal(file.updates.length, 10_000);
    assert.ok(file.updates.every((update) => checkFileUpdate(update, context).update !== undefined));
  });
});

describe('a quick fix of a request file', () => {
  const knowledge: CampaignKnowledge = {
    statuses: [{ status_id: '5', dictionary_status_id: null, name: 'Mine', system_status: 'MY_RECORD' }],
  };
  const table: [name: string, before: string, after: string, knowledge?: CampaignKnowledge][] = [
    ['gives the campaign id its zeros', '"campaignId": "1"', '"campaignId": "00001"'],
    ['gives a number its zeros', '"campaignId": 1', '"campaignId": "00001"'],
    ['writes a number as text', '"campaignId": 12345', '"campaignId": "12345"'],
    ['renames a misspelt key', '"campaingId": "00001"', '"campaignId": "00001"'],
    ['knows other spellings of a key', '"campaign_id": "00001"', '"campaignId": "00001"'],
  ];
  for (const [name, before, after] of table)
    it(name, () => {
      const text = (part: string): string =>
        entry(`{ ${part}, "customerId": "441", "fields": { "order": 1 } }`);
      assert.ok(fixed(text(before)).includes(text(after)), JSON.stringify(fixed(text(before))));
    });

  const fields = (part: string): string =>
    entry(`{ "campaignId": "00001", "customerId": "441", "fields": { ${part} } }`);

  it('writes a date in the API’s form', () => {
    assert.deepEqual(fixed(fields('"next_call_date": "24.05.2026 12:24"')), [
      fields('"next_call_date": "2026-05-24 12:24"'),
    ]);
  });

  it('offers the times on both sides of the hour that the clock skips', () => {
    assert.deepEqual(fixed(fields('"next_call_date": "2026-03-29 02:30"')), [
      fields('"next_call_date": "2026-03-29 01:30"'),
      fields('"next_call_date": "2026-03-29 03:30"'),
    ]);
  });

  it('adds the date and the agent that the status needs, in the form of the text around them', () => {
    assert.deepEqual(fixed(fields('"status_id": "5"'), knowledge), [
      fields('"status_id": "5", "agent_login": ""'),
      fields('"status_id": "5", "next_call_date": "2025-11-25 09:00"'),
    ]);
    const lines = (...more: string[]): string =>
      entry(`{
    "campaignId": "00001", "customerId": "441",
    "fields": {
      ${['"status_id": "5"', ...more].join(',\n      ')} // Mine
    } }`);
    assert.deepEqual(fixed(lines(), knowledge), [
      lines('"agent_login": ""'),
      lines('"next_call_date": "2025-11-25 09:00"'),
    ]);
  });

  it('does not offer a key that is there already', () => {
    const text = fields('"order": 1, "ordr": 2');
    assert.deepEqual(
      fixed(text).map((each) => parseRequestFile(each).updates[0]?.input.fields),
      [{ order: '1' }],
    );
  });

  it('leaves out a field that is empty', () => {
    assert.deepEqual(fixed(fields('"order": 1, "agent_login": ""')), [fields('"order": 1')]);
    assert.deepEqual(fixed(fields('"agent_login": "", "order": 1')), [fields('"order": 1')]);
  });
});

describe('an expectation', () => {
  const outcome = { outcome: 'updated', status: 204 } as const;
  const record = { status_id: 6, order: '', agent_login: 'j.doe' };

  it('is met when everything it names is so, numbers and digits being the same', () => {
    const expect = { outcome: 'updated', status: 204, record: { status_id: '6', order: '' } } as const;
    const compared = compareExpectation(expect, outcome, record);
    assert.equal(compared.met, true);
    assert.deepEqual(compared.actual, compared.expected);
  });

  it('shows only what it names, as it came', () => {
    const compared = compareExpectation(
      { outcome: 'failed', errorCode: 'rejected', record: { status_id: '8' } },
      outcome,
      record,
    );
    assert.equal(compared.met, false);
    assert.deepEqual(compared.actual, { outcome: 'updated', errorCode: null, record: { status_id: 6 } });
  });

  it('of a record is not met where the record could not be read', () => {
    assert.equal(compareExpectation({ record: {} }, outcome, undefined).met, false);
  });
});

describe('media/request-file.schema.json', () => {
  it('is what scripts/manifest.js makes of the schemas', () => {
    const file = path.join(repositoryRoot, 'media', 'request-file.schema.json');
    assert.deepEqual(
      JSON.parse(readFileSync(file, 'utf8')),
      JSON.parse(JSON.stringify(requestFileJsonSchema())),
    );
  });
});
