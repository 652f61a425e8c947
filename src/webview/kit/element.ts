export type Child = Node | string;
export type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/**
 * Makes an element. `true` writes an empty attribute, `false` and undefined none. Texts become text
 * nodes: nothing that comes from outside is ever parsed as markup.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children);
  return made;
}

/** Shows or hides without losing the place in the document. */
export function toggle(node: HTMLElement, shown: boolean): void {
  node.hidden = !shown;
}
