import type { NextCallDateChecker } from '../../core/nextCallDate.js';
import type { Files } from '../../storage/files.js';
import type { Clock } from './clock.js';
import type { ResultWords } from '../results.js';

/** What every task of the engine needs of the world. */
export interface EngineContext {
  /** Holds a folder a run. */
  runsFolder: string;
  dates: NextCallDateChecker;
  words: ResultWords & { toFixColumn: string };
  /** Stands in front of everything of the server's that is written down. */
  redact?: (text: string) => string;
  files: Files;
  clock: Clock;
  random: () => number;
}
