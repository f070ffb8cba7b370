package io.arco.planner.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * The fields of an object in a manifest, each read as what it must be. What is wrong is added to
 * the problems, and read as null.
 *
 * @param place the object's place, as a pointer
 * @param object what is read
 * @param texts takes what is wrong
 */
record JsonFields(String place, JsonNode object, TextRules texts) {
  /** Refuses all other fields. */
  void only(Set<String> names) {
    for (Iterator<String> all = object.fieldNames(); all.hasNext(); ) {
      String name = all.next();
      if (!names.contains(name)) {
        texts.wrong(pointer(name), null, "no such field");
      }
    }
  }

  private String pointer(String name) {
    return place + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  private JsonNode get(String name) {
    JsonNode value = object.get(name);
    return value == null || value.isNull() ? null : value;
  }

  private <T> T wrong(String name, String expected) {
    JsonNode value = object.get(name);
    texts.wrong(pointer(name), value.isValueNode() ? value.asText() : null, expected);
    return null;
  }

  /** A text, or null if there is none. */
  String text(String name) {
    JsonNode value = get(name);
    return value == null || value.isTextual()
        ? value == null ? null : value.textValue()
        : wrong(name, "a text");
  }

  /** A whole number between these. */
  Integer integer(String name, int otherwise, int least, int most) {
    JsonNode value = get(name);
    if (value == null) {
      return otherwise;
    }
    return value.isInt() && value.intValue() >= least && value.intValue() <= most
        ? value.intValue()
        : wrong(name, least + " to " + most);
  }

  /** A number between these. */
  Double number(String name, double otherwise, int least, int most) {
    JsonNode value = get(name);
    if (value == null) {
      return otherwise;
    }
    return value.isNumber() && value.doubleValue() >= least && value.doubleValue() <= most
        ? value.doubleValue()
        : wrong(name, least + " to " + most);
  }

  /** A duration in whole milliseconds between these. */
  Duration duration(String name, Duration otherwise, Duration least, Duration most) {
    JsonNode value = get(name);
    if (value == null) {
      return otherwise;
    }
    if (value.isTextual()) {
      try {
        Duration duration = Duration.parse(value.textValue());
        boolean isWhole = duration.getNano() % 1_000_000 == 0;
        if (isWhole && duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
          return duration;
        }
      } catch (DateTimeException e) {
        // Told below, with all else that is no such duration.
      }
    }
    return wrong(name, "a duration in whole milliseconds, " + least + " to " + most);
  }

  /** One of these, by its JSON text. */
  <E extends Enum<E>> E choice(String name, E otherwise, E[] all) {
    JsonNode value = get(name);
    if (value == null) {
      return otherwise;
    }
    List<String> names = Arrays.stream(all).map(JsonFields::textOf).toList();
    int index = value.isTextual() ? names.indexOf(value.textValue()) : -1;
    return index < 0 ? wrong(name, "one of " + String.join(", ", names)) : all[index];
  }

  private static String textOf(Enum<?> one) {
    return one instanceof CheckSpec.Kind kind ? kind.text() : one.name();
  }
}
