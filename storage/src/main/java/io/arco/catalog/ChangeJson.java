package io.arco.catalog;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.Map;

/** {@link Change} in JSON: its value, or null. */
final class ChangeJson {
  private ChangeJson() {}

  /** Writes a change. */
  static final class Writer extends StdSerializer<Change<?>> {
    private static final long serialVersionUID = 1L;

    Writer() {
      super(Change.class, false);
    }

    @Override
    public void serialize(Change<?> change, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      if (change.value() instanceof Map<?, ?> entries) {
        // By hand: the mapper leaves out entries that are null, and here they say something.
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
          provider.defaultSerializeField(entry.getKey().toString(), entry.getValue(), json);
        }
        json.writeEndObject();
      } else {
        provider.defaultSerializeValue(change.value(), json);
      }
    }
  }

  /** Reads a change; where there is no field there is no change. */
  static final class Reader extends StdDeserializer<Change<?>> implements ContextualDeserializer {
    private static final long serialVersionUID = 1L;

    private final transient JsonDeserializer<Object> value;

    Reader() {
      this(null);
    }

    private Reader(JsonDeserializer<Object> value) {
      super(Change.class);
      this.value = value;
    }

    @Override
    public JsonDeserializer<?> createContextual(
        DeserializationContext context, BeanProperty property) throws JsonMappingException {
      JavaType type = context.getContextualType().containedTypeOrUnknown(0);
      return new Reader(context.findContextualValueDeserializer(type, property));
    }

    @Override
    public Change<?> deserialize(JsonParser json, DeserializationContext context)
        throws IOException {
      return new Change<>(value.deserialize(json, context));
    }

    @Override
    public Change<?> getNullValue(DeserializationContext context) {
      return new Change<>(null);
    }

    @Override
    public Object getAbsentValue(DeserializationContext context) {
      return null;
    }
  }
}
