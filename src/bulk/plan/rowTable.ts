/**
 * Facts about each row in typed arrays: memory stays below 32 bytes a row however long the file is.
 */

/** What grows, grows by a quarter: by half, a third of it may be empty, and 32 bytes a row would not do. */
const growth = 1.25;

/** A typed array that grows. */
class Column<A extends Uint8Array | Uint32Array> {
  length = 0;
  constructor(
    private readonly make: (size: number) => A,
    private items: A = make(1024),
  ) {}

  push(value: number): void {
    if (this.length === this.items.length) {
      const larger = this.make(Math.ceil(this.items.length * growth));
      larger.set(this.items);
      this.items = larger;
    }
    this.items[this.length++] = value;
  }

  get(index: number): number {
    return index < this.length ? (this.items[index] ?? 0) : 0;
  }

  set(index: number, value: number): void {
    while (this.length <= index) this.push(0);
    this.items[index] = value;
  }
}

export type ByteColumn = Column<Uint8Array>;
export type WordColumn = Column<Uint32Array>;

/** A column of values 0 to 255. */
export function byteColumn(): ByteColumn {
  return new Column((size) => new Uint8Array(size));
}

/** A column of values below 2^32. */
export function wordColumn(): WordColumn {
  return new Column((size) => new Uint32Array(size));
}

/** Finds the first row of a campaign's customer. */
export interface RecordIndex {
  /** The earlier row of the same record, or undefined when this is the first; then it is remembered. */
  add(campaignId: string, customerId: string, row: number): number | undefined;
  find(campaignId: string, customerId: string): number | undefined;
}

/** Open addressing over three words a slot, at most four fifths full. */
export function createRecordIndex(): RecordIndex {
  let capacity = 1031;
  let high = new Uint32Array(capacity);
  let low = new Uint32Array(capacity);
  /** Row plus one; 0 is a free slot. */
  let rows = new Uint32Array(capacity);
  let count = 0;
  let keyHigh = 0;
  let keyLow = 0;

  function slot(): number {
    let position = (Math.imul(keyHigh ^ Math.imul(keyLow, 0x9e3779b1), 0x85ebca6b) >>> 0) % capacity;
    while (rows[position] !== 0 && (high[position] !== keyHigh || low[position] !== keyLow)) {
      position = position + 1 === capacity ? 0 : position + 1;
    }
    return position;
  }

  function grow(): void {
    const [oldHigh, oldLow, oldRows] = [high, low, rows];
    capacity = Math.ceil(capacity * growth) | 1;
    high = new Uint32Array(capacity);
    low = new Uint32Array(capacity);
    rows = new Uint32Array(capacity);
    for (let index = 0; index < oldRows.length; index++) {
      if (oldRows[index] === 0) continue;
      keyHigh = oldHigh[index] ?? 0;
      keyLow = oldLow[index] ?? 0;
      put(slot(), oldRows[index] ?? 0);
    }
  }

  function put(position: number, row: number): void {
    high[position] = keyHigh;
    low[position] = keyLow;
    rows[position] = row;
  }

  function key(campaignId: string, customerId: string): void {
    const campaign = campaignNumber(campaignId);
    // `01` and `1` are one customer to the CRM.
    const digits = customerId.startsWith('0') ? customerId.replace(/^0+(?=.)/, '') : customerId;
    const customer = Number(digits);
    if (customer < 2 ** 33) {
      // Exact: 30 bits of campaign, 33 of customer, one to tell from the hashed ones.
      keyHigh = ((campaign << 1) | (customer >= 2 ** 32 ? 1 : 0)) >>> 0;
      keyLow = customer >>> 0;
    } else {
      keyHigh = (hashText(`${campaignId}/${digits}`, 0x811c9dc5) | 0x80000000) >>> 0;
      keyLow = hashText(digits, campaign ^ 0x5bd1e995);
    }
  }

  return {
    add(campaignId, customerId, row) {
      if (count >= capacity * 0.8) grow();
      key(campaignId, customerId);
      const position = slot();
      const found = rows[position] ?? 0;
      if (found !== 0) return found - 1;
      put(position, row + 1);
      count++;
      return undefined;
    },
    find(campaignId, customerId) {
      key(campaignId, customerId);
      const found = rows[slot()] ?? 0;
      return found === 0 ? undefined : found - 1;
    },
  };
}

/** Five letters or digits as a number below 2^30. */
function campaignNumber(text: string): number {
  let value = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    value = value * 62 + (code < 58 ? code - 48 : code < 91 ? code - 55 : code - 61);
  }
  return value;
}

function hashText(text: string, seed: number): number {
  let hash = seed;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    hash ^= hash >>> 15;
  }
  return Math.imul(hash, 0x85ebca6b) >>> 0;
}
