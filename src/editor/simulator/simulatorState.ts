import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { createNextCallDateChecker, instantOf } from '../../core/nextCallDate.js';
import { fail, succeed, invalidInput, type Result } from '../../core/errors.js';
import {
  wallClock,
  simulatorTimeZone,
  defaultSwitches,
  switchesSchema,
  type Switches,
  type SwitchesInput,
  type SimulatorRecord,
} from '../../simulator/engine/state.js';
import { wordProblem } from '../../messages/problems.js';
import { parseArguments } from '../arguments.js';
import { pickOrType } from '../quickInput/pickOrType.js';
import type { Services } from '../services.js';
import { refuse, withSimulator, type Refusal, simulatorConnectionId } from './windowSimulator.js';
import { recordFieldNames } from '../../core/record.js';
import { wordSwitch, wordSwitchValue, type SwitchName } from '../../messages/simulator.js';
import { showQuickPick, showInputBox } from '../door.js';
import { checkCampaignId, checkCustomerId } from '../../core/ids.js';
import type { AsyncSimulatorControl } from '../../simulator/host.js';
import { recordChangesSchema, type RecordChanges } from '../../simulator/seed/seedFile.js';
import { fieldLabel } from '../../messages/fields.js';
import { UpdatePalette } from '../update/palette.js';

/** An instant in ISO 8601 with an offset, or null to let the clock run. */
const clockArguments = z.strictObject({ now: z.nullable(z.iso.datetime({ offset: true })) });
const running = 'running';

/** Fixes the simulator's clock at `{now}` or at what the user types, or lets it run. */
export async function setClock(services: Services, input?: unknown): Promise<Refusal> {
  const title = vscode.l10n.t('Set Simulator Clock…');
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
    title: vscode.l10n.t('Simulator Clock'),
    step: 1,
    totalSteps: 1,
    canGoBack: false,
    placeholder: vscode.l10n.t('YYYY-MM-DD hh:mm in {0}', simulatorTimeZone),
    fixed: [
      { value: running, label: vscode.l10n.t('Use System Time') },
      {
        value: wallClock(Date.parse(now), simulatorTimeZone),
        label: vscode.l10n.t('Freeze at Current Time'),
        description: wallClock(Date.parse(now), simulatorTimeZone),
      },
    ],
    check: (text) => {
      const found =
        text === running ? undefined : checker.check(text).find((each) => each.severity === 'error');
      return found && wordProblem(found);
    },
    useTyped: (text) => vscode.l10n.t('Freeze at {0}', text),
  });
  if (answer.kind !== 'value') return undefined;
  const instant = answer.value === running ? undefined : instantOf(answer.value, simulatorTimeZone);
  return instant === undefined ? null : new Date(instant).toISOString();
}

const acceptedOrRefused = ['accepted', 'refused'] as const;

/** The values of each switch, the default first. */
const values: { readonly [Name in SwitchName]: readonly Switches[Name][] } = {
  successStatus: [204, 200],
  emptyString: ['clears', 'refused'],
  pastDates: acceptedOrRefused,
  unknownKeys: acceptedOrRefused,
  unknownParameters: acceptedOrRefused,
  inactiveAgents: acceptedOrRefused,
  trailingSlash: acceptedOrRefused,
  contentType: ['lenient', 'unread', 'strict'],
  formBody: ['refused', 'accepted'],
  existingRecord: ['refused', 'accepted'],
  ignoredField: [null, ...recordFieldNames],
};
const names = Object.keys(values) as SwitchName[];

/**
 * `thulium.configureSimulator`: how the simulator behaves where nobody has documented what Thulium does. With
 * switches in the argument they are set; else one after another is offered until the user leaves.
 */
export async function chooseSwitches(services: Services, input?: unknown): Promise<Refusal> {
  const title = vscode.l10n.t('Undocumented Behavior');
  const given = input === undefined ? undefined : parseArguments(switchesSchema, input);
  if (given?.ok === false) return refuse(services, title, given.failure);
  return withSimulator(services, title, async (control) => {
    if (given) await control.setSwitches(given.value);
    else {
      let current = await control.getSwitches();
      for (;;) {
        const chosen = await pickSwitch(title, current);
        if (!chosen) break;
        current = await control.setSwitches(chosen);
      }
    }
    return succeed(undefined);
  });
}

/** Offers the switches, then the values of one; undefined when the user left the list of switches. */
async function pickSwitch(title: string, current: Switches): Promise<SwitchesInput | undefined> {
  const chosen = await showQuickPick(
    names.map((name) => ({
      label: wordSwitch(name),
      description: wordSwitchValue(name, current[name]),
      detail: isDefault(name, current[name])
        ? vscode.l10n.t('default')
        : vscode.l10n.t('default: {0}', wordSwitchValue(name, defaultSwitches[name])),
      name,
    })),
    {
      title,
      placeHolder: vscode.l10n.t('Thulium’s behavior isn’t documented here. Test your code against both.'),
    },
  );
  if (!chosen) return undefined;
  const { name } = chosen;
  const value = await showQuickPick(
    values[name].map((each) => ({
      label: wordSwitchValue(name, each),
      description: [
        isDefault(name, each) ? vscode.l10n.t('default') : '',
        each === current[name] ? vscode.l10n.t('now') : '',
      ]
        .filter((text) => text !== '')
        .join(', '),
      value: each,
    })),
    { title: wordSwitch(name) },
  );
  return value ? { [name]: value.value } : {};
}

function isDefault(name: SwitchName, value: unknown): boolean {
  return defaultSwitches[name] === value;
}

const editArguments = z.strictObject({
  campaignId: z.string(),
  customerId: z.string(),
  fields: recordChangesSchema,
});

const editable = Object.keys(recordChangesSchema.shape) as (keyof RecordChanges)[];

/**
 * Sets values of a record as no call of the API can, such as a note or a call's date: those of the argument
 * object, or one after another as the user picks them.
 */
export async function editRecord(services: Services, input?: unknown): Promise<Refusal> {
  const title = vscode.l10n.t('Edit Simulated Record…');
  const given = input === undefined ? undefined : parseArguments(editArguments, input);
  if (given?.ok === false) return refuse(services, title, given.failure);
  return withSimulator(services, title, async (control) => {
    if (given) {
      const { campaignId, customerId, fields } = given.value;
      const found = await find(control, campaignId, customerId);
      if (found.ok) await control.setRecord(campaignId, customerId, fields);
      return found;
    }
    const asked = await askIds(services);
    if (!asked.ok) return asked;
    const found = await find(control, asked.value.campaignId, asked.value.customerId);
    if (found.ok) await editFields(control, found.value);
    return found;
  });
}

async function find(
  control: AsyncSimulatorControl,
  campaignId: string,
  customerId: string,
): Promise<Result<SimulatorRecord>> {
  const problems = [...checkCampaignId(campaignId), ...checkCustomerId(customerId)];
  if (problems.length > 0) return fail(invalidInput(problems));
  const [record] = await control.listRecords({ campaignId, customerId });
  return record ? succeed(record) : fail({ code: 'not-found' });
}

async function askIds(services: Services): Promise<Result<{ campaignId: string; customerId: string }>> {
  const access = await services.openAccess(simulatorConnectionId);
  if (!access.ok) return access;
  const what = vscode.l10n.t('Edit Simulated Record');
  const palette = new UpdatePalette(access.value, services.dates(), { fields: {} }, what);
  return (await palette.askRecord()) ? succeed(palette.update()) : fail({ code: 'cancelled' });
}

/** Offers the fields with their values until the user leaves. */
async function editFields(control: AsyncSimulatorControl, found: SimulatorRecord): Promise<void> {
  let record = found;
  const title = vscode.l10n.t('Simulated record {0}', `${record.campaignId}/${record.customer_id}`);
  for (;;) {
    const chosen = await showQuickPick(
      editable.map((name) => ({ label: fieldLabel(name), description: record[name], detail: name, name })),
      {
        title,
        placeHolder: vscode.l10n.t('Select a field to change (values aren’t validated)'),
      },
    );
    if (!chosen) return;
    const value = await showInputBox({
      title: `${title}: ${chosen.label}`,
      value: record[chosen.name],
      ignoreFocusOut: true,
    });
    if (value === undefined) continue;
    record = await control.setRecord(record.campaignId, record.customer_id, { [chosen.name]: value });
  }
}
