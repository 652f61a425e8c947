import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { fail, invalidInput, succeed, type Result } from '../../core/errors.js';
import { checkCampaignId, checkCustomerId } from '../../core/ids.js';
import type { AsyncSimulatorControl } from '../../simulator/host.js';
import type { SimulatorRecord } from '../../simulator/engine/model.js';
import { recordChangesSchema, type RecordChanges } from '../../simulator/seed/seedFile.js';
import { fieldLabel } from '../../messages/fields.js';
import { parseArguments } from '../arguments.js';
import type { Services } from '../services.js';
import { UpdatePalette } from '../update/palette.js';
import { refuse, withSimulator, type Refusal } from './running.js';
import { simulatorConnectionId } from './windowSimulator.js';
import { showInputBox, showQuickPick } from '../door.js';

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
  const title = vscode.l10n.t('Edit a Simulated Record…');
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
  const what = vscode.l10n.t('Edit a Simulated Record');
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
        placeHolder: vscode.l10n.t('Choose a field to set; nothing is checked, so any situation can be made'),
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
