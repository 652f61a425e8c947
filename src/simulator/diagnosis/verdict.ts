import type { Switches } from '../engine/switches.js';
import type { Diagnosis } from './codes.js';

/**
 * Whether the simulator refuses a request for this: what is documented or likely it refuses, what nobody
 * has documented it accepts, unless the switch for it says refuse.
 */
export function refuses(diagnosis: Diagnosis, switches: Switches): boolean {
  if (diagnosis.code === 'unchanged') return false;
  if (diagnosis.certainty !== 'unknown') return true;
  const kind = diagnosis.params?.kind;
  switch (diagnosis.code) {
    case 'trailing-slash':
      return switches.trailingSlash === 'refused';
    case 'content-type':
      return switches.contentType === 'strict';
    case 'unknown-key':
      return switches.unknownKeys === 'refused';
    case 'null-value':
      return (kind === 'null' || kind === 'empty') && switches.emptyString === 'refused';
    case 'date-impossible':
      return kind === 'past' && switches.pastDates === 'refused';
    case 'agent-inactive':
      return switches.inactiveAgents === 'refused';
    default:
      return false;
  }
}
