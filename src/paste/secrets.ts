import { hidden, hideAuthorization } from '../core/redact.js';

/**
 * Hides what people paste by mistake: everything that {@link hideAuthorization} knows, cookies, and values that
 * are called a password, a secret, a token or an API key, in headers, JSON, PHP or Python. A variable (`$PASSWORD`)
 * stays as it is.
 */
export function hidePasted(text: string): string {
  return (
    hideAuthorization(text)
      .replace(/^(\s*(?:[<>]\s*)?(?:set-)?cookie\s*:\s*).+/gim, `$1${hidden}`)
      .replace(/(CURLOPT_USERPWD\s*(?:=>|,)\s*(["'])[^:"'$]*:)(?!\$)(?:\\.|(?!\2).)+/gi, `$1${hidden}`)
      .replace(/(\bauth\s*=\s*\(\s*["'][^"']*["']\s*,\s*(["']))(?:\\.|(?!\2).)+/gi, `$1${hidden}`)
      // In quotes up to the same quote, which has a back slash in JSON inside JSON.
      .replace(
        /((?:password|passwd|pwd|secret|token|api[_-]?key)\\?["']?\s*(?::|=>?)\s*)(?:(\\?["'])(?!\$)(?:(?!\2)(?:\\.|.))+|(?![$>])[^\s"'\\,;&}]+)/gi,
        `$1$2${hidden}`,
      )
  );
}
