import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { toolInputSchemas } from '../../src/editor/assistant/inputSchemas.js';
import { assistantTools } from '../../src/manifest.js';
import { choose, status } from '../support/faultServer/index.js';
import { assertWords, example } from './support/commands.js';
import { errorOf, password, useConnections } from './support/connections.js';
import { assertAsks } from './support/questions.js';
import { openRecord, puts, record as readRecord, statuses, thulium, useServers } from './support/servers.js';

const record = { campaignId: example.campaignId, customerId: example.customerId };

/** What a tool answers to a model, parsed. Under test the editor approves by itself what it would ask a user. */
async function call(name: string, input: object): Promise<Record<string, unknown>> {
  const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
  const [part] = content;
  assert.ok(part instanceof vscode.LanguageModelTextPart);
  assert.doesNotMatch(part.value, new RegExp(password));
  return JSON.parse(part.value) as Record<string, unknown>;
}

describe('An assistant’s tool', () => {
  const start = useServers();
  const connect = useConnections();

  it('is offered with the schema that judges its input', () => {
    for (const [name, schema] of Object.entries(toolInputSchemas())) {
      const tool = vscode.lm.tools.find((each) => each.name === name);
      assert.deepEqual(tool?.inputSchema, schema, name);
    }
  });

  it('may not say itself that an update is confirmed', async () => {
    const server = await start();
    const connection = await connect(server.url);
    const told = await call(assistantTools.updateRecord, { connection, ...example, confirm: false });
    const error = errorOf(told);
    assert.deepEqual([error.code, error.field], ['invalid-input', 'confirm']);
    assertWords(error);
    assert.deepEqual(server.requests, []);
  });

  it('reads a record, with names beside its ids', async () => {
    const server = await start();
    const connection = await connect(server.url);
    const told = await call(assistantTools.showRecord, { connection, ...record });
    assert.deepEqual(told.record, readRecord);
    assert.deepEqual(told.names, { status_id: 'Do not call', system_status: 'Do not call' });
  });

  it('does not overwrite what changed between its question and the answer', async () => {
    const server = await start();
    const connection = await connect(server.url);
    let reads = 0;
    server.script(
      choose(({ method, target }) => {
        if (method === 'PUT') return status(204);
        if (target.endsWith('/statuses')) return status(200, statuses);
        return status(200, { ...readRecord, order: reads++ === 0 ? '1' : '2' });
      }),
    );
    const told = await call(assistantTools.updateRecord, { connection, ...example });
    assert.equal(errorOf(told).code, 'conflict');
    assert.deepEqual(puts(server), []);
  });

  it('reads before and after, updates a record of a test system, and tells what changed', async () => {
    const server = await start();
    server.script(thulium({ record: openRecord }));
    const connection = await connect(server.url);
    const told = await call(assistantTools.updateRecord, { connection, ...example });
    assert.equal(told.outcome, 'updated');
    assert.match(JSON.stringify(told.changes), /"field":"status_id","before":"5","after":"3"/);
    const methods = server.requests.map(({ method }) => method);
    assert.deepEqual(
      methods.slice(0, methods.indexOf('PUT')).includes('GET'),
      true,
      'it is reviewed before it is sent',
    );
    assert.equal(puts(server).length, 1);
  });

  it('asks on production in our own modal, although the editor has approved it', async () => {
    const server = await start();
    const connection = await connect(server.url, { production: true });
    await assertAsks(call(assistantTools.updateRecord, { connection, ...example }), /production/);
    assert.deepEqual(puts(server), []);
  });

  it('refuses to write to a read-only system', async () => {
    const server = await start();
    const connection = await connect(server.url, { readOnly: true });
    const told = await call(assistantTools.updateRecord, { connection, ...example });
    assert.equal(errorOf(told).code, 'read-only');
    assert.deepEqual(puts(server), []);
  });
});
