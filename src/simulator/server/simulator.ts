import { timingSafeEqual } from 'node:crypto';
import type { Credentials } from '../../core/connection.js';
import {
  toSeed,
  createState,
  type SimulatorState,
  type SimulatorRecord,
  createClock,
  withSwitches,
  type Switches,
  type SwitchesInput,
} from '../engine/state.js';
import { SeedError, type RecordChanges, type Seed } from '../seed/seedFile.js';
import { createFaults, type ActiveFault, type Fault, type Faults } from './faults.js';
import { createRequestLog, type RequestEntry, type RequestLog } from './requestLog.js';

export interface ClockReading {
  /** ISO 8601, UTC. */
  now: string;
  fixed: boolean;
}

/** What a test or the extension may do to a running simulator; HTTP and the worker's messages both lead here. */
export interface SimulatorControl {
  /** Back to the seed: data, switches, clock and faults; kept requests go. */
  readonly reset: () => void;
  /** The whole state as a seed. */
  readonly getSeed: () => Seed;
  /** Replaces the state by that of a seed, to which `reset` then returns. */
  readonly setSeed: (seed: Seed) => void;
  readonly listFaults: () => ActiveFault[];
  readonly addFault: (fault: Fault) => ActiveFault[];
  /** Clears the one with this id, or all. */
  readonly clearFaults: (id?: number) => void;
  readonly listRequests: () => RequestEntry[];
  readonly clearRequests: () => void;
  readonly listRecords: (filter: { campaignId?: string; customerId?: string }) => SimulatorRecord[];
  /**
   * Sets values of a record as no call of the API can, such as a note or a call's date.
   *
   * @throws SeedError when there is no such record
   */
  readonly setRecord: (campaignId: string, customerId: string, changes: RecordChanges) => SimulatorRecord;
  readonly readClock: () => ClockReading;
  /** Fixes the clock at an instant in ISO 8601; undefined lets it run. */
  readonly setClock: (instant: string | undefined) => ClockReading;
  readonly getSwitches: () => Switches;
  readonly setSwitches: (switches: SwitchesInput) => Switches;
}

/** A simulator without its sockets. */
export interface Simulator {
  readonly state: SimulatorState;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly control: SimulatorControl;
  readonly checkCredentials: (username: string, password: string) => boolean;
}

/** Makes a simulator from a seed. */
export function createSimulator(credentials: Credentials, seed: Seed): Simulator {
  const clock = createClock();
  const faults = createFaults();
  const log = createRequestLog();
  const expected = Buffer.from(`${credentials.username}:${credentials.password}`);
  let current = seed;
  let state = createState(seed, clock);
  const putFaultsInForce = (): void => {
    faults.clear();
    for (const fault of current.faults ?? []) faults.add(fault);
  };
  putFaultsInForce();
  const control: SimulatorControl = {
    reset() {
      state = createState(current, clock);
      putFaultsInForce();
      log.clear();
    },
    getSeed: () => ({ ...toSeed(state), faults: faults.list().map(asGiven) }),
    setSeed(given) {
      state = createState(given, clock);
      current = given;
      putFaultsInForce();
    },
    listFaults: () => faults.list(),
    addFault(fault) {
      faults.add(fault);
      return faults.list();
    },
    clearFaults: (id) => {
      faults.clear(id);
    },
    listRequests: () => log.list(),
    clearRequests: () => {
      log.clear();
    },
    listRecords: ({ campaignId, customerId }) =>
      [...state.campaigns.values()]
        .filter(({ campaign }) => campaignId === undefined || campaign.id === campaignId)
        .flatMap(({ records }) => [...records.values()])
        .filter((record) => customerId === undefined || record.customer_id === customerId)
        .map((record) => ({ ...record })),
    setRecord(campaignId, customerId, changes) {
      const record = state.campaigns.get(campaignId)?.records.get(customerId);
      if (!record) throw new SeedError(`There is no record ${campaignId}/${customerId}`);
      Object.assign(record, changes);
      return { ...record };
    },
    readClock: () => ({
      now: new Date(clock.now()).toISOString(),
      fixed: clock.fixed() !== undefined,
    }),
    setClock(instant) {
      clock.fix(instant === undefined ? undefined : Date.parse(instant));
      return control.readClock();
    },
    getSwitches: () => state.switches,
    setSwitches(switches) {
      state.switches = withSwitches(state.switches, switches);
      return state.switches;
    },
  };
  return {
    get state() {
      return state;
    },
    faults,
    log,
    control,
    checkCredentials(username, password) {
      const given = Buffer.from(`${username}:${password}`);
      return given.byteLength === expected.byteLength && timingSafeEqual(given, expected);
    },
  };
}

/** A fault as a seed names it, so that it hits what it would still have hit. */
function asGiven({ kind, share, random, milliseconds, status, remaining }: ActiveFault): Fault {
  return { kind, count: remaining, share, random, milliseconds, status };
}
