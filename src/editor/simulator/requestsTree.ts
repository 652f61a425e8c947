import * as vscode from 'vscode';
import { wallClock, simulatorTimeZone, defaultSwitches } from '../../simulator/engine/state.js';
import type { Diagnosis } from '../../simulator/diagnosis/codes.js';
import { parseTarget } from '../../simulator/diagnosis/route.js';
import type { ActiveFault } from '../../simulator/server/faults.js';
import { commands, contextKeys } from '../../manifest.js';
import { wordCertainty, wordDiagnosis } from '../../messages/diagnosis.js';
import {
  wordFault,
  wordFaultKind,
  wordSwitch,
  wordSwitchValue,
  type SwitchName,
} from '../../messages/simulator.js';
import type { InspectorState, Inspector, ListedEntry } from './inspector.js';
import { treeItem as treeRow, createInputBox } from '../door.js';
import type { Services } from '../services.js';
import { inspectorOf } from './windowSimulator.js';

/** One row of the view: a request, or a way in which the simulator does not behave as by default. */
export type Row =
  | { kind: 'request'; entry: ListedEntry }
  | { kind: 'fault'; fault: ActiveFault }
  | { kind: 'clock'; now: string }
  | { kind: 'switches'; changed: readonly string[] };

/** The rows above the requests: everything that makes answers differ from the documented ones. */
export function stateRows({ faults, switches, clock }: InspectorState): Row[] {
  const changed = (Object.keys(switches) as SwitchName[])
    .filter((name) => switches[name] !== defaultSwitches[name])
    .map((name) => `${wordSwitch(name)}: ${wordSwitchValue(name, switches[name])}`);
  return [
    ...faults.map((fault): Row => ({ kind: 'fault', fault })),
    ...(clock?.fixed === true ? [{ kind: 'clock', now: clock.now } as const] : []),
    ...(changed.length > 0 ? [{ kind: 'switches', changed } as const] : []),
  ];
}

/** How a row looks and sounds. */
export function treeItem(row: Row): vscode.TreeItem {
  switch (row.kind) {
    case 'request':
      return requestItem(row.entry);
    case 'fault':
      return faultItem(row.fault);
    case 'clock':
      return stateItem(
        'watch',
        vscode.l10n.t('Clock is frozen'),
        wallClock(Date.parse(row.now), simulatorTimeZone),
        commands.setSimulatorClock,
      );
    case 'switches':
      return stateItem(
        'settings',
        vscode.l10n.t('Behavior changed'),
        row.changed.join(', '),
        commands.configureSimulator,
      );
  }
}

function requestItem(entry: ListedEntry): vscode.TreeItem {
  const { diagnosis, fault } = entry;
  const label = `${entry.method} ${shortPath(entry)} → ${statusText(entry)}`;
  const found = diagnosis.map(({ code }) => code).join(', ');
  const faultLine = fault === undefined ? [] : [vscode.l10n.t('fault {0}', fault)];
  const source = 'source' in entry ? entry.source : undefined;
  const via = source === undefined ? '' : vscode.l10n.t('gateway');
  const words = [via, ...faultLine, found, localTime(entry.at)];
  const description = words.filter(Boolean).join(' · ');
  return treeRow({
    id: `${source ?? 'request'}-${entry.sequence}`,
    label,
    description,
    iconPath: requestIcon(entry),
    tooltip: [
      `${entry.method} ${entry.path} → ${statusText(entry)} (${entry.durationMs} ms)`,
      ...faultLine,
      ...diagnosis.map((each) => `${wordCertainty(each.certainty)}: ${wordDiagnosis(each)}`),
    ],
    accessibilityInformation: { label: `${label}, ${verdict(entry)}, ${description}` },
    contextValue: parseTarget(entry.method, entry.path).route?.call === 'updateRecord' ? 'update' : 'request',
    command: {
      command: commands.openSimulatorRequest,
      title: vscode.l10n.t('Open Request'),
      arguments: [{ sequence: entry.sequence, ...(source && { source }) }],
    },
  });
}

/** Ids alone where the path is that of a record, and no query: a sidebar is narrow, and the status comes last. */
function shortPath({ method, path }: ListedEntry): string {
  const { route } = parseTarget(method, path);
  if (route?.campaignId !== undefined && route.customerId !== undefined)
    return `${route.campaignId}/${route.customerId}`;
  return route ? path.replace(/^\/api\/(?:crm_outbounds\/)?/, '').replace(/\?.*$/, '?…') : path;
}

/** The status of an answer, or in words that there was none. */
export function statusText({ status }: Pick<ListedEntry, 'status'>): string {
  return status === 0 ? vscode.l10n.t('no response') : String(status);
}

function requestIcon({ status, fault, refused, diagnosis }: ListedEntry): vscode.ThemeIcon {
  if (fault !== undefined) return new vscode.ThemeIcon('zap', new vscode.ThemeColor('charts.yellow'));
  if (status === 0 || status >= 400 || refused !== undefined)
    return new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
  if (doubts(diagnosis))
    return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  if (diagnosis.length > 0) return new vscode.ThemeIcon('info');
  return new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));
}

function doubts(diagnosis: readonly Diagnosis[]): boolean {
  return diagnosis.some(({ code }) => code !== 'unchanged');
}

function verdict({ status, diagnosis }: ListedEntry): string {
  if (status === 0 || status >= 400) return vscode.l10n.t('not successful');
  return doubts(diagnosis) ? vscode.l10n.t('accepted with a remark') : vscode.l10n.t('successful');
}

function faultItem(fault: ActiveFault): vscode.TreeItem {
  const label = vscode.l10n.t('Fault: {0}', wordFault(fault));
  const left =
    fault.remaining === undefined
      ? vscode.l10n.t('until it is cleared')
      : vscode.l10n.t('requests left: {0}', fault.remaining);
  const description = [left, vscode.l10n.t('hits: {0}', fault.hits)].join(' · ');
  return treeRow({
    id: `fault-${fault.id}`,
    label,
    description,
    tooltip: [label, description, wordFaultKind(fault.kind).detail],
    iconPath: new vscode.ThemeIcon('zap', new vscode.ThemeColor('charts.yellow')),
    contextValue: 'fault',
  });
}

function stateItem(icon: string, label: string, description: string, command: string): vscode.TreeItem {
  return treeRow({
    id: icon,
    label,
    description,
    tooltip: [`${label}: ${description}`],
    iconPath: new vscode.ThemeIcon(icon),
    contextValue: 'state',
    command: { command, title: label },
  });
}

function localTime(at: string): string {
  return new Intl.DateTimeFormat(vscode.env.language, { timeStyle: 'medium' }).format(new Date(at));
}

/** The view "Simulator requests": what is out of the ordinary, then the requests, newest first. */
export class RequestsTree implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription: { dispose(): void };
  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly inspector: Inspector,
    private readonly view: vscode.TreeView<Row>,
  ) {
    this.subscription = inspector.onDidChange(() => {
      this.describe();
      this.changed.fire();
    });
    this.describe();
  }

  getChildren(element?: Row): Row[] {
    if (element) return [];
    const { state, entries } = this.inspector;
    return [...stateRows(state), ...entries.map((entry): Row => ({ kind: 'request', entry }))];
  }

  getTreeItem(row: Row): vscode.TreeItem {
    return treeItem(row);
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  /** Says beside the title and above the rows why requests are not seen. */
  private describe(): void {
    const { filter, paused, entries, count } = this.inspector;
    const parts = [
      paused ? vscode.l10n.t('paused') : '',
      filter === '' ? '' : vscode.l10n.t('“{0}”', filter),
    ];
    this.view.description = parts.filter((part) => part !== '').join(' · ');
    const hidesAll = filter !== '' && entries.length === 0 && count > 0;
    this.view.message = hidesAll ? vscode.l10n.t('No requests match “{0}”.', filter) : '';
  }
}

/** Lists only the requests in which what the user types occurs, while it is typed; an empty text lists all. */
export async function filterRequests(services: Services): Promise<void> {
  const inspector = await inspectorOf(services);
  const before = inspector.filter;
  const input = createInputBox();
  input.title = vscode.l10n.t('Filter Simulator Requests');
  input.placeholder = vscode.l10n.t('PUT, 441, 400, date-format…');
  input.prompt = vscode.l10n.t(
    'Method, path, status, diagnosis code, or fault. Enter several words to narrow the list.',
  );
  input.value = before;
  await new Promise<void>((resolve) => {
    let kept = false;
    input.onDidChangeValue((text) => {
      inspector.setFilter(text);
    });
    input.onDidAccept(() => {
      kept = true;
      input.hide();
    });
    input.onDidHide(() => {
      if (!kept) inspector.setFilter(before);
      resolve();
    });
    input.show();
  });
  input.dispose();
}

/** Forgets the requests that were listed. */
export async function clearRequests(services: Services): Promise<void> {
  await (await inspectorOf(services)).clear();
}

/** Freezes the list. */
export async function pauseRequests(services: Services): Promise<void> {
  (await inspectorOf(services)).pause();
  await tellPaused(true);
}

/** Lets the list go on, with what came meanwhile. */
export async function resumeRequests(services: Services): Promise<void> {
  await (await inspectorOf(services)).resume();
  await tellPaused(false);
}

async function tellPaused(paused: boolean): Promise<void> {
  await vscode.commands.executeCommand('setContext', contextKeys.simulatorPaused, paused);
}
