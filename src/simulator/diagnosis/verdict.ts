import type { Switches } from '../engine/switches.js';
import type { Diagnosis } from './codes.js';

/**
 * Whether the simulator refuses a request for this: what is documented or likely it refuses, what nobody
 * has documented it accepts, unless the switch for it says otherwise.
 */
export function refuses({ code, certainty, params }: Diagnosis, switches: Switches): boolean {
  const kind = params?.kind;
  const unlessSwitched = certainty !== 'unknown';
  switch (code) {
    case 'unchanged':
    case 'limit-cut':
    case 'success-misread':
      return false;
    case 'unknown-parameter':
      return switches.unknownParameters === 'refused';
    case 'record-exists':
      return switches.existingRecord === 'refused';
    case 'content-type':
      return switches.contentType === 'strict';
    case 'body-form-encoded':
      return kind !== 'form' || switches.formBody === 'refused';
    case 'trailing-slash':
      return switches.trailingSlash === 'refused';
    case 'unknown-key':
      return switches.unknownKeys === 'refused';
    case 'null-value':
      return unlessSwitched || ((kind === 'null' || kind === 'empty') && switches.emptyString === 'refused');
    case 'date-impossible':
      return unlessSwitched || (kind === 'past' && switches.pastDates === 'refused');
    case 'agent-inactive':
      return switches.inactiveAgents === 'refused';
    default:
      return unlessSwitched;
  }
}
