import { isUtf8 } from 'node:buffer';

/** Encodings in which spreadsheets save text, by the names of the WHATWG Encoding standard. */
export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1250', 'iso-8859-2'] as const;

export type Encoding = (typeof encodings)[number];

/** Turns text into bytes; a letter that the encoding lacks becomes `?`. */
export type Encoder = (text: string) => Uint8Array;

/** True for one of {@link encodings}. */
export function isEncoding(text: string): text is Encoding {
  return (encodings as readonly string[]).includes(text);
}

/** Makes an encoder; `TextEncoder` knows UTF-8 only, so single-byte tables are read off `TextDecoder`. */
export function createEncoder(encoding: Encoding): Encoder {
  switch (encoding) {
    case 'utf-8':
      return (text) => Buffer.from(text, 'utf8');
    case 'utf-16le':
      return (text) => Buffer.from(text, 'utf16le');
    case 'utf-16be':
      return (text) => Buffer.from(text, 'utf16le').swap16();
    case 'windows-1250':
    case 'iso-8859-2':
      return singleByteEncoder(encoding);
  }
}

/** The mark that a file in this encoding begins with. */
export function byteOrderMark(encoding: Encoding): Uint8Array {
  return encoding.startsWith('utf') ? createEncoder(encoding)('\uFEFF') : new Uint8Array();
}

const questionMark = 0x3f;

function singleByteEncoder(encoding: Encoding): Encoder {
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
  const letters = new TextDecoder(encoding).decode(bytes);
  const table = new Map(Array.from(bytes, (byte) => [letters.charCodeAt(byte), byte]));
  return (text) => {
    const result = new Uint8Array(text.length);
    let length = 0;
    for (const letter of text) {
      result[length++] =
        letter.length === 1 ? (table.get(letter.charCodeAt(0)) ?? questionMark) : questionMark;
    }
    return result.subarray(0, length);
  };
}

const encodingNames: Readonly<Record<string, Encoding>> = {
  utf8: 'utf-8',
  utf16le: 'utf-16le',
  'utf-16': 'utf-16le',
  utf16be: 'utf-16be',
  windows1250: 'windows-1250',
  cp1250: 'windows-1250',
  iso88592: 'iso-8859-2',
  latin2: 'iso-8859-2',
};

/** The encoding that a person names, by its own or another of its names; undefined for a name of none. */
export function encodingNamed(text: string): Encoding | undefined {
  const name = text.toLowerCase();
  if (isEncoding(name)) return name;
  return Object.hasOwn(encodingNames, name) ? encodingNames[name] : undefined;
}

let encode: Encoder | undefined;

/**
 * True for text that was read in a wrong encoding before it came here: letters are replaced by U+FFFD, or UTF-8 was
 * taken for Windows-1250 (`Ĺ‚` for `ł`), which no text of this language looks like.
 */
export function isDamaged(text: string): boolean {
  if (text.includes('\uFFFD')) return true;
  if (!/[^\0-\x7F]/.test(text)) return false;
  encode ??= createEncoder('windows-1250');
  const bytes = encode(text);
  return (
    bytes.length === text.length &&
    !hasReplaced(text, bytes) &&
    isUtf8(bytes) &&
    bytes.some((byte) => byte > 0x7f)
  );
}

/** The encoder writes `?` for a letter that the encoding lacks. */
function hasReplaced(text: string, bytes: Uint8Array): boolean {
  return bytes.some((byte, index) => byte === 0x3f && text[index] !== '?');
}
