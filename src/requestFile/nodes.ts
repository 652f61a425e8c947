import type { Node } from 'jsonc-parser';

/** Where in the text, in UTF-16 units, the end not included. */
export interface Span {
  start: number;
  end: number;
}

export interface Property {
  key: string;
  keyNode: Node;
  value: Node;
}

/** The complete properties of an object, in the order of the text. */
export function properties(object: Node): Property[] {
  const found: Property[] = [];
  for (const { children } of object.children ?? []) {
    const [keyNode, value] = children ?? [];
    if (keyNode && value) found.push({ key: String(keyNode.value), keyNode, value });
  }
  return found;
}

/** The value at a key; the last one where the key is written twice, as JSON parsers take it. */
export function child(object: Node, key: string): Node | undefined {
  return propertyOf(object, key)?.children?.[1];
}

/** The key itself. */
export function keyNode(object: Node, key: string): Node | undefined {
  return propertyOf(object, key)?.children?.[0];
}

function propertyOf(object: Node, key: string): Node | undefined {
  return object.children?.findLast(({ children }) => children?.[0]?.value === key && children.length > 1);
}

export function span(node: Node): Span {
  return { start: node.offset, end: node.offset + node.length };
}

/** The opening bracket: a whole object would be underlined over many lines. */
export function opening(node: Node): Span {
  return { start: node.offset, end: node.offset + 1 };
}
