const simple: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/**
 * The text of bash's `$'…'` (manual, 3.1.2.4 ANSI-C Quoting). `\xHH` and octal escapes are bytes: a run of them is
 * read as UTF-8.
 */
export function ansiC(inner: string): string {
  return inner.replace(
    /((?:\\x[0-9A-Fa-f]{1,2}|\\[0-7]{1,3})+)|\\u([0-9A-Fa-f]{1,4})|\\U([0-9A-Fa-f]{1,8})|\\c([\s\S])|\\([\s\S])/g,
    (
      whole: string,
      bytes: string | undefined,
      short: string | undefined,
      long: string | undefined,
      control: string | undefined,
      character: string | undefined,
    ) => {
      if (bytes !== undefined) return decodeBytes(bytes);
      const code = short ?? long;
      if (code !== undefined) {
        const point = parseInt(code, 16);
        return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
      }
      if (control !== undefined) return String.fromCharCode(control.charCodeAt(0) & 0x1f);
      return simple[character ?? ''] ?? (/["'?\\]/.test(character ?? '') ? (character ?? '') : whole);
    },
  );
}

function decodeBytes(escapes: string): string {
  const values = [...escapes.matchAll(/\\x([0-9A-Fa-f]+)|\\([0-7]+)/g)].map(([, hex, octal]) =>
    hex === undefined ? parseInt(octal ?? '0', 8) & 0xff : parseInt(hex, 16),
  );
  return new TextDecoder().decode(Uint8Array.from(values));
}
