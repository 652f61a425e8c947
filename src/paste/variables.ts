/** Variables of shells, of templates and of `.http` files, whose value a paste does not tell. */
const patterns =
  /\{\{[^{}\n]{1,80}\}\}|\$\{[^{}\n]{1,80}\}|\$\([^()\n]{0,80}\)|\$(?:env:)?[A-Za-z_]\w{0,60}|%[A-Za-z_]\w{1,60}%/g;

/** A letter of no language, which stands for a variable while a text is read. */
const mark = '\uE000';

/** The variables of a text, as they are written there. */
export function variablesIn(text: string): string[] {
  return [...new Set(text.match(patterns) ?? [])].filter(
    (each) => !each.startsWith('{{$') || /\w/.test(each),
  );
}

/** What is known of a body with variables: the members without one, as JSON; undefined when it can't be told. */
export function withoutVariables(body: string): string | undefined {
  const quoted = body.replace(/"(?:[^"\\\n]|\\.){0,4000}"/g, (literal) => literal.replace(patterns, mark));
  const marked = quoted.replace(patterns, `"${mark}"`);
  try {
    const value: unknown = JSON.parse(marked);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const known = Object.entries(value).filter(
      ([key, each]) => !`${key}${JSON.stringify(each)}`.includes(mark),
    );
    return JSON.stringify(Object.fromEntries(known));
  } catch {
    return undefined;
  }
}

/** A URL with what a variable hides told apart: ids that are not known get the documented example's. */
export function resolveUrl(url: string): {
  url: string | undefined;
  campaignHidden: boolean;
  customerHidden: boolean;
} {
  const marked = url
    .replace(patterns, mark)
    .replace(/(?:^|(?<=\/))(?::\w{1,40}|\{\w{1,40}\}|<\w{1,40}>)(?=\/|$)/g, mark);
  if (!marked.includes(mark)) return { url, campaignHidden: false, customerHidden: false };
  const path = /\/(?:api\/)?crm_outbounds\/[^?#\s]{0,400}/.exec(marked)?.[0];
  const [, , campaign = '', , customer = ''] = /\/crm_outbounds\/.*/.exec(path ?? '')?.[0].split('/') ?? [];
  const hides = (text: string): boolean => text.includes(mark);
  if (path === undefined) return { url: undefined, campaignHidden: true, customerHidden: true };
  const known = marked
    .replace(/^[^/]*\uE000[^/]*(?=\/)/, '')
    .replace(/^https?:\/\/[^/]*\uE000[^/]*/, '')
    .replace(/(\/crm_outbounds\/)[^/]*\uE000[^/]*/, '$100001')
    .replace(/(\/records\/)[^/?#]*\uE000[^/?#]*/, '$1441');
  return {
    url: known.replaceAll(mark, '').replace(/^\/crm_outbounds/, '/api/crm_outbounds'),
    campaignHidden: hides(campaign),
    customerHidden: hides(customer),
  };
}
