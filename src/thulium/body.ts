/**
 * Reads a body as UTF-8 text. Bytes are counted after decompression while they stream, so that a
 * small answer cannot grow into a large one.
 *
 * @param onChunk is called for each piece
 * @returns undefined once the limit is passed; rejects when the body ends before it is complete
 */
export function readBody(
  body: NodeJS.ReadableStream | null,
  maxBytes: number,
  onChunk: () => void,
): Promise<string | undefined> {
  if (body === null) return Promise.resolve('');
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    body.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) {
        body.pause();
        resolve(undefined);
        return;
      }
      chunks.push(chunk);
      onChunk();
    });
    body.once('end', () => {
      resolve(chunks.length === 0 ? '' : new TextDecoder().decode(Buffer.concat(chunks)));
    });
    body.on('error', reject);
    body.once('close', () => {
      reject(new Error('The answer was cut short'));
    });
  });
}
