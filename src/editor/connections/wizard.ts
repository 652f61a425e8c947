import * as vscode from 'vscode';
import {
  checkPassword,
  checkTidy,
  checkUsername,
  meantBaseUrl,
  tidied,
  isLoopback,
  resolveBaseUrl,
  type Connection,
  type ConnectionInput,
} from '../../core/connection.js';
import { checkConnectionName } from '../../core/connectionName.js';
import type { Problem } from '../../core/problems.js';
import { wordProblem } from '../../messages/problems.js';
import { inputText, runStep, runSteps, type StepResult } from '../quickInput/step.js';
import { createQuickPick, type Row } from '../door.js';

export interface ConnectionDraft extends ConnectionInput {
  /** Undefined keeps the one in SecretStorage. */
  password?: string;
}

/** Asks for a connection step by step; undefined when the user cancels. */
export async function askConnection(
  existing: Connection | undefined,
  takenNames: readonly string[],
): Promise<ConnectionDraft | undefined> {
  const title = existing ? vscode.l10n.t('Edit {0}', existing.name) : vscode.l10n.t('Add Connection');
  const draft = {
    address: addressOf(existing),
    name: existing?.name ?? '',
    username: existing?.username ?? '',
    password: '',
  };
  let use: ConnectionUse = existing ?? { production: true, readOnly: false };
  const frame = (step: number, canGoBack: boolean) => ({ title, step, totalSteps: 5, canGoBack });

  const sameOrigin = (): boolean => {
    const { baseUrl } = resolveBaseUrl(address(draft.address));
    return (
      existing !== undefined &&
      baseUrl !== undefined &&
      new URL(baseUrl).origin === new URL(existing.baseUrl).origin
    );
  };
  const keep = async (
    field: keyof typeof draft,
    asked: Promise<StepResult<string>>,
  ): Promise<StepResult<string>> => {
    const result = await asked;
    if (result.kind === 'value') draft[field] = result.value;
    return result;
  };

  const finished = await runSteps([
    (canGoBack) =>
      keep(
        'address',
        inputText({
          ...frame(1, canGoBack),
          prompt: vscode.l10n.t('System name (“acme” for acme.thulium.com) or base URL'),
          placeholder: vscode.l10n.t('acme for acme.thulium.com'),
          value: draft.address,
          check: (text) => firstWord(resolveBaseUrl(address(text)).problems),
          mend: (text) => meantBaseUrl(text) ?? differing(text),
        }),
      ),
    (canGoBack) =>
      keep(
        'name',
        inputText({
          ...frame(2, canGoBack),
          prompt: vscode.l10n.t('Display name (shown in the status bar and used in request files)'),
          value: draft.name || suggestName(draft.address, takenNames),
          mend: differing,
          check: (text) => {
            const untidy = firstWord(checkTidy(text, 'name'));
            if (untidy !== undefined) return untidy;
            const others = takenNames.map((name) => ({ id: name, name }));
            return firstWord(checkConnectionName(text, others));
          },
        }),
      ),
    (canGoBack) =>
      keep(
        'username',
        inputText({
          ...frame(3, canGoBack),
          prompt: vscode.l10n.t('API user name (Thulium: Administration → Users → API users)'),
          value: draft.username,
          check: (text) => firstWord(checkUsername(text)),
          mend: differing,
        }),
      ),
    (canGoBack) =>
      keep(
        'password',
        inputText({
          ...frame(4, canGoBack),
          prompt: sameOrigin()
            ? vscode.l10n.t('API user password (leave empty to keep the saved one)')
            : vscode.l10n.t('API user password (saved only in VS Code’s secret storage)'),
          password: true,
          check: (text) => (text === '' && sameOrigin() ? undefined : firstWord(checkPassword(text))),
          doubt: (text) => firstWord(checkTidy(text, 'password', true)),
          mend: differing,
        }),
      ),
    async (canGoBack) => {
      const result = await pickUse(frame(5, canGoBack), existing ?? defaultUse(draft.address));
      if (result.kind === 'value') use = result.value;
      return result;
    },
  ]);
  if (!finished) return undefined;
  return {
    ...address(draft.address),
    name: draft.name,
    username: draft.username,
    production: use.production,
    readOnly: use.readOnly,
    ...(draft.password === '' ? {} : { password: draft.password }),
  };
}

type ConnectionUse = Pick<Connection, 'production' | 'readOnly'>;

function pickUse(
  frame: { title: string; step: number; totalSteps: number; canGoBack: boolean },
  current: ConnectionUse,
): Promise<StepResult<ConnectionUse>> {
  const pick = createQuickPick<Row & { use: ConnectionUse }>();
  pick.placeholder = vscode.l10n.t('Environment');
  pick.items = [
    {
      icon: 'warning',
      label: vscode.l10n.t('Production'),
      detail: vscode.l10n.t('Real records. Confirms each update; highlighted in red.'),
      use: { production: true, readOnly: false },
    },
    {
      icon: 'lock',
      label: vscode.l10n.t('Production, read-only'),
      detail: vscode.l10n.t('Blocks all updates'),
      use: { production: true, readOnly: true },
    },
    {
      icon: 'beaker',
      label: vscode.l10n.t('Test system'),
      detail: vscode.l10n.t('Sends updates without confirmation'),
      use: { production: false, readOnly: false },
    },
    {
      icon: 'lock',
      label: vscode.l10n.t('Test system, read-only'),
      detail: vscode.l10n.t('Blocks all updates'),
      use: { production: false, readOnly: true },
    },
  ];
  pick.activeItems = pick.items.filter(
    ({ use }) => use.production === current.production && use.readOnly === current.readOnly,
  );
  return runStep<ConnectionUse>(pick, frame, (finish) => [
    pick.onDidAccept(() => {
      const chosen = pick.selectedItems[0];
      if (chosen) finish(chosen.use);
    }),
  ]);
}

/** A text with `://` is a base URL, any other a system name. */
function address(text: string): Pick<ConnectionInput, 'system' | 'baseUrl'> {
  return text.includes('://') ? { baseUrl: text } : { system: text };
}

/** The text without blanks at its ends and invisible characters, where that is another. */
function differing(text: string): string | undefined {
  const tidy = tidied(text);
  return tidy === text || tidy === '' ? undefined : tidy;
}

function addressOf(connection: Connection | undefined): string {
  if (!connection) return '';
  const label = /^https:\/\/([^./]+)\.thulium\.com$/.exec(connection.baseUrl)?.[1];
  return label ?? connection.baseUrl;
}

function suggestName(text: string, taken: readonly string[]): string {
  const base = text.includes('://') ? new URL(text).host : text;
  return taken.includes(base) ? '' : base;
}

function defaultUse(text: string): ConnectionUse {
  const { baseUrl } = resolveBaseUrl(address(text));
  return { production: baseUrl === undefined || !isLoopback(new URL(baseUrl).hostname), readOnly: false };
}

function firstWord(problems: readonly Problem[]): string | undefined {
  const first = problems[0];
  return first && wordProblem(first);
}
