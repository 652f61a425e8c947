import { isUtf8 } from 'node:buffer';
import { createEncoder, type Encoder } from './encoding.js';

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
