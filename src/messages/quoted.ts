import { longestShown, shown, type Foreign } from '../core/foreign.js';

/** A value from outside, fit to stand inside a sentence. */
export function quoted(value: Foreign | undefined, longest = longestShown): string {
  return shown(value, longest);
}
