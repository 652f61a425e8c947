import type { SimulatorWorker } from '../../simulator/host.js';
import type { ActiveFault } from '../../simulator/server/faults.js';
import type { GatewayEntry } from '../../gateway/passedLog.js';
import type { RequestEntry } from '../../simulator/server/requestLog.js';
import type { ClockReading } from '../../simulator/server/simulator.js';
import { defaultSwitches, type Switches } from '../../simulator/engine/state.js';

/** How many requests are listed; older ones go. */
export const listedRequests = 300;
/** Milliseconds in which changes gather before listeners hear of them. */
const gatherMs = 200;
/** Milliseconds after a flood, which leaves requests out of the feed, until the simulator's own list is read. */
const catchUpMs = 1000;

/** How the simulator was set to behave, as far as it is not the default. */
export interface InspectorState {
  faults: readonly ActiveFault[];
  switches: Switches;
  clock: ClockReading | undefined;
}

/** A request that reached the simulator, or that passed the gateway. */
export type ListedEntry = RequestEntry | GatewayEntry;

const quietState: InspectorState = { faults: [], switches: defaultSwitches, clock: undefined };

/**
 * The requests that reached the simulator, and its faults, switches and clock, followed while it runs.
 * Bounded under any load, and changes are told in batches. Knows nothing of VS Code.
 */
export class Inspector {
  private readonly listeners = new Set<() => void>();
  private worker: SimulatorWorker | undefined;
  private subscription: { dispose(): void } | undefined;
  /** Newest first. */
  private listed: readonly RequestEntry[] = [];
  /** Of the gateway, newest first. */
  private passed: readonly GatewayEntry[] = [];
  /** What is shown of them while the list is frozen. */
  private frozen: readonly GatewayEntry[] | undefined;
  private current: InspectorState = quietState;
  private words: readonly string[] = [];
  private gathering: NodeJS.Timeout | undefined;
  private catchingUp: NodeJS.Timeout | undefined;
  private isPaused = false;

  /** Requests that the filter lets through, newest first. */
  get entries(): readonly ListedEntry[] {
    const all = this.all;
    return this.words.length === 0 ? all : all.filter((entry) => matches(entry, this.words));
  }

  /** How many requests are listed, whatever the filter. */
  get count(): number {
    return this.all.length;
  }

  get state(): InspectorState {
    return this.current;
  }

  get paused(): boolean {
    return this.isPaused;
  }

  get filter(): string {
    return this.words.join(' ');
  }

  /** By its number, which each source counts for itself. */
  find(sequence: number, source?: 'gateway'): ListedEntry | undefined {
    return (source ? this.passed : this.listed).find((each) => each.sequence === sequence);
  }

  private get all(): readonly ListedEntry[] {
    const passed = this.frozen ?? this.passed;
    if (passed.length === 0) return this.listed;
    return [...this.listed, ...passed].sort((one, other) => Date.parse(other.at) - Date.parse(one.at));
  }

  /** Lists a request of the gateway. */
  addPassed(entry: GatewayEntry): void {
    this.passed = [entry, ...this.passed].slice(0, listedRequests);
    this.gathering ??= setTimeout(() => {
      this.gathering = undefined;
      void this.settle();
    }, gatherMs);
  }

  onDidChange(listener: () => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }

  /** Follows a simulator, beginning with what it has kept; the list of the one before goes. */
  async attach(worker: SimulatorWorker): Promise<void> {
    this.detach();
    this.worker = worker;
    this.isPaused = false;
    this.frozen = undefined;
    this.listed = [];
    this.subscription = worker.onRequests((entries, skipped) => {
      this.take(entries, skipped);
    });
    await this.refresh();
  }

  /** Follows nobody any more; what was listed stays to be looked at. */
  detach(): void {
    this.subscription?.dispose();
    this.subscription = undefined;
    this.worker = undefined;
    this.current = quietState;
    clearTimeout(this.gathering);
    clearTimeout(this.catchingUp);
    this.gathering = undefined;
    this.tell();
  }

  /** Lists only requests in which each word of the text occurs: method, path, status, code of a diagnosis, fault. */
  setFilter(text: string): void {
    this.words = text.toLowerCase().split(/\s+/).filter(Boolean);
    this.tell();
  }

  /** Freezes the list for reading; the simulator goes on keeping requests. */
  pause(): void {
    this.isPaused = true;
    this.frozen = this.passed;
    this.tell();
  }

  /** Catches up with what came meanwhile. */
  async resume(): Promise<void> {
    this.isPaused = false;
    this.frozen = undefined;
    this.tell();
    await this.refresh();
  }

  /** Forgets the requests, here and in the simulator. */
  async clear(): Promise<void> {
    this.listed = [];
    this.passed = [];
    if (this.frozen) this.frozen = [];
    this.tell();
    await this.worker?.control.clearRequests();
  }

  /** Reads everything anew: after a change by command, and where requests were left out of the feed. */
  async refresh(): Promise<void> {
    const { worker } = this;
    if (!worker) return;
    const { control } = worker;
    const [kept, faults, switches, clock] = await Promise.all([
      this.isPaused ? undefined : control.listRequests(),
      control.listFaults(),
      control.getSwitches(),
      control.readClock(),
    ]);
    if (worker !== this.worker) return;
    if (kept) this.listed = kept.slice(-listedRequests).reverse();
    this.current = { faults, switches, clock };
    this.tell();
  }

  private take(entries: readonly RequestEntry[], skipped: number): void {
    if (!this.isPaused) this.listed = [...[...entries].reverse(), ...this.listed].slice(0, listedRequests);
    this.gathering ??= setTimeout(() => {
      this.gathering = undefined;
      void this.settle();
    }, gatherMs);
    if (skipped === 0) return;
    clearTimeout(this.catchingUp);
    this.catchingUp = setTimeout(() => void this.refresh(), catchUpMs);
  }

  /** A fault counts down with each request, and another program may have put one in force. */
  private async settle(): Promise<void> {
    const { worker } = this;
    const faults = await worker?.control.listFaults().catch(() => undefined);
    if (worker !== this.worker) return;
    if (faults) this.current = { ...this.current, faults };
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

function matches(entry: ListedEntry, words: readonly string[]): boolean {
  const { method, path, status, diagnosis, fault = '' } = entry;
  const source = 'source' in entry ? entry.source : 'simulator';
  const codes = diagnosis.map(({ code }) => code);
  const text = [method, path, status, ...codes, fault, source].join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}
