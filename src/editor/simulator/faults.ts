import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { faultKinds, faultSchema, type Fault, type FaultKind } from '../../simulator/server/faults.js';
import { wordFaultKind, wordFault } from '../../messages/simulator.js';
import { pickOrType, type Choice } from '../quickInput/pickOrType.js';
import { runSteps, type StepFrame, type StepResult } from '../quickInput/step.js';
import { fail, succeed, type Result } from '../../core/errors.js';
import { parseArguments } from '../arguments.js';
import type { Services } from '../services.js';
import { refuse, withSimulator, type Refusal } from './windowSimulator.js';
import { mention } from '../door.js';

/** Frequent ones first. */
const order: readonly FaultKind[] = [
  'latency',
  'status',
  'rate-limit',
  'drop-before',
  'drop-after',
  'html',
  'cut-body',
  'slow-body',
  'wrong-content-type',
  'oversize',
  'none',
];

interface Draft {
  kind: FaultKind;
  status?: number;
  milliseconds?: number;
  count?: number;
  share?: number;
}

const skip: StepResult<string> = { kind: 'skip' };

/** Asks which fault, with what value, and for which requests; undefined when the user left. */
export async function askFault(): Promise<Fault | undefined> {
  const draft: Draft = { kind: 'latency' };
  const done = await runSteps([
    async () => {
      const chosen = await askKind();
      if (chosen.kind === 'value') draft.kind = chosen.value;
      return chosen;
    },
    async () => askValue(draft),
    async () => (draft.kind === 'none' ? skip : askRequests(draft)),
  ]);
  return done ? faultSchema.parse(draft) : undefined;
}

function frame(step: number): StepFrame {
  return {
    title: vscode.l10n.t('Inject Simulator Fault'),
    step,
    totalSteps: 3,
    canGoBack: step > 1,
  };
}

async function askKind(): Promise<StepResult<FaultKind>> {
  const answer = await pickOrType({
    ...frame(1),
    placeholder: vscode.l10n.t('Select a fault'),
    fixed: order.map((kind) => ({ value: kind, description: kind, ...wordFaultKind(kind) })),
    check: (text) =>
      isKind(text) ? undefined : vscode.l10n.t('This fault doesn’t exist. Select one from the list.'),
    useTyped: (text) => text,
  });
  if (answer.kind !== 'value') return answer;
  return isKind(answer.value) ? { kind: 'value', value: answer.value } : { kind: 'cancel' };
}

function isKind(text: string): text is FaultKind {
  return faultKinds.some((each) => each === text);
}

async function askValue(draft: Draft): Promise<StepResult<string>> {
  delete draft.status;
  delete draft.milliseconds;
  const takesStatus = draft.kind === 'status' || draft.kind === 'html';
  const takesTime = ['latency', 'slow-body', 'rate-limit'].includes(draft.kind);
  if (!takesStatus && !takesTime) return skip;
  const [name, fixed] = takesStatus
    ? (['status', statusChoices(draft.kind)] as const)
    : (['milliseconds', timeChoices(draft.kind)] as const);
  const answer = await pickOrType({
    ...frame(2),
    placeholder: takesStatus
      ? vscode.l10n.t('HTTP status of the response (200–599)')
      : vscode.l10n.t('Milliseconds (at most 600,000)'),
    fixed,
    check: (text) => checkNumber(name, text),
    useTyped: (text) => text,
  });
  if (answer.kind === 'value') draft[name] = Number(answer.value);
  return answer;
}

function statusChoices(kind: FaultKind): Choice[] {
  const values = kind === 'html' ? [200, 502, 503, 401] : [503, 500, 502, 504, 401, 403, 404, 400, 429];
  return values.map((value) => ({ value: String(value), label: String(value) }));
}

function timeChoices(kind: FaultKind): Choice[] {
  const values = kind === 'slow-body' ? [200, 1000] : [1000, 5000, 31_000];
  return values.map((value) => ({
    value: String(value),
    label: vscode.l10n.t('{0} ms', value),
    ...(value === 31_000 && kind === 'latency'
      ? { description: vscode.l10n.t('longer than the documented client timeout') }
      : {}),
  }));
}

function checkNumber(name: 'status' | 'milliseconds', text: string): string | undefined {
  const fits =
    /^\d{1,6}$/.test(text) && faultSchema.safeParse({ kind: 'status', [name]: Number(text) }).success;
  if (fits) return undefined;
  return name === 'status'
    ? vscode.l10n.t('Enter a status from 200 to 599.')
    : vscode.l10n.t('Enter a number of milliseconds, at most 600,000.');
}

async function askRequests(draft: Draft): Promise<StepResult<string>> {
  delete draft.count;
  delete draft.share;
  const answer = await pickOrType({
    ...frame(3),
    placeholder: vscode.l10n.t('How many requests? Enter a number or a percentage, such as 20%'),
    fixed: [
      { value: 'all', label: vscode.l10n.t('All requests, until the fault is cleared') },
      { value: '1', label: vscode.l10n.t('The next request') },
      { value: '3', label: vscode.l10n.t('The next 3 requests') },
      { value: '20%', label: vscode.l10n.t('20% of requests'), description: '20%' },
    ],
    check: (text) =>
      readRequests(text) ? undefined : vscode.l10n.t('Enter a number, or a percentage such as 20%.'),
    useTyped: (text) =>
      text.endsWith('%')
        ? vscode.l10n.t('{0} of all requests', text)
        : vscode.l10n.t('Number of requests: {0}', text),
  });
  if (answer.kind === 'value') Object.assign(draft, readRequests(answer.value));
  return answer;
}

/** `all`, a number of requests or a share in per cent; undefined for anything else. */
function readRequests(text: string): Pick<Draft, 'count' | 'share'> | undefined {
  if (text === 'all') return {};
  const [, number = '', percent] = /^(\d{1,7}(?:[.,]\d+)?)\s*(%?)$/.exec(text) ?? [];
  const value = Number(number.replace(',', '.'));
  const read = percent === '%' ? { share: value / 100 } : { count: value };
  return number !== '' && faultSchema.safeParse({ kind: 'status', ...read }).success ? read : undefined;
}

const clearArguments = z.strictObject({ id: z.int() });

/**
 * `thulium.injectSimulatorFault`: puts a fault in force beside those that are; `none` clears them all. From an
 * argument object nothing is asked.
 */
export async function injectFault(services: Services, input?: unknown): Promise<Refusal> {
  const title = vscode.l10n.t('Inject Simulator Fault…');
  const given = input === undefined ? undefined : parseArguments(faultSchema, input);
  if (given?.ok === false) return refuse(services, title, given.failure);
  return withSimulator(services, title, async (control) => {
    const fault = given ?? (await asked());
    if (!fault.ok) return fault;
    await control.addFault(fault.value);
    tell(services, fault.value);
    return succeed(undefined);
  });
}

/** Clears one fault in force: `{id}`, or the row of a menu. The others stay. */
export async function clearFault(services: Services, input: unknown): Promise<Refusal> {
  const title = vscode.l10n.t('Clear This Simulator Fault');
  const given = parseArguments(clearArguments, faultOfRow(input));
  if (!given.ok) return refuse(services, title, given.failure);
  return withSimulator(services, title, async (control) => {
    await control.clearFaults(given.value.id);
    return succeed(undefined);
  });
}

function faultOfRow(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || !('fault' in input)) return input;
  const { fault } = input;
  return typeof fault === 'object' && fault !== null && 'id' in fault ? { id: fault.id } : input;
}

/** Clears all faults. */
export function clearFaults(services: Services): Promise<Refusal> {
  return injectFault(services, { kind: 'none' });
}

async function asked(): Promise<Result<Fault>> {
  const fault = await askFault();
  return fault ? succeed(fault) : fail({ code: 'cancelled' });
}

function tell(services: Services, fault: Fault): void {
  const text =
    fault.kind === 'none'
      ? wordFaultKind('none').detail
      : vscode.l10n.t('Fault active: {0}. {1}', wordFault(fault), wordFaultKind(fault.kind).detail);
  services.output.info(text);
  mention('beaker', text);
}
