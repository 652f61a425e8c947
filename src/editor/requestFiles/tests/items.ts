import * as vscode from 'vscode';
import { errorMessage } from '../../../core/errors.js';
import { parseRequestFile, type RequestFile } from '../../../requestFile/parseRequestFile.js';
import { titleOf } from '../../../requestFile/runFileTest.js';
import { exists } from '../newFile.js';
import { requestFileIn } from '../parsed.js';
import { excludedGlob, isRequestFile, requestFileGlob } from '../selector.js';

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
