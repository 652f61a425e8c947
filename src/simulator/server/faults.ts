import * as z from 'zod/mini';
import { createRandom, type Random } from '../engine/inventedData.js';

export const faultKinds = [
  'latency',
  'status',
  'rate-limit',
  'drop-before',
  'drop-after',
  'slow-body',
  'cut-body',
  'html',
  'oversize',
  'wrong-content-type',
  'none',
] as const;

export type FaultKind = (typeof faultKinds)[number];

/** A fault to inject; without `count` it stays until it is cleared. */
export const faultSchema = z.strictObject({
  kind: z.enum(faultKinds),
  /** How many requests it hits. */
  count: z.optional(z.int().check(z.positive(), z.maximum(1_000_000))),
  /** The part of requests that it hits, chosen by a seeded generator: 0.2 is a fifth. */
  share: z.optional(z.number().check(z.gt(0), z.lte(1))),
  /** Seed of that choice. */
  random: z.optional(z.int()),
  /** `latency`: the delay; `slow-body`: between bytes; `rate-limit`: told in Retry-After, rounded up to seconds. */
  milliseconds: z.optional(z.int().check(z.nonnegative(), z.maximum(600_000))),
  /** HTTP status of `status` and of `html`. */
  status: z.optional(z.int().check(z.minimum(200), z.maximum(599))),
});

export type Fault = z.infer<typeof faultSchema>;

/** A fault in force. */
export interface ActiveFault extends Fault {
  id: number;
  /** How many requests it will still hit; undefined until it is cleared. */
  remaining?: number;
  hits: number;
}

export interface Faults {
  /** Puts a fault in force beside the others; `none` clears all. */
  add(fault: Fault): void;
  /** Clears the one with this id, which may be over already, or all. */
  clear(id?: number): void;
  list(): ActiveFault[];
  /** The fault that hits the next request, counted down; the one put in force first goes first. */
  take(): ActiveFault | undefined;
}

/** Makes an empty list of faults. */
export function createFaults(): Faults {
  let active: { fault: ActiveFault; random: Random }[] = [];
  let lastId = 0;
  return {
    add(fault) {
      if (fault.kind === 'none') {
        active = [];
        return;
      }
      const { count } = fault;
      const made = { ...fault, id: ++lastId, hits: 0, ...(count !== undefined && { remaining: count }) };
      active.push({ fault: made, random: createRandom(fault.random ?? 1) });
    },
    clear(id) {
      active = id === undefined ? [] : active.filter(({ fault }) => fault.id !== id);
    },
    list: () => active.map(({ fault }) => ({ ...fault })),
    take() {
      const hit = active.find(
        ({ fault, random }) => fault.share === undefined || random() < fault.share,
      )?.fault;
      if (!hit) return undefined;
      hit.hits++;
      if (hit.remaining !== undefined && --hit.remaining <= 0) {
        active = active.filter(({ fault }) => fault !== hit);
      }
      return hit;
    },
  };
}
