import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { fail, succeed, type Result } from '../../core/errors.js';
import { faultSchema, type Fault } from '../../simulator/server/faults.js';
import { wordFault, wordFaultKind } from '../../messages/faults.js';
import { parseArguments } from '../arguments.js';
import type { Services } from '../services.js';
import { askFault } from './faultPicker.js';
import { refuse, withSimulator, type Refusal } from './running.js';
import { mention } from '../door.js';

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
      : vscode.l10n.t('Fault in force: {0}. {1}', wordFault(fault), wordFaultKind(fault.kind).detail);
  services.output.info(text);
  mention('beaker', text);
}
