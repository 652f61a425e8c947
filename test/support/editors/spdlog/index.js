import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';

// Stands in for `@vscode/spdlog`, whose native code needs a compiler: the part of it that an editor's server calls.
// Each line is written at once, so nothing is ever left to flush. Files do not rotate: the profiles of our editors are
// thrown away with them.

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'];

/** The level that a new logger begins with; spdlog's own default. */
let initialLevel = levels.indexOf('info');

export const version = 0;

export function setLevel(level) {
  initialLevel = level;
}

/** Lines never wait, whatever their level. */
export function setFlushOn() {}

/** A log file. Levels are numbers, 0 for trace to 6 for off. */
export class Logger {
  #file;
  #level = initialLevel;
  #isBare = false;

  constructor(_type, _name, file) {
    this.#file = file;
  }

  trace(message) {
    this.#write(0, message);
  }

  debug(message) {
    this.#write(1, message);
  }

  info(message) {
    this.#write(2, message);
  }

  warn(message) {
    this.#write(3, message);
  }

  error(message) {
    this.#write(4, message);
  }

  critical(message) {
    this.#write(5, message);
  }

  getLevel() {
    return this.#level;
  }

  setLevel(level) {
    this.#level = level;
  }

  /** Editors ask for one pattern only, the one that `#write` has. */
  setPattern() {
    this.#isBare = false;
  }

  /** From now on messages are written as they are; line ends are the caller's. */
  clearFormatters() {
    this.#isBare = true;
  }

  flush() {}

  drop() {}

  #write(level, message) {
    if (level < this.#level) return;
    const text = this.#isBare ? message : `${clock()} [${levels[level]}] ${message}\n`;
    try {
      appendFileSync(this.#file, text);
    } catch {
      // As in spdlog, a log that cannot be written stops nobody; the folder may be gone already when an editor ends.
    }
  }
}

export function createRotatingLogger(name, file) {
  mkdirSync(path.dirname(file), { recursive: true });
  return Promise.resolve(new Logger('rotating', name, file));
}

export function createAsyncRotatingLogger(name, file) {
  return createRotatingLogger(name, file);
}

/** `2026-11-28 11:25:31.042`, by the machine's own clock. */
function clock() {
  const now = new Date();
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000);
  return local.toISOString().replace('T', ' ').replace('Z', '');
}
