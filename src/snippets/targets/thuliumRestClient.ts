import { javaString } from '../quoting.js';
import type { SnippetRequest, SnippetTarget } from '../registry.js';

/**
 * For the vendor's Java class, as in the sample of its page of the PUT. What the constructor's third
 * argument means is not documented; it may well do what `-k` does in the vendor's curl sample, so it is pointed out.
 */
export const thuliumRestClient: SnippetTarget = {
  label: 'Java (ThuliumRestClient)',
  language: 'java',
  render,
};

function render({ request, username, passwordVariable }: SnippetRequest): string {
  return `public class Example {
    public static void main(String[] args) throws Exception {
        // The third argument is as in the vendor's sample, which does not say what it means:
        // look into the class, and pass false if it switches the check of certificates off.
        ThuliumRestClient restClient = new ThuliumRestClient(${javaString(username)}, System.getenv("${passwordVariable}"), true);
        ThuliumRestClient.ThuliumRestResponse response = restClient.${request.method.toLowerCase()}(
            ${javaString(request.url)},
            ${javaString(request.body)}
        );
        System.out.println(response);
    }
}`;
}
