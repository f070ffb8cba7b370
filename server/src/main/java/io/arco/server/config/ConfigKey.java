package io.arco.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One key of the configuration: its name, its type and what {@link Setting} says of it.
 *
 * @param path dotted, such as {@code http.maxBodyBytes}
 * @param type {@code String}, {@code int}, {@code long}, {@code boolean}, an enum, or {@code List}
 *     of directories
 * @param setting the declaration
 */
record ConfigKey(String path, Class<?> type, Setting setting) {
  /** Stands where a secret would. */
  static final String HIDDEN = "(hidden)";

  private static final Pattern URL_PASSWORD = Pattern.compile("(://[^:/@]*:)[^/]*@");
  private static final Pattern WORD_START = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

  /** The environment variable, such as {@code ARCO_HTTP__MAX_BODY_BYTES}. */
  String environmentName() {
    String words = WORD_START.matcher(path).replaceAll("_");
    return "ARCO_" + words.replace(".", "__").toUpperCase(Locale.ROOT);
  }

  /** The type as the reference page names it. */
  String typeText() {
    if (type == List.class) {
      return "list of absolute directories";
    }
    if (type.isEnum()) {
      return choices().stream().map(c -> "`" + c + "`").collect(Collectors.joining(" or "));
    }
    if (type == String.class) {
      return "text";
    }
    if (type == boolean.class) {
      return "`true` or `false`";
    }
    String upper = setting.max() == Long.MAX_VALUE ? "" : Long.toString(setting.max());
    return "whole number, " + setting.min() + "…" + upper;
  }

  /** A value as it may be shown: itself, unless it is or may hold a secret. */
  Object shown(Object value) {
    if (setting.isSecret()) {
      return "".equals(value) ? "" : HIDDEN;
    }
    return value instanceof String text ? withoutPassword(text) : value;
  }

  /** A text without the password of a URL in it. */
  static String withoutPassword(String text) {
    return URL_PASSWORD.matcher(text).replaceAll("$1" + HIDDEN + "@");
  }

  /** The value in the form the environment takes. */
  Object parseText(String text) {
    if (type == List.class) {
      return directories(
          text.isEmpty() ? List.of() : Arrays.asList(text.split(File.pathSeparator)));
    }
    if (type.isEnum()) {
      return choice(text);
    }
    if (type == String.class) {
      return text;
    }
    if (type == boolean.class) {
      return truth(text);
    }
    try {
      return number(Long.parseLong(text.strip()));
    } catch (NumberFormatException e) {
      throw notANumber();
    }
  }

  /** The value in the form the file has. */
  Object parseJson(JsonNode node) {
    if (type == List.class) {
      List<String> texts = new ArrayList<>();
      if (!node.isArray()) {
        throw new IllegalArgumentException("must be an array of strings");
      }
      for (JsonNode item : node) {
        if (!item.isTextual()) {
          throw new IllegalArgumentException("must be an array of strings");
        }
        texts.add(item.textValue());
      }
      return directories(texts);
    }
    if (type == String.class || type.isEnum()) {
      if (!node.isTextual()) {
        throw new IllegalArgumentException("must be a string");
      }
      return parseText(node.textValue());
    }
    if (type == boolean.class) {
      return truth(node.toString());
    }
    if (!node.canConvertToLong() || !node.isIntegralNumber()) {
      throw notANumber();
    }
    return number(node.longValue());
  }

  private Object number(long value) {
    if (value < setting.min() || value > setting.max()) {
      throw notANumber();
    }
    if (type == int.class) {
      return Math.toIntExact(value);
    }
    return value;
  }

  private static boolean truth(String text) {
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    throw new IllegalArgumentException("must be true or false");
  }

  private IllegalArgumentException notANumber() {
    return new IllegalArgumentException(
        setting.max() == Long.MAX_VALUE
            ? "must be a whole number of at least " + setting.min()
            : "must be a whole number between " + setting.min() + " and " + setting.max());
  }

  private Object choice(String text) {
    for (Object constant : type.getEnumConstants()) {
      if (name(constant).equals(text)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        "is not supported, must be " + String.join(" or ", choices()));
  }

  private List<String> choices() {
    return Arrays.stream(type.getEnumConstants()).map(ConfigKey::name).toList();
  }

  private static String name(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
  }

  /** Absolute, normal paths, each once. */
  static List<Path> directories(List<String> texts) {
    List<Path> directories = new ArrayList<>();
    for (String text : texts) {
      Path directory;
      try {
        directory = Path.of(text);
      } catch (InvalidPathException e) {
        throw new IllegalArgumentException("holds something that is no path", e);
      }
      if (!directory.isAbsolute()) {
        throw new IllegalArgumentException("must hold absolute directories");
      }
      directories.add(directory.normalize());
    }
    return directories.stream().distinct().toList();
  }

  /** A parsed value in the form the file has. */
  static Object toJson(Object value) {
    if (value instanceof Enum<?> constant) {
      return name(constant);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Object::toString).toList();
    }
    return value;
  }
}
