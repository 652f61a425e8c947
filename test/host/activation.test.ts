import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';

const extensionId = 'thulium-campaign-records.thulium-campaign-records';

interface Manifest {
  contributes: { commands: { command: string }[] };
}

describe('activation', () => {
  const extension = vscode.extensions.getExtension(extensionId);

  it('activates in this host from its bundle', async () => {
    assert.ok(extension, 'the editor lists the extension');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('runs a command whose code is loaded when first used', async () => {
    await vscode.commands.executeCommand('thulium.showOutput');
  });

  it('registers every command of its manifest', async () => {
    assert.ok(extension);
    const { contributes } = extension.packageJSON as Manifest;
    assert.ok(contributes.commands.length > 0, 'the manifest contributes commands');
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = contributes.commands.map(({ command }) => command).filter((id) => !registered.has(id));
    assert.deepEqual(missing, []);
  });
});
