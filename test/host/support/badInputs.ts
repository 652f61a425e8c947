import { after, before } from 'mocha';
import * as vscode from 'vscode';
import type { Language } from '../../support/badInputs/sentences.js';
import type { BadInput, Change } from '../../support/badInputs/table.js';
import { choose, startFaultServer, status, type FaultServer } from '../../support/faultServer/index.js';
import { example, run } from './commands.js';
import { addTestConnection } from './connections.js';
import { openRecord, thulium } from './servers.js';

/** The language of this window. */
export const language: Language = vscode.env.language === 'pl' ? 'pl' : 'en';

/** The vendor's example with a row's change in it. */
export function updateOf(change: Change): Required<Change> {
  return { ...example, ...change };
}

/** A system that is active while a block's tests run; its writes change nothing. Call inside `describe`. */
export function useOneSystem(): () => FaultServer {
  let server: FaultServer | undefined;
  let connection = '';
  before(async () => {
    server = await startFaultServer();
    const documented = thulium({ record: openRecord });
    const agents = status(200, [{ login: 'j.doe', name: 'John Doe' }]);
    server.script(choose(({ target }) => (target.endsWith('/agents') ? agents : documented)));
    connection = await addTestConnection(server.origin);
  });
  after(async () => {
    await run('thulium.removeConnection', { connection });
    await server?.close();
  });
  return () => {
    if (!server) throw new Error('The system has not been started.');
    return server;
  };
}

/** The request of a row, as somebody would paste it. */
export function asCurl({ origin }: FaultServer, { change }: Pick<BadInput, 'change'>): string {
  const { campaignId, customerId, fields } = updateOf(change);
  const url = `${origin}/api/crm_outbounds/${campaignId}/records/${customerId}`;
  return `curl -X PUT '${url}' -H 'Content-Type: application/json' -d '${JSON.stringify(fields)}'`;
}

/** The diagnostics of a document once there are as many as wanted. */
export function diagnosticsOf(uri: vscode.Uri, count: number): Promise<vscode.Diagnostic[]> {
  return new Promise((resolve) => {
    const listener = vscode.languages.onDidChangeDiagnostics(() => {
      look();
    });
    const look = (): void => {
      const found = vscode.languages.getDiagnostics(uri);
      if (found.length < count) return;
      listener.dispose();
      resolve(found);
    };
    look();
  });
}
