/** Works on all items, at most `limit` at a time; a worker that returns false ends the work early. */
export async function inParallel<T>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<boolean>,
): Promise<void> {
  const queue = items.values();
  let goOn = true;
  const worker = async (): Promise<void> => {
    for (const item of queue) {
      if (goOn) goOn = (await work(item)) && goOn;
      if (!goOn) return;
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
}
