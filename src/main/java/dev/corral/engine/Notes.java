package dev.corral.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/** What one look of a step leaves to the next, as the database keeps it. */
final class Notes {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Notes() {}

  static String written(Map<String, String> notes) {
    try {
      return JSON.writeValueAsString(notes);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static Map<String, String> read(String json) {
    try {
      return JSON.readValue(json, new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
