const endOfDirectory = 0x06054b50;
const entry = 0x02014b50;

/** The names and sizes (bytes, raw and packed) in a ZIP file, from its central directory (APPNOTE.TXT 4.3.12). */
export function listZip(zip) {
  let end = zip.length - 22;
  while (end >= 0 && zip.readUInt32LE(end) !== endOfDirectory) end--;
  if (end < 0) throw new Error('This is not a ZIP file.');
  const files = [];
  let at = zip.readUInt32LE(end + 16);
  for (let count = zip.readUInt16LE(end + 10); count > 0; count--) {
    if (zip.readUInt32LE(at) !== entry) throw new Error('The ZIP file’s directory is damaged.');
    const nameLength = zip.readUInt16LE(at + 28);
    files.push({
      name: zip.toString('utf8', at + 46, at + 46 + nameLength),
      packed: zip.readUInt32LE(at + 20),
      raw: zip.readUInt32LE(at + 24),
    });
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return files;
}
