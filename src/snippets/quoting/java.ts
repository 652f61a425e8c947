/**
 * A string literal of Java. Letters beyond ASCII are written as `\uXXXX`: before Java 18 the compiler reads
 * a source file in the machine's own encoding.
 */
export function javaString(text: string): string {
  const escaped = text
    .replace(/["\\]/g, '\\$&')
    .replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `"${escaped}"`;
}
