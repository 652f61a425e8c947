import * as z from 'zod/mini';
import { updateFileSchema } from './updateFileSchema.js';

/**
 * The JSON schema of request files, for tools other than this extension: structure and enums only,
 * made from the schemas that judge the file here. Shapes of ids and dates stay with the validator.
 */
export function updateFileJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(updateFileSchema, { target: 'draft-7' });
  return {
    $schema,
    title: 'Thulium request file',
    allowComments: true,
    allowTrailingCommas: true,
    ...schema,
  };
}
