import * as z from 'zod/mini';
import { draftSchema, type Draft } from '../../protocol/form.js';

/** What VS Code keeps of a page for a window reload: what was typed, nothing that was answered. */
const savedStateSchema = z.strictObject({ version: z.literal(1), draft: draftSchema });

export const emptyDraft: Draft = {
  campaignId: '',
  customerId: '',
  fields: { status_id: '', dictionary_status_id: '', agent_login: '', next_call_date: '', order: '' },
};

/** The draft of a saved state; undefined for none, or for one of another version. */
export function readSavedDraft(state: unknown): Draft | undefined {
  const parsed = savedStateSchema.safeParse(state);
  return parsed.success ? parsed.data.draft : undefined;
}

export function toSavedState(draft: Draft): z.output<typeof savedStateSchema> {
  return { version: 1, draft };
}
