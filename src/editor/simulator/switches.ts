import * as vscode from 'vscode';
import { recordFieldNames } from '../../core/record.js';
import { succeed } from '../../core/errors.js';
import {
  defaultSwitches,
  switchesSchema,
  type Switches,
  type SwitchesInput,
} from '../../simulator/engine/switches.js';
import { wordSwitch, wordSwitchValue, type SwitchName } from '../../messages/switches.js';
import { parseArguments } from '../arguments.js';
import type { Services } from '../services.js';
import { refuse, withSimulator, type Refusal } from './running.js';
import { showQuickPick } from '../door.js';

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
  const title = vscode.l10n.t('Undocumented Behaviour');
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
        ? vscode.l10n.t('as by default')
        : vscode.l10n.t('by default: {0}', wordSwitchValue(name, defaultSwitches[name])),
      name,
    })),
    { title, placeHolder: vscode.l10n.t('Nobody has documented what Thulium does here: try both') },
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
