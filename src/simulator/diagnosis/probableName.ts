/**
 * The known name that a wrong one probably means: the same but for case and separators, an alias people use, or one
 * that differs by a letter or two.
 *
 * @param aliases by their bare form: lower case, without `_`, `-` and blanks
 */
export function probableName(
  given: string,
  known: readonly string[],
  aliases: Readonly<Record<string, string>>,
): string | undefined {
  const bare = bareName(given);
  const alias = Object.hasOwn(aliases, bare) ? aliases[bare] : undefined;
  return (
    known.find((each) => bareName(each) === bare) ??
    (alias !== undefined && known.includes(alias) ? alias : undefined) ??
    known.find((each) => distance(bareName(each), bare) <= (each.length > 6 ? 2 : 1))
  );
}

function bareName(name: string): string {
  return name
    .slice(0, 64)
    .toLowerCase()
    .replace(/[\s_-]/g, '');
}

/** Levenshtein's distance; both texts are short. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(change, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}
