import * as z from 'zod/mini';
import { recordFieldNames } from '../../core/record.js';

const acceptedOrRefused = z.enum(['accepted', 'refused']);

/** One switch for each thing that nobody has documented; all may be left out. */
export const switchesSchema = z.strictObject({
  /** 204: the documented codes (PUT 204, POST 201); 200: every single write that succeeded answers 200. */
  successStatus: z.optional(z.literal([204, 200])),
  /** What `""` and `null` do to a field. */
  emptyString: z.optional(z.enum(['clears', 'refused'])),
  pastDates: z.optional(acceptedOrRefused),
  unknownKeys: z.optional(acceptedOrRefused),
  /** A parameter of a query that does not exist; accepted means ignored. */
  unknownParameters: z.optional(acceptedOrRefused),
  inactiveAgents: z.optional(acceptedOrRefused),
  trailingSlash: z.optional(acceptedOrRefused),
  /** A write with another `Content-Type` than JSON: taken, taken but its body left unread, or refused. */
  contentType: z.optional(z.enum(['lenient', 'unread', 'strict'])),
  /** A form in the body of a write; accepted means that its fields are read. */
  formBody: z.optional(acceptedOrRefused),
  /** A record that is added although the customer has one; accepted means that it is changed. */
  existingRecord: z.optional(acceptedOrRefused),
  /** A field that writes silently leave as it was, so that what is read back differs from what was sent. */
  ignoredField: z.optional(z.nullable(z.enum(recordFieldNames))),
});

export type SwitchesInput = z.infer<typeof switchesSchema>;

/** How the simulator behaves where the documentation is silent. */
export type Switches = { readonly [Name in keyof SwitchesInput]-?: Exclude<SwitchesInput[Name], undefined> };

/**
 * What nobody has documented is accepted, but for what is likely refused: a form, and a record that is there already
 * (the batch call answers it with an error). The codes of success are those of the vendor's table; its own PHP sample
 * takes 200 alone, which is one switch away.
 */
export const defaultSwitches: Switches = {
  successStatus: 204,
  emptyString: 'clears',
  pastDates: 'accepted',
  unknownKeys: 'accepted',
  unknownParameters: 'accepted',
  inactiveAgents: 'accepted',
  trailingSlash: 'accepted',
  contentType: 'lenient',
  formBody: 'refused',
  existingRecord: 'refused',
  ignoredField: null,
};

/** The switches given over the ones in force. */
export function withSwitches(current: Switches, given: SwitchesInput): Switches {
  return {
    successStatus: given.successStatus ?? current.successStatus,
    emptyString: given.emptyString ?? current.emptyString,
    pastDates: given.pastDates ?? current.pastDates,
    unknownKeys: given.unknownKeys ?? current.unknownKeys,
    unknownParameters: given.unknownParameters ?? current.unknownParameters,
    inactiveAgents: given.inactiveAgents ?? current.inactiveAgents,
    trailingSlash: given.trailingSlash ?? current.trailingSlash,
    contentType: given.contentType ?? current.contentType,
    formBody: given.formBody ?? current.formBody,
    existingRecord: given.existingRecord ?? current.existingRecord,
    ignoredField: given.ignoredField === undefined ? current.ignoredField : given.ignoredField,
  };
}
