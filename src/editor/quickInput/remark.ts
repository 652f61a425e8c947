/** How many characters a row of a quick pick shows before the window cuts the rest off. */
const rowLength = 75;

/** A row that says something: what does not fit into its label goes on below it, after a sentence where that fits. */
export function remark(icon: string, text: string): { icon: string; label: string; detail?: string } {
  const [first, rest] = breakLine(text);
  return { icon, label: first, ...(rest === '' ? {} : { detail: rest }) };
}

function breakLine(text: string): [first: string, rest: string] {
  if (text.length <= rowLength) return [text, ''];
  const start = text.slice(0, rowLength + 1);
  const sentence = /^.*(?:[.!?](?= \p{Lu})|[:;](?= ))/su.exec(start)?.[0].length ?? 0;
  const fits = sentence > rowLength / 3 && text.length - sentence <= rowLength;
  const end = fits ? sentence : start.lastIndexOf(' ');
  return end > 0 ? [text.slice(0, end), text.slice(end + 1)] : [text, ''];
}
