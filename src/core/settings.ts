import * as z from 'zod/mini';

/** Settings below the section `thulium`, with the type of each value. */
export interface Settings {
  timeoutSeconds: number;
  maxAttempts: number;
  responseLanguage: 'auto' | 'en' | 'pl';
  timeZone: string;
  confirmBeforeSend: 'production' | 'always' | 'never';
  verifyAfterUpdate: boolean;
  'bulk.concurrency': number;
  'bulk.requestsPerSecond': number;
  'history.limit': number;
  'simulator.port': number;
  'simulator.bindAddress': string;
  'simulator.allowedHosts': string[];
}

const whole = (from: number, to: number) => z.int().check(z.gte(from), z.lte(to));

/** What each setting below the section `thulium` may be; ranges and defaults are those of the manifest. */
const schemas: { [Name in keyof Settings]: z.ZodMiniType<Settings[Name]> } = {
  timeoutSeconds: z.number().check(z.gte(1), z.lte(600)),
  maxAttempts: whole(1, 10),
  responseLanguage: z.enum(['auto', 'en', 'pl']),
  timeZone: z.string().check(z.refine(isTimeZone)),
  confirmBeforeSend: z.enum(['production', 'always', 'never']),
  verifyAfterUpdate: z.boolean(),
  'bulk.concurrency': whole(1, 64),
  'bulk.requestsPerSecond': z.number().check(z.gte(0), z.lte(1000)),
  'history.limit': whole(0, 10_000),
  'simulator.port': whole(0, 65_535),
  'simulator.bindAddress': z.string().check(z.minLength(1), z.maxLength(255)),
  'simulator.allowedHosts': z.array(z.string().check(z.maxLength(255))).check(z.maxLength(1000)),
};

/**
 * A setting's value as somebody wrote it, by hand or by a program, if it is one; undefined for anything else, for which
 * the default stands in.
 */
export function readSetting<Name extends keyof Settings>(
  name: Name,
  value: unknown,
): Settings[Name] | undefined {
  const parsed = schemas[name].safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

function isTimeZone(name: string): boolean {
  // The platform takes 15 ms to load its clocks: nobody waits for that to hear that Thulium's own zone exists.
  if (name === 'Europe/Warsaw') return true;
  // Offsets (`+01:00`), which only the platforms of newer editors know, are no names of zones on any.
  if (/^[+-]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
