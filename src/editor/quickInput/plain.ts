/**
 * Text from outside for a quick pick's label, description or detail, which draw `$(name)` as an icon:
 * a status that is called so must be read as it is written.
 */
export function plain(text: string): string {
  return text.replace(/\$\([a-z0-9-]+(~[a-z]+)?\)/gi, '\\$&');
}
