package dev.corral;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** A program that calls Corral. Redirects are not followed. */
public final class Web {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final HttpClient client = HttpClient.newHttpClient();
  private final int port;

  public Web(int port) {
    this.port = port;
  }

  /** What came back. */
  public record Answer(int status, String type, Map<String, String> headers, String text) {
    /** A field of the JSON body; fields in fields by a path with slashes. */
    public String field(String path) {
      return json().at("/" + path).asText();
    }

    public JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (IOException e) {
        throw new AssertionError("no JSON: " + text, e);
      }
    }
  }

  /** As {@code name:password}; null is nobody. */
  public Answer get(String who, String path) {
    return send(who, "GET", path, null, Map.of());
  }

  public Answer post(String who, String path, Map<String, ?> body) {
    return send(who, "POST", path, body, Map.of());
  }

  public Answer send(
      String who, String method, String path, Object body, Map<String, String> headers) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .header("Content-Type", "application/json")
              .method(
                  method,
                  body == null
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofString(
                          body instanceof String s ? s : JSON.writeValueAsString(body)));
      if (who != null)
        request.header(
            "Authorization",
            "Basic " + Base64.getEncoder().encodeToString(who.getBytes(StandardCharsets.UTF_8)));
      headers.forEach(request::header);
      HttpResponse<String> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      Map<String, String> all = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      answer.headers().map().forEach((name, values) -> all.put(name, String.join(", ", values)));
      return new Answer(
          answer.statusCode(), all.getOrDefault("Content-Type", ""), all, answer.body());
    } catch (IOException e) {
      throw new AssertionError(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
