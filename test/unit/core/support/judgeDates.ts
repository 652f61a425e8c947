import { warsawDates, warsawTable } from './dates.js';

/** Run as a process of its own with another `TZ`: prints its time zone and its judgement of the table. */
const judged = warsawTable.map(([text]) => warsawDates.check(text).map(({ code }) => code));
console.log(JSON.stringify({ timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, judged }));
