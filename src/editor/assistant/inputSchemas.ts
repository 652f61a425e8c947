import * as z from 'zod/mini';
import { assistantTools, type AssistantTool } from '../../manifest.js';
import { assistantRecordArguments, assistantUpdateArguments } from '../arguments.js';

/** The JSON schemas of the tools' input, which the manifest carries; made from the schemas that judge it. */
export function toolInputSchemas(): Record<AssistantTool, object> {
  return {
    [assistantTools.showRecord]: schemaOf(assistantRecordArguments),
    [assistantTools.updateRecord]: schemaOf(assistantUpdateArguments),
  };
}

/** VS Code knows which dialect it reads. */
function schemaOf(schema: z.ZodMiniType): object {
  const entries = Object.entries(z.toJSONSchema(schema, { io: 'input', target: 'draft-7' }));
  return Object.fromEntries(entries.filter(([key]) => key !== '$schema'));
}
