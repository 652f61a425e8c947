import * as vscode from 'vscode';
import type { Services } from '../../services.js';
import { isRequestFile, requestFileGlob } from '../selector.js';
import { TestItems } from './items.js';
import { runOn, type TestSystem } from './run.js';

/** A pause in typing after which the tests of a file are read again, in milliseconds. */
const pauseMs = 300;

/** Request files in the Testing view: every update with `expect` is a test. */
export class RequestFileTests implements vscode.Disposable {
  private readonly controller = vscode.tests.createTestController('thulium.requestFiles', 'Thulium');
  private readonly items: TestItems;
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly subscriptions: vscode.Disposable[] = [this.controller];

  constructor(services: Services) {
    this.items = new TestItems(this.controller, (text) => {
      services.output.warn(text);
    });
    const { controller, items, subscriptions } = this;
    controller.resolveHandler = (item) => (item ? items.resolve(item) : items.discover());
    controller.refreshHandler = async () => {
      await items.discover();
      await this.updateKnown();
    };
    const profile = (label: string, system: TestSystem, isDefault: boolean): void => {
      controller.createRunProfile(
        label,
        vscode.TestRunProfileKind.Run,
        (request, token) => runOn(system, { services, controller, items, request, token }),
        isDefault,
      );
    };
    profile(vscode.l10n.t('Run on the Local Simulator'), 'simulator', true);
    profile(vscode.l10n.t('Run on the System of the File'), 'file', false);

    const watcher = vscode.workspace.createFileSystemWatcher(requestFileGlob);
    subscriptions.push(
      watcher,
      watcher.onDidCreate((uri) => items.update(uri)),
      watcher.onDidChange((uri) => items.update(uri)),
      watcher.onDidDelete((uri) => {
        items.remove(uri);
      }),
      vscode.workspace.onDidOpenTextDocument((document) => {
        if (isTestFile(document)) void items.update(document.uri);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (isTestFile(document)) this.updateLater(document.uri);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        // What was not saved is gone; a file on disk says again what it says there.
        if (isTestFile(document)) void items.update(document.uri);
      }),
    );
    for (const document of vscode.workspace.textDocuments) {
      if (isTestFile(document)) void items.update(document.uri);
    }
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    for (const each of this.subscriptions) each.dispose();
  }

  private updateLater(uri: vscode.Uri): void {
    const key = uri.toString();
    clearTimeout(this.timers.get(key));
    this.timers.set(
      key,
      setTimeout(() => {
        this.timers.delete(key);
        void this.items.update(uri);
      }, pauseMs),
    );
  }

  private async updateKnown(): Promise<void> {
    const known = [...this.controller.items].flatMap(([, { uri }]) => (uri ? [uri] : []));
    await Promise.all(known.map((uri) => this.items.update(uri)));
  }
}

function isTestFile(document: vscode.TextDocument): boolean {
  return isRequestFile(document) && document.uri.scheme !== 'git';
}
