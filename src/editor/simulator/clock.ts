import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { createNextCallDateChecker, instantOf } from '../../core/nextCallDate.js';
import { fail, succeed } from '../../core/errors.js';
import { wallClock } from '../../simulator/engine/clock.js';
import { simulatorTimeZone } from '../../simulator/engine/state.js';
import { wordProblem } from '../../messages/problems.js';
import { parseArguments } from '../arguments.js';
import { pickOrType } from '../quickInput/pickOrType.js';
import type { Services } from '../services.js';
import { refuse, withSimulator, type Refusal } from './running.js';

/** An instant in ISO 8601 with an offset, or null to let the clock run. */
const clockArguments = z.strictObject({ now: z.nullable(z.iso.datetime({ offset: true })) });
const running = 'running';

/** Fixes the simulator's clock at `{now}` or at what the user types, or lets it run. */
export async function setClock(services: Services, input?: unknown): Promise<Refusal> {
  const title = vscode.l10n.t('Fix the Simulator’s Clock…');
  const given = input === undefined ? undefined : parseArguments(clockArguments, input);
  if (given?.ok === false) return refuse(services, title, given.failure);
  return withSimulator(services, title, async (control) => {
    const instant = given ? given.value.now : await ask((await control.readClock()).now);
    if (instant === undefined) return fail({ code: 'cancelled' });
    await control.setClock(instant ?? undefined);
    return succeed(undefined);
  });
}

/** The instant of what was typed, null to let the clock run, undefined when the user left. */
async function ask(now: string): Promise<string | null | undefined> {
  const checker = createNextCallDateChecker(simulatorTimeZone, () => -Infinity);
  const answer = await pickOrType({
    title: vscode.l10n.t('The Simulator’s Clock'),
    step: 1,
    totalSteps: 1,
    canGoBack: false,
    placeholder: vscode.l10n.t('YYYY-MM-DD hh:mm in {0}', simulatorTimeZone),
    fixed: [
      { value: running, label: vscode.l10n.t('Let the clock run') },
      {
        value: wallClock(Date.parse(now), simulatorTimeZone),
        label: vscode.l10n.t('Stop the clock now'),
        description: wallClock(Date.parse(now), simulatorTimeZone),
      },
    ],
    check: (text) => {
      const found =
        text === running ? undefined : checker.check(text).find((each) => each.severity === 'error');
      return found && wordProblem(found);
    },
    useTyped: (text) => vscode.l10n.t('Fix the clock at {0}', text),
  });
  if (answer.kind !== 'value') return undefined;
  const instant = answer.value === running ? undefined : instantOf(answer.value, simulatorTimeZone);
  return instant === undefined ? null : new Date(instant).toISOString();
}
