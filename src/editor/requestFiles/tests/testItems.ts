import * as vscode from 'vscode';
import { errorMessage } from '../../../core/errors.js';
import { parseRequestFile, type RequestFile } from '../../../requestFile/parseRequestFile.js';
import { titleOf } from '../../../requestFile/runFileTest.js';
import { exists } from '../requestFileCommands.js';
import { requestFileIn } from '../requestFiles.js';
import { excludedGlob, isRequestFile, requestFileGlob } from '../registerRequestFiles.js';
import type { Services } from '../../services.js';
import { runOn, type TestSystem } from './runTests.js';

/** The test items: a file each, below it an update each that has an expectation. */
export class TestItems {
  /** Files whose updates were read. */
  private readonly read = new Set<string>();
  /** Position of each test's update in its file. */
  private readonly positions = new WeakMap<vscode.TestItem, number>();

  /** @param report hears of what went wrong, for the log */
  constructor(
    private readonly controller: vscode.TestController,
    private readonly report: (text: string) => void,
  ) {}

  /** Lists the request files of the workspace and of the open editors, without reading them. */
  async discover(): Promise<void> {
    const found = await this.search();
    const open = vscode.workspace.textDocuments.filter(isRequestFile).map(({ uri }) => uri);
    for (const uri of found) this.fileItem(uri);
    await Promise.all(open.filter(({ scheme }) => scheme !== 'git').map((uri) => this.update(uri)));
  }

  /** Where the editor cannot search, the open files still are tests. */
  private async search(): Promise<vscode.Uri[]> {
    try {
      return await vscode.workspace.findFiles(requestFileGlob, excludedGlob);
    } catch (error) {
      this.report(errorMessage(error));
      return [];
    }
  }

  /** Reads the updates of a file, once; changes come through {@link update}. */
  async resolve(item: vscode.TestItem): Promise<void> {
    if (item.uri && !item.parent && !this.read.has(item.id)) await this.update(item.uri);
  }

  /** Brings the items of one file up to date; a file without a test has no item. */
  async update(uri: vscode.Uri): Promise<void> {
    const content = await readFile(uri);
    if (!content) {
      this.remove(uri);
      return;
    }
    const { file, positionAt } = content;
    // While the text is broken the tests stay as they were.
    if (!file.readable && this.read.has(uri.toString())) return;
    const tests = file.updates.filter(({ expect }) => expect !== undefined);
    if (tests.length === 0) {
      this.remove(uri);
      return;
    }
    const parent = this.fileItem(uri);
    const ids = new Map<string, number>();
    const children = tests.map((update) => {
      const title = titleOf(update);
      const count = (ids.get(title) ?? 0) + 1;
      ids.set(title, count);
      const id = count === 1 ? title : `${title} #${count}`;
      const item = parent.children.get(id) ?? this.controller.createTestItem(id, title, uri);
      item.label = id;
      item.sortText = String(update.index).padStart(6, '0');
      item.range = new vscode.Range(positionAt(update.start), positionAt(update.end));
      this.positions.set(item, update.index);
      return item;
    });
    parent.children.replace(children);
    this.read.add(parent.id);
  }

  remove(uri: vscode.Uri): void {
    this.read.delete(uri.toString());
    this.controller.items.delete(uri.toString());
  }

  /** Which update of its file a test is; undefined for a file's own item. */
  indexOf(item: vscode.TestItem): number | undefined {
    return this.positions.get(item);
  }

  private fileItem(uri: vscode.Uri): vscode.TestItem {
    const id = uri.toString();
    const known = this.controller.items.get(id);
    if (known) return known;
    const item = this.controller.createTestItem(id, vscode.workspace.asRelativePath(uri), uri);
    item.canResolveChildren = true;
    this.controller.items.add(item);
    return item;
  }
}

/** A request file as it was read at one moment. */
export interface FileContent {
  file: RequestFile;
  positionAt: (offset: number) => vscode.Position;
}

/** A request file as its editor shows it, else as it is on disk; undefined where it is gone. */
export async function readFile(uri: vscode.Uri): Promise<FileContent | undefined> {
  const open = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
  // The editor keeps a document for a while after its file was deleted.
  if (open && (open.isDirty || open.isUntitled || (await exists(uri)))) {
    return { file: requestFileIn(open), positionAt: (offset) => open.positionAt(offset) };
  }
  try {
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    return { file: parseRequestFile(text), positionAt: positions(text) };
  } catch {
    return undefined;
  }
}

/** Positions in a text that no editor holds, asked for in ascending order or not. */
function positions(text: string): (offset: number) => vscode.Position {
  const starts = [0];
  for (const { index } of text.matchAll(/\n/g)) starts.push(index + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return new vscode.Position(low, offset - (starts[low] ?? 0));
  };
}

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
    profile(vscode.l10n.t('Run on the File’s Connection'), 'file', false);

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
