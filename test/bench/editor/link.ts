import { createInterface } from 'node:readline';
import type { Socket } from 'node:net';

/** What the driver extension can be asked; all times are milliseconds. */
export interface DriverCalls {
  /** Waits until the extension host has nothing to do. */
  settle: { params: Record<string, never>; value: { waited: number } };
  /** `extension.activate()`, awaited. */
  activate: { params: { extensionId: string }; value: { took: number } };
  /** What the host did in a while in which nothing was asked of it. */
  idle: { params: { for: number }; value: { busy: number; cpu: number } };
  /** Begins a command without waiting for its end; `at` is `Date.now()` just before. */
  begin: { params: { command: string; argument?: unknown }; value: { at: number } };
  /** How long the host's thread was busy since the last `begin`. */
  busy: { params: Record<string, never>; value: { busy: number } };
  /**
   * Puts one text in the place of another in a file on the screen, as a keystroke would, and waits until the
   * file has so many problems; `delayMax` is how late the host's event loop got meanwhile.
   */
  edit: { params: Edit; value: { took: number; busy: number; delayMax: number } };
  /** Runs a command to its end, watching how late the host's event loop gets meanwhile. */
  run: { params: { command: string; argument?: unknown }; value: RunValue };
}

export interface Edit {
  file: string;
  find: string;
  replace: string;
  problems: number;
}

export interface RunValue {
  value: unknown;
  took: number;
  delayP99: number;
  delayMax: number;
}

export type DriverCall = keyof DriverCalls;
export type Request = { [N in DriverCall]: { name: N; params: DriverCalls[N]['params'] } }[DriverCall];
export type Reply = { ok: true; value: unknown } | { ok: false; error: string };

/** The commands that the driver itself brings: the editor's floor for a first step and for a panel. */
export const barePickCommand = 'benchDriver.pick';
export const barePanelCommand = 'benchDriver.panel';
/** The environment variable with the port that the bench listens on. */
export const portVariable = 'THULIUM_BENCH_PORT';

/** Messages on a socket, a line of JSON each. */
export function onLines(socket: Socket, hear: (value: unknown) => void): void {
  createInterface({ input: socket }).on('line', (line) => {
    hear(JSON.parse(line));
  });
}

export function sendLine(socket: Socket, value: unknown): void {
  socket.write(`${JSON.stringify(value)}\n`);
}
