package io.arco.server.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** All keys, read from the declarations in {@link ArcoConfig}. */
final class ConfigKeys {
  /** By path, in the order of declaration. */
  static final Map<String, ConfigKey> ALL = collect(ArcoConfig.class, "", new LinkedHashMap<>());

  private ConfigKeys() {}

  private static Map<String, ConfigKey> collect(
      Class<?> section, String prefix, Map<String, ConfigKey> into) {
    for (RecordComponent component : section.getRecordComponents()) {
      String path = prefix + component.getName();
      if (component.getType().isRecord()) {
        collect(component.getType(), path + ".", into);
      } else {
        Setting setting = component.getAnnotation(Setting.class);
        into.put(path, new ConfigKey(path, component.getType(), setting));
      }
    }
    return into;
  }

  /** Builds the records from one value for every key. */
  static <T> T bind(Class<T> section, Map<String, Object> values) {
    return bind(section, "", values);
  }

  private static <T> T bind(Class<T> section, String prefix, Map<String, Object> values) {
    RecordComponent[] components = section.getRecordComponents();
    Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String path = prefix + components[i].getName();
      Class<?> type = components[i].getType();
      arguments[i] = type.isRecord() ? bind(type, path + ".", values) : values.get(path);
    }
    try {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Constructor<T> constructor = section.getDeclaredConstructor(types);
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("the records of the configuration refuse a value", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the records of the configuration can't be built", e);
    }
  }
}
