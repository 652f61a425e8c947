/**
 * The one door through which text reaches the window. Much of what is shown came from outside: a server's message, the
 * name of a file, a campaign or a connection. VS Code would make a link that runs a command of `[label](command:…)` in a
 * message, an icon of `$(name)` in a row, and would draw a control character that turns a line around. Whatever passes
 * here is one line, says no secret, and is read as it is written; lint refuses VS Code's own functions elsewhere.
 */
import * as vscode from 'vscode';
import { line, raw, shown, withoutIcons, withoutLinks, type Foreign } from '../core/foreign.js';
import type { Redactor } from '../core/redact.js';

let redactor: Pick<Redactor, 'redact'> = { redact: (text) => text };

/** What is shown from now on says nothing that this redactor hides. */
export function hideSecretsBy(one: Pick<Redactor, 'redact'>): void {
  redactor = one;
}

/** Text for a place in which neither links nor icons live: a title, a row of a tree, a line of a modal. */
export function plainText(text: string): string {
  return line(redactor.redact(text));
}

/** A value from outside for a sentence: without a secret, then cut, so that no half of one stays. */
export function value(text: Foreign | undefined): string {
  return shown(redactor.redact(raw(text ?? '')));
}

/** Text for a message. */
function message(text: string): string {
  return withoutLinks(plainText(text));
}

/** Text for a row of a quick pick or the status bar. */
function rowText(text: string): string {
  return withoutIcons(plainText(text));
}

/** Text below an input box, where both links and icons live. */
function promptText(text: string): string {
  return withoutIcons(message(text));
}

const mentionMs = 5000;

type Severity = 'info' | 'warning' | 'error';

/** A message that stays until the user closes it; resolves to the button that was pressed. */
export async function showMessage(
  severity: Severity,
  text: string,
  ...buttons: readonly string[]
): Promise<string | undefined> {
  return pressed(severity, message(text), {}, buttons);
}

export interface ModalOptions {
  severity?: Severity;
  /** One thing a line, what changes first; a line end inside one of them is shown as such. */
  detail?: readonly string[];
}

/** A question that must be answered before anything else; undefined where the user cancels it. */
export async function askModal(
  question: string,
  { severity = 'warning', detail = [] }: ModalOptions,
  ...buttons: readonly string[]
): Promise<string | undefined> {
  const lines = detail.map(plainText).join('\n');
  const options = { modal: true, ...(lines === '' ? {} : { detail: lines }) };
  return pressed(severity, message(question), options, buttons);
}

async function pressed(
  severity: Severity,
  text: string,
  options: vscode.MessageOptions,
  buttons: readonly string[],
): Promise<string | undefined> {
  const { showInformationMessage, showWarningMessage, showErrorMessage } = vscode.window;
  const show = { info: showInformationMessage, warning: showWarningMessage, error: showErrorMessage }[
    severity
  ];
  const labels = buttons.map(plainText);
  const answer = await show(text, options, ...labels);
  return answer === undefined ? undefined : buttons[labels.indexOf(answer)];
}

export interface Progress {
  /** Says how far the work is; `increment` in per cent of the whole. */
  report: (text: string, increment?: number) => void;
  /** Aborts when the user cancels. */
  signal: AbortSignal;
}

/** Runs work that the user may cancel, with its progress in a notification. */
export function withProgress<T>(title: string, work: (progress: Progress) => Promise<T>): Promise<T> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: message(title),
    cancellable: true,
  };
  return Promise.resolve(
    vscode.window.withProgress(options, (progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => {
        abort.abort();
      });
      return work({
        report: (text, increment) => {
          progress.report({ message: message(text), ...(increment === undefined ? {} : { increment }) });
        },
        signal: abort.signal,
      });
    }),
  );
}

/** A row of a quick pick. Its texts are drawn as they are written; an icon of ours is named apart. */
export interface Row extends Omit<vscode.QuickPickItem, 'iconPath'> {
  icon?: string;
}

/** Lets the user choose one row, or several; undefined where they leave. */
export async function showQuickPick<R extends Row>(
  rows: readonly R[],
  options: vscode.QuickPickOptions & { canPickMany: true },
): Promise<R[] | undefined>;
export async function showQuickPick<R extends Row>(
  rows: readonly R[],
  options: vscode.QuickPickOptions,
): Promise<R | undefined>;
export async function showQuickPick<R extends Row>(
  rows: readonly R[],
  options: vscode.QuickPickOptions,
): Promise<R | R[] | undefined> {
  const drawn = rows.map(draw);
  const original = (row: Drawn<R>): R[] => rows.filter((_, index) => drawn[index] === row);
  const texts = {
    ...options,
    ...textOf('title', options.title, plainText),
    ...textOf('placeHolder', options.placeHolder, plainText),
  };
  if (texts.canPickMany === true) {
    const chosen = await vscode.window.showQuickPick(drawn, { ...texts, canPickMany: true });
    return chosen?.flatMap(original);
  }
  const chosen = await vscode.window.showQuickPick(drawn, texts);
  return chosen && original(chosen)[0];
}

type Drawn<R extends Row> = Omit<R, 'icon'> & vscode.QuickPickItem;

function draw<R extends Row>({ icon, ...row }: R): Drawn<R> {
  const label = rowText(row.label);
  const texts = {
    label: icon === undefined ? label : `$(${icon}) ${label}`,
    ...textOf('description', row.description, rowText),
    ...textOf('detail', row.detail, rowText),
  };
  return { ...row, ...texts } as Drawn<R>;
}

function textOf<K extends string>(
  key: K,
  text: string | undefined,
  mend: (text: string) => string,
): Partial<Record<K, string>> {
  return (text === undefined ? {} : { [key]: mend(text) }) as Partial<Record<K, string>>;
}

/** One line of text; `validateInput` judges it while it is typed. */
export async function showInputBox(
  options: Omit<vscode.InputBoxOptions, 'validateInput'> & {
    validateInput?: (text: string) => string | undefined;
  },
): Promise<string | undefined> {
  const { validateInput, ...rest } = options;
  return vscode.window.showInputBox({
    ...rest,
    ...textOf('title', options.title, plainText),
    ...textOf('prompt', options.prompt, promptText),
    ...textOf('placeHolder', options.placeHolder, plainText),
    ...(validateInput
      ? {
          validateInput: (text) => {
            const found = validateInput(text);
            return found === undefined ? undefined : promptText(found);
          },
        }
      : {}),
  });
}

/** The texts that a quick input shows, each with what makes it fit for its place. */
const inputTexts: Readonly<Record<string, (text: string) => string>> = {
  title: plainText,
  placeholder: plainText,
  prompt: promptText,
  validationMessage: promptText,
};

/** An input box all of whose texts pass the door. */
export function createInputBox(): vscode.InputBox {
  return guarded(vscode.window.createInputBox(), {}, {});
}

/** A quick pick all of whose texts and rows pass the door; the rows that come back are those that were given. */
export function createQuickPick<R extends Row>(): vscode.QuickPick<R> {
  const drawn = new WeakMap<R, R>();
  const originals = new WeakMap<R, R>();
  const redraw = (rows: readonly R[]): R[] =>
    rows.map((row) => {
      const known = drawn.get(row) ?? (draw(row) as unknown as R);
      drawn.set(row, known);
      originals.set(known, row);
      return known;
    });
  const back = (rows: readonly R[]): R[] => rows.map((row) => originals.get(row) ?? row);
  const pick = vscode.window.createQuickPick<R>();
  const translated =
    (event: vscode.Event<readonly R[]>): vscode.Event<readonly R[]> =>
    (listener, self, disposables) =>
      event((rows) => listener.call(self, back(rows)) as unknown, undefined, disposables);
  const read = {
    items: () => back(pick.items),
    activeItems: () => back(pick.activeItems),
    selectedItems: () => back(pick.selectedItems),
    onDidChangeActive: () => translated(pick.onDidChangeActive),
    onDidChangeSelection: () => translated(pick.onDidChangeSelection),
  };
  return guarded(pick, read, { items: redraw, activeItems: redraw, selectedItems: redraw });
}

function guarded<I extends vscode.QuickInput, R>(
  input: I,
  read: Readonly<Record<string, () => unknown>>,
  rows: Readonly<Record<string, (rows: readonly R[]) => R[]>>,
): I {
  return new Proxy(input, {
    get(target, key) {
      const own = read[String(key)];
      if (own) return own();
      const found: unknown = Reflect.get(target, key, target);
      return typeof found === 'function' ? (found.bind(target) as unknown) : found;
    },
    set(target, key, given: unknown) {
      const mend = inputTexts[String(key)];
      const redraw = rows[String(key)];
      const fit =
        typeof given === 'string' && mend ? mend(given) : redraw ? redraw(given as readonly R[]) : given;
      return Reflect.set(target, key, fit, target);
    },
  });
}

/** Says in the status bar, for a moment, what was done; nothing that anybody must have read. */
export function mention(icon: string, text: string): void {
  vscode.window.setStatusBarMessage(`$(${icon}) ${rowText(text)}`, mentionMs);
}

/** An item of the status bar. */
export interface StatusBarItem extends vscode.Disposable {
  show(facts: { icon: string; text: string; tooltip: string; isDanger: boolean }): void;
}

/** An item at the left of the status bar that runs `command`. */
export function createStatusBarItem(id: string, command: string): StatusBarItem {
  const item = vscode.window.createStatusBarItem(id, vscode.StatusBarAlignment.Left, 10);
  item.name = 'Thulium';
  item.command = command;
  return {
    show({ icon, text, tooltip, isDanger }) {
      item.text = `$(${icon}) ${rowText(text)}`;
      item.tooltip = plainText(tooltip);
      item.accessibilityInformation = { label: item.tooltip };
      item.backgroundColor = isDanger ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
      item.show();
    },
    dispose() {
      item.dispose();
    },
  };
}

export interface TreeRow extends Omit<vscode.TreeItem, 'label' | 'tooltip' | 'description'> {
  label: string;
  description?: string;
  /** One thing a line. */
  tooltip?: readonly string[];
}

/** A row of a view. What reads the screen hears its label and description unless `accessibilityInformation` says more. */
export function treeItem({
  label,
  description,
  tooltip,
  accessibilityInformation,
  ...rest
}: TreeRow): vscode.TreeItem {
  return Object.assign(new vscode.TreeItem(plainText(label)), rest, {
    ...textOf('description', description, plainText),
    ...(tooltip === undefined ? {} : { tooltip: tooltip.map(plainText).join('\n') }),
    ...(accessibilityInformation === undefined
      ? {}
      : {
          accessibilityInformation: {
            ...accessibilityInformation,
            label: plainText(accessibilityInformation.label),
          },
        }),
  });
}

/** The title of a question in a chat, which takes text only and may read Markdown in it. */
export function chatTitle(text: string): string {
  return message(text).replace(/[\\`*_[\]<>#~|!]/g, '\\$&');
}

/** Lines for a hover or a chat, in which nothing is Markdown. */
export function plainMarkdown(lines: readonly string[]): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  lines.forEach((each, index) => {
    if (index > 0) text.appendMarkdown('\n\n');
    text.appendText(plainText(each));
  });
  return text;
}
