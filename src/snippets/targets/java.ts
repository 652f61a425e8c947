import { jsonContentType } from '../../core/request.js';
import { javaString } from '../quoting.js';
import type { SnippetRequest, SnippetTarget } from '../registry.js';

/** One file for Java 11 and later (`java UpdateRecord.java`), with nothing but the JDK's own HTTP client, which follows no redirect. */
export const java: SnippetTarget = { label: 'Java', language: 'java', render };

function render({ request, username, passwordVariable }: SnippetRequest): string {
  return `import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;

public class UpdateRecord {
    public static void main(String[] args) throws Exception {
        String password = Objects.requireNonNull(System.getenv("${passwordVariable}"), "Set ${passwordVariable}");
        String credentials = ${javaString(`${username}:`)} + password;
        String token = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(${javaString(request.url)}))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Basic " + token)
            .header("Content-Type", ${javaString(jsonContentType)})
            .method("${request.method}", HttpRequest.BodyPublishers.ofString(${javaString(request.body)}))
            .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        System.out.println(response.statusCode() + " " + response.body()); // the body of a success is empty
        System.exit(response.statusCode() / 100 == 2 ? 0 : 1);
    }
}`;
}
