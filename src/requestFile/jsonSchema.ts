import * as z from 'zod/mini';
import { requestFileSchema } from './entrySchema.js';

/**
 * The JSON schema of request files, for tools other than this extension: structure and enums only,
 * made from the schemas that judge the file here. Shapes of ids and dates stay with the validator.
 */
export function requestFileJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(requestFileSchema, { target: 'draft-7' });
  return {
    $schema,
    title: 'Thulium request file',
    allowComments: true,
    allowTrailingCommas: true,
    ...schema,
  };
}
