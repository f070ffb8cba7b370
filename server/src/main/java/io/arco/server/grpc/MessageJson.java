package io.arco.server.grpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.proto.v1.OptionsProto;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;

/**
 * The JSON of a request's body. Differs from the JSON mapping of Protocol Buffers in what the
 * operations differ in: whole numbers of 64 bits are numbers, a scalar without presence is always
 * said.
 */
final class MessageJson {
  /** Beyond it, a double does not hold every whole number. */
  private static final double MAX_WHOLE = 1L << 53;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private MessageJson() {}

  /**
   * The JSON object of a message.
   *
   * @throws io.arco.problem.ProblemException INVALID_REQUEST if it holds what JSON can't
   */
  static ObjectNode of(Message message) {
    ObjectNode object = NODES.objectNode();
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (isSaid(message, field)) {
        object.set(field.getJsonName(), field(message, field));
      }
    }
    return object;
  }

  private static boolean isSaid(Message message, FieldDescriptor field) {
    if (field.isRepeated()) {
      return message.getRepeatedFieldCount(field) > 0
          || field.getOptions().getExtension(OptionsProto.alwaysSaid);
    }
    return !field.hasPresence() || message.hasField(field);
  }

  private static JsonNode field(Message message, FieldDescriptor field) {
    if (field.isMapField()) {
      return map(message, field);
    }
    if (field.isRepeated()) {
      ArrayNode array = NODES.arrayNode();
      ((List<?>) message.getField(field)).forEach(item -> array.add(one(field, item)));
      return array;
    }
    return one(field, message.getField(field));
  }

  private static ObjectNode map(Message message, FieldDescriptor field) {
    FieldDescriptor key = field.getMessageType().findFieldByName("key");
    FieldDescriptor value = field.getMessageType().findFieldByName("value");
    ObjectNode object = NODES.objectNode();
    for (Object entry : (List<?>) message.getField(field)) {
      Message pair = (Message) entry;
      object.set(pair.getField(key).toString(), one(value, pair.getField(value)));
    }
    return object;
  }

  private static JsonNode one(FieldDescriptor field, Object value) {
    return switch (field.getJavaType()) {
      case INT -> NODES.numberNode((Integer) value);
      case LONG -> NODES.numberNode((Long) value);
      case FLOAT -> number(field, (Float) value);
      case DOUBLE -> number(field, (Double) value);
      case BOOLEAN -> NODES.booleanNode((Boolean) value);
      case STRING -> NODES.textNode((String) value);
      case MESSAGE -> message(field, (Message) value);
      case ENUM, BYTE_STRING ->
          throw new IllegalStateException(field.getFullName() + " is of no type of a body");
    };
  }

  private static JsonNode message(FieldDescriptor field, Message message) {
    try {
      return switch (field.getMessageType().getFullName()) {
        case "google.protobuf.Struct" -> struct(field, Struct.parseFrom(message.toByteString()));
        case "google.protobuf.Value" -> value(field, Value.parseFrom(message.toByteString()));
        case "google.protobuf.Timestamp" ->
            time(field, Timestamp.parseFrom(message.toByteString()));
        default -> of(message);
      };
    } catch (InvalidProtocolBufferException e) {
      throw unreadable(field);
    }
  }

  private static ObjectNode struct(FieldDescriptor field, Struct struct) {
    ObjectNode object = NODES.objectNode();
    struct.getFieldsMap().forEach((name, value) -> object.set(name, value(field, value)));
    return object;
  }

  private static JsonNode value(FieldDescriptor field, Value value) {
    return switch (value.getKindCase()) {
      case NULL_VALUE, KIND_NOT_SET -> NODES.nullNode();
      case NUMBER_VALUE -> number(field, value.getNumberValue());
      case STRING_VALUE -> NODES.textNode(value.getStringValue());
      case BOOL_VALUE -> NODES.booleanNode(value.getBoolValue());
      case STRUCT_VALUE -> struct(field, value.getStructValue());
      case LIST_VALUE -> {
        ArrayNode array = NODES.arrayNode();
        value.getListValue().getValuesList().forEach(item -> array.add(value(field, item)));
        yield array;
      }
    };
  }

  private static JsonNode number(FieldDescriptor field, double number) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      throw unreadable(field);
    }
    return number == Math.rint(number) && Math.abs(number) <= MAX_WHOLE
        ? NODES.numberNode((long) number)
        : NODES.numberNode(number);
  }

  private static JsonNode time(FieldDescriptor field, Timestamp time) {
    try {
      return NODES.textNode(Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).toString());
    } catch (DateTimeException e) {
      throw unreadable(field);
    }
  }

  private static RuntimeException unreadable(FieldDescriptor field) {
    return Problem.of(ErrorCode.INVALID_REQUEST, "A value can't be what it is.")
        .with("field", field.getFullName())
        .asException();
  }
}
