import { createEncoder } from '../../../src/bulk/source/encoding.js';

export const excelRows = 300;
/** Rows whose customer is no number: `K1` to `K40`. */
export const excelBadRows = 40;

/** What Polish Excel saves: semicolons, Windows-1250, lost zeros, Polish dates, names of statuses, empty rows. */
export function excelFile(): Uint8Array {
  const rows = Array.from({ length: excelRows }, (_, index) => {
    const customer = index < excelBadRows ? `K${index + 1}` : String(index + 1);
    return `1;${customer};Do dzwonienia;24.05.2028 12:24;Zażółć gęślą jaźń`;
  });
  const lines = ['Kampania;Klient;Status;Data następnego kontaktu;Uwagi', ...rows, ';;;;', ';;;;', ''];
  return createEncoder('windows-1250')(lines.join('\r\n'));
}
