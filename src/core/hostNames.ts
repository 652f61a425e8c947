/**
 * Letters that every version of Unicode which a platform may have knows: Latin, Greek, Cyrillic, kana, Han, Hangul.
 * Not those written from right to left, whose rules look at the whole host.
 */
const letters =
  '\\u00df-\\u00f6\\u00f8-\\u024f\\u1e00-\\u1eff\\u03ac-\\u03ce\\u0430-\\u0481\\u048b-\\u052f' +
  '\\u3041-\\u3096\\u30a1-\\u30fa\\u4e00-\\u9fa5\\uac00-\\ud7a3';
const namePattern = new RegExp(`^[a-z0-9${letters}](?:[a-z0-9${letters}-]*[a-z0-9${letters}])?$`);

const longestLabel = 63;

/**
 * Whether each label of a host that begins with `xn--` stands for a name beyond ASCII, in lower case and composed.
 *
 * Platforms differ here: URL parsers of newer Nodes take any such label as it stands, `xn--a` too, older ones look into
 * it by their own version of Unicode. This rule is narrower than either, so the answer is the same on all.
 *
 * @param host as typed or as a URL's parser gives it: in any case, with a port or not
 */
export function hasReadableLabels(host: string): boolean {
  return host.toLowerCase().replace(/:\d*$/, '').split('.').every(isReadable);
}

function isReadable(label: string): boolean {
  if (!label.startsWith('xn--')) return true;
  if (label.length > longestLabel) return false;
  const name = fromPunycode(label.slice('xn--'.length));
  if (name === undefined || /^[\0-\x7f]*$/.test(name)) return false;
  return namePattern.test(name) && name === name.toLowerCase().normalize('NFKC');
}

/** The parameters of RFC 3492, section 5. */
const base = 36;
const leastThreshold = 1;
const greatestThreshold = 26;
const skew = 38;
const damp = 700;
const initialBias = 72;
const initialCode = 0x80;
const greatestCode = 0x10ffff;

/** What a text in Punycode stands for (RFC 3492, section 6.2); undefined for one that stands for nothing. */
function fromPunycode(text: string): string | undefined {
  const end = Math.max(0, text.lastIndexOf('-'));
  const found = Array.from(text.slice(0, end));
  let code = initialCode;
  let bias = initialBias;
  let position = 0;
  let at = end > 0 ? end + 1 : 0;
  while (at < text.length) {
    const before = position;
    let weight = 1;
    for (let k = base; ; k += base) {
      const digit = digitOf(text.charCodeAt(at));
      at += 1;
      if (digit === undefined) return undefined;
      position += digit * weight;
      const threshold = Math.min(Math.max(k - bias, leastThreshold), greatestThreshold);
      if (digit < threshold) break;
      weight *= base - threshold;
      if (weight > Number.MAX_SAFE_INTEGER / base) return undefined;
    }
    const length = found.length + 1;
    bias = adapt(position - before, length, before === 0);
    code += Math.floor(position / length);
    if (code > greatestCode) return undefined;
    position %= length;
    found.splice(position, 0, String.fromCodePoint(code));
    position += 1;
  }
  return found.join('');
}

/** `a` to `z` are 0 to 25, `0` to `9` are 26 to 35. */
function digitOf(charCode: number): number | undefined {
  if (charCode >= 0x61 && charCode <= 0x7a) return charCode - 0x61;
  if (charCode >= 0x30 && charCode <= 0x39) return charCode - 0x30 + 26;
  return undefined;
}

/** How the thresholds follow the distances between letters (RFC 3492, section 6.1). */
function adapt(distance: number, length: number, isFirst: boolean): number {
  let delta = Math.floor(distance / (isFirst ? damp : 2));
  delta += Math.floor(delta / length);
  let k = 0;
  for (; delta > ((base - leastThreshold) * greatestThreshold) / 2; k += base)
    delta = Math.floor(delta / (base - leastThreshold));
  return k + Math.floor(((base - leastThreshold + 1) * delta) / (delta + skew));
}
