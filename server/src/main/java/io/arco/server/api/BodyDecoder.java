package io.arco.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.json.Json;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Reads bodies strictly into records. What does not fit is INVALID_REQUEST; its detail {@code
 * field} is a JSON pointer (RFC 6901) to the offending place, empty for the whole body.
 */
final class BodyDecoder {
  private static final Set<Class<?>> WHOLE =
      Set.of(int.class, Integer.class, long.class, Long.class);

  private BodyDecoder() {}

  /**
   * Reads a body.
   *
   * @throws ProblemException INVALID_REQUEST
   */
  static <T> T decode(byte[] body, Class<T> type) {
    if (body.length == 0) {
      throw problem("A body is required.", "").asException();
    }
    try (JsonParser parser = Json.MAPPER.createParser(body)) {
      T value = read(parser, type);
      checkText(body);
      return value;
    } catch (IOException e) {
      throw problem("The body is not JSON.", "").asException();
    }
  }

  /**
   * The parser takes UTF-16 and UTF-32 for JSON too, which hold zero bytes, and reads overlong
   * sequences and code points that there are not.
   */
  private static void checkText(byte[] body) {
    for (byte one : body) {
      if (one == 0) {
        throw notUtf8().asException();
      }
    }
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
    } catch (CharacterCodingException e) {
      throw notUtf8().asException();
    }
  }

  private static Problem notUtf8() {
    return problem("The body is not UTF-8.", "");
  }

  /**
   * Reads what was read as JSON before.
   *
   * @throws ProblemException INVALID_REQUEST
   */
  static <T> T decode(JsonNode tree, Class<T> type) {
    try (JsonParser parser = Json.MAPPER.treeAsTokens(tree)) {
      return read(parser, type);
    } catch (IOException e) {
      throw problem("The body is not JSON.", "").asException();
    }
  }

  private static <T> T read(JsonParser parser, Class<T> type) {
    T value;
    try {
      value = Json.MAPPER.readerFor(type).readValue(parser);
    } catch (IOException e) {
      throw problemOf(e, parser).asException();
    }
    if (value == null) {
      throw problem("A value has another type than it must have.", "")
          .with("expected", "object")
          .asException();
    }
    return value;
  }

  /**
   * Reads what was read as JSON before into a type.
   *
   * @param known the fields that are told where one of the body is not known
   * @throws ProblemException INVALID_REQUEST
   */
  static <T> T decode(JsonNode tree, Class<T> type, List<String> known) {
    try (JsonParser parser = Json.MAPPER.treeAsTokens(tree)) {
      try {
        return Json.MAPPER.readerFor(type).readValue(parser);
      } catch (IOException e) {
        Problem problem = problemOf(e, parser);
        boolean isTop =
            e instanceof UnrecognizedPropertyException unknown && unknown.getPath().size() == 1;
        throw (isTop ? problem.with("expected", known) : problem).asException();
      }
    } catch (IOException e) {
      throw problem("The body is not JSON.", "").asException();
    }
  }

  private static Problem problemOf(IOException failure, JsonParser parser) {
    if (failure instanceof UnrecognizedPropertyException unknown) {
      return problem("The body has a field that is not known here.", pointer(unknown))
          .with("expected", names(unknown.getKnownPropertyIds()));
    }
    if (failure instanceof InvalidFormatException value && value.getTargetType().isEnum()) {
      return problem("A value is not one of those it can be.", pointer(value))
          .with("value", RequestProblems.excerpt(String.valueOf(value.getValue())))
          .with("expected", words(value.getTargetType()));
    }
    if (failure instanceof MismatchedInputException mismatch && !isTrailing(failure)) {
      return problem("A value has another type than it must have.", pointer(mismatch))
          .with("expected", kind(mismatch));
    }
    InputCoercionException number = tooLarge(failure);
    if (number != null) {
      return problem(
              "A number is too large.", parser.getParsingContext().pathAsPointer().toString())
          .with("expected", "a whole number of " + bits(number.getTargetType()) + " bits");
    }
    if (failure instanceof JsonMappingException mapping
        && mapping.getCause() instanceof IOException cause
        && cause != failure) {
      return problemOf(cause, parser);
    }
    return notJson(failure, parser);
  }

  private static InputCoercionException tooLarge(IOException failure) {
    return failure instanceof InputCoercionException direct
        ? direct
        : failure.getCause() instanceof InputCoercionException wrapped ? wrapped : null;
  }

  private static int bits(Class<?> type) {
    return type == int.class ? Integer.SIZE : Long.SIZE;
  }

  private static boolean isTrailing(IOException failure) {
    String message = failure.getMessage();
    return message != null && message.startsWith("Trailing token");
  }

  private static Problem notJson(IOException failure, JsonParser parser) {
    if (failure instanceof StreamConstraintsException) {
      return problem("The body is nested deeper, or has longer values, than is taken.", "");
    }
    if (!(failure instanceof JsonProcessingException syntax)) {
      return problem("The body is not JSON.", "");
    }
    String pointer = parser.getParsingContext().pathAsPointer().toString();
    String reason = syntax.getOriginalMessage();
    if (reason != null && reason.startsWith("Duplicate field")) {
      return problem("The body has a field twice.", pointer);
    }
    Problem problem =
        problem(
            isTrailing(failure) ? "The body goes on behind its JSON." : "The body is not JSON.",
            isTrailing(failure) ? "" : pointer);
    if (syntax.getLocation() == null) {
      return problem;
    }
    return problem
        .with("line", syntax.getLocation().getLineNr())
        .with("column", syntax.getLocation().getColumnNr());
  }

  private static Problem problem(String text, String pointer) {
    return Problem.of(ErrorCode.INVALID_REQUEST, text).with("field", pointer);
  }

  private static String pointer(JsonMappingException failure) {
    StringBuilder pointer = new StringBuilder();
    for (JsonMappingException.Reference step : failure.getPath()) {
      if (step.getFieldName() != null) {
        String name = step.getFieldName().replace("~", "~0").replace("/", "~1");
        pointer.append(JsonPointer.SEPARATOR).append(name);
      } else if (step.getIndex() >= 0) {
        pointer.append(JsonPointer.SEPARATOR).append(step.getIndex());
      }
    }
    return RequestProblems.excerpt(pointer.toString());
  }

  private static List<String> names(Collection<Object> known) {
    return known == null ? List.of() : known.stream().map(Object::toString).sorted().toList();
  }

  private static List<String> words(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .filter(Objects::nonNull)
        .map(constant -> Json.MAPPER.valueToTree(constant).asText())
        .toList();
  }

  private static String kind(MismatchedInputException mismatch) {
    Class<?> type = mismatch.getTargetType();
    if (type == null) {
      return "another type";
    }
    JavaType known = Json.MAPPER.constructType(type);
    if (type == String.class || type.isEnum()) {
      return "string";
    } else if (type == boolean.class || type == Boolean.class) {
      return "boolean";
    } else if (WHOLE.contains(type)) {
      return "whole number";
    } else if (known.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return "number";
    } else if (known.isCollectionLikeType() || known.isArrayType()) {
      return "array";
    }
    boolean isObject =
        Map.class.isAssignableFrom(type) || type.isRecord() || type == ObjectNode.class;
    return isObject ? "object" : "another type";
  }
}
