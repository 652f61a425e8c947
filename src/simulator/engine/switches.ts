import * as z from 'zod/mini';
import { recordFieldNames } from '../../core/record.js';

const acceptedOrRefused = z.enum(['accepted', 'refused']);

/** One switch for each thing that nobody has documented; all may be left out. */
export const switchesSchema = z.strictObject({
  /** HTTP status of a write that succeeded, always with an empty body. */
  successStatus: z.optional(z.literal([200, 204])),
  /** What `""` and `null` do to a field. */
  emptyString: z.optional(z.enum(['clears', 'refused'])),
  pastDates: z.optional(acceptedOrRefused),
  unknownKeys: z.optional(acceptedOrRefused),
  inactiveAgents: z.optional(acceptedOrRefused),
  trailingSlash: z.optional(acceptedOrRefused),
  /** Whether a write with another `Content-Type` than JSON is taken. */
  contentType: z.optional(z.enum(['lenient', 'strict'])),
  /** A field that writes silently leave as it was, so that what is read back differs from what was sent. */
  ignoredField: z.optional(z.nullable(z.enum(recordFieldNames))),
});

export type SwitchesInput = z.infer<typeof switchesSchema>;

/** How the simulator behaves where the documentation is silent. */
export type Switches = { readonly [Name in keyof SwitchesInput]-?: Exclude<SwitchesInput[Name], undefined> };

/**
 * What nobody has documented is accepted. The vendor's own PHP sample takes 200 for success, so that is
 * the default although a sibling call reports 204.
 */
export const defaultSwitches: Switches = {
  successStatus: 200,
  emptyString: 'clears',
  pastDates: 'accepted',
  unknownKeys: 'accepted',
  inactiveAgents: 'accepted',
  trailingSlash: 'accepted',
  contentType: 'lenient',
  ignoredField: null,
};

/** The switches given over the ones in force. */
export function withSwitches(current: Switches, given: SwitchesInput): Switches {
  return {
    successStatus: given.successStatus ?? current.successStatus,
    emptyString: given.emptyString ?? current.emptyString,
    pastDates: given.pastDates ?? current.pastDates,
    unknownKeys: given.unknownKeys ?? current.unknownKeys,
    inactiveAgents: given.inactiveAgents ?? current.inactiveAgents,
    trailingSlash: given.trailingSlash ?? current.trailingSlash,
    contentType: given.contentType ?? current.contentType,
    ignoredField: given.ignoredField === undefined ? current.ignoredField : given.ignoredField,
  };
}
