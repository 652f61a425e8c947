import { clientOf, update } from './support.js';

/** Sends one update to the origin given on the command line and prints how it ended. */
const [, , origin = ''] = process.argv;
const result = await clientOf(origin, { maxAttempts: 3 }).client.updateRecord(update);
process.stdout.write(JSON.stringify(result));
