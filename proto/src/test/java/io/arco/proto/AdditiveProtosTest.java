package io.arco.proto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import io.arco.proto.v1.CatalogProto;
import io.arco.proto.v1.OptionsProto;
import io.arco.proto.v1.OrchestrationProto;
import io.arco.proto.v1.QueryProto;
import io.arco.proto.v1.TransactionsProto;
import io.arco.proto.v1.WorkersProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The protos only grow. What they held before stands in a golden file; {@code scripts/test -pl
 * proto -Darco.golden=write} adds to it what is new, and never takes anything away.
 */
final class AdditiveProtosTest {
  private static final Path GOLDEN = Path.of("src/test/resources/arco/golden/protos.txt");

  private static final List<FileDescriptorProto> FILES =
      List.of(
          OptionsProto.getDescriptor().toProto(),
          CatalogProto.getDescriptor().toProto(),
          TransactionsProto.getDescriptor().toProto(),
          QueryProto.getDescriptor().toProto(),
          OrchestrationProto.getDescriptor().toProto(),
          WorkersProto.getDescriptor().toProto());

  @Test
  void theProtosHoldWhatTheyHeldBefore() throws IOException {
    Map<String, String> now = contents(FILES);
    if (System.getProperty("arco.golden", "").equals("write")) {
      Map<String, String> all = new TreeMap<>(now);
      golden().forEach(all::putIfAbsent);
      Files.writeString(GOLDEN, text(all));
    }
    assertEquals(List.of(), broken(golden(), now, FILES), "what the protos held before is gone");
    Map<String, String> added = new TreeMap<>(now);
    added.keySet().removeAll(golden().keySet());
    assertEquals("", text(added), "they have grown: scripts/test -pl proto -Darco.golden=write");
  }

  @Test
  void whatBreaksCallersIsFound() {
    FileDescriptorProto query = QueryProto.getDescriptor().toProto();
    Map<String, String> before = contents(List.of(query));
    int sql = messageOf(query, "SystemQuery");
    assertBroken(before, withField(query, sql, field -> field.setNumber(9)), "SystemQuery.sql");
    assertBroken(
        before,
        withField(query, sql, field -> field.setType(FieldDescriptorProto.Type.TYPE_BYTES)),
        "SystemQuery.sql");
    assertBroken(
        before,
        withField(query, sql, field -> field.setLabel(FieldDescriptorProto.Label.LABEL_REPEATED)),
        "SystemQuery.sql");
    FileDescriptorProto.Builder without = query.toBuilder();
    without.getMessageTypeBuilder(sql).removeField(0);
    assertBroken(before, without.build(), "SystemQuery.sql");
    FileDescriptorProto.Builder methodless = query.toBuilder();
    methodless.getServiceBuilder(0).removeMethod(0);
    assertBroken(before, methodless.build(), "QueryService/Query");
    FileDescriptorProto.Builder unary = query.toBuilder();
    unary.getServiceBuilder(0).getMethodBuilder(0).setServerStreaming(false);
    assertBroken(before, unary.build(), "QueryService/Query");
  }

  @Test
  void whatIsReservedMayGo() {
    FileDescriptorProto query = QueryProto.getDescriptor().toProto();
    FileDescriptorProto.Builder without = query.toBuilder();
    without
        .getMessageTypeBuilder(messageOf(query, "SystemQuery"))
        .removeField(0)
        .addReservedName("sql")
        .addReservedRange(DescriptorProto.ReservedRange.newBuilder().setStart(1).setEnd(2));
    List<FileDescriptorProto> after = List.of(without.build());
    assertEquals(List.of(), broken(contents(List.of(query)), contents(after), after));
  }

  private interface Edit {
    void on(FieldDescriptorProto.Builder field);
  }

  private static FileDescriptorProto withField(FileDescriptorProto file, int message, Edit edit) {
    FileDescriptorProto.Builder edited = file.toBuilder();
    edit.on(edited.getMessageTypeBuilder(message).getFieldBuilder(0));
    return edited.build();
  }

  private static int messageOf(FileDescriptorProto file, String name) {
    for (int i = 0; i < file.getMessageTypeCount(); i++) {
      if (file.getMessageType(i).getName().equals(name)) {
        return i;
      }
    }
    throw new AssertionError(name);
  }

  private static void assertBroken(
      Map<String, String> before, FileDescriptorProto now, String named) {
    List<FileDescriptorProto> files = List.of(now);
    List<String> broken = broken(before, contents(files), files);
    assertEquals(1, broken.size(), () -> "found: " + broken);
    assertTrue(broken.get(0).contains(named), broken.get(0));
  }

  /** What was there before and is not any more, or is something else. */
  private static List<String> broken(
      Map<String, String> before, Map<String, String> now, List<FileDescriptorProto> files) {
    List<String> broken = new ArrayList<>();
    before.forEach(
        (name, was) -> {
          String is = now.get(name);
          if (!was.equals(is) && !(is == null && isReserved(name, was, files))) {
            broken.add(name + " was " + was + ", and is " + is);
          }
        });
    return broken;
  }

  private static boolean isReserved(String name, String was, List<FileDescriptorProto> files) {
    int dot = name.lastIndexOf('.');
    String number = was.substring(0, was.indexOf(' '));
    if (name.indexOf('/') >= 0 || !number.matches("[0-9]+")) {
      return false;
    }
    for (FileDescriptorProto file : files) {
      for (DescriptorProto message : file.getMessageTypeList()) {
        if ((file.getPackage() + "." + message.getName()).equals(name.substring(0, dot))) {
          return reserves(message, name.substring(dot + 1), Integer.parseInt(number));
        }
      }
    }
    return false;
  }

  private static boolean reserves(DescriptorProto message, String name, int number) {
    return message.getReservedNameList().contains(name)
        && message.getReservedRangeList().stream()
            .anyMatch(range -> range.getStart() <= number && number < range.getEnd());
  }

  /** Everything that callers may rely on, by name. */
  private static Map<String, String> contents(List<FileDescriptorProto> files) {
    Map<String, String> all = new TreeMap<>();
    for (FileDescriptorProto file : files) {
      for (DescriptorProto message : file.getMessageTypeList()) {
        message(all, file.getPackage(), message);
      }
      for (FieldDescriptorProto extension : file.getExtensionList()) {
        all.put(file.getPackage() + "." + extension.getName(), field(extension));
      }
      for (ServiceDescriptorProto service : file.getServiceList()) {
        for (MethodDescriptorProto method : service.getMethodList()) {
          all.put(
              file.getPackage() + "." + service.getName() + "/" + method.getName(), method(method));
        }
      }
    }
    return all;
  }

  private static void message(Map<String, String> all, String parent, DescriptorProto message) {
    String name = parent + "." + message.getName();
    message.getFieldList().forEach(field -> all.put(name + "." + field.getName(), field(field)));
    message.getNestedTypeList().forEach(nested -> message(all, name, nested));
  }

  private static String field(FieldDescriptorProto field) {
    String type =
        field.hasTypeName()
            ? field.getTypeName().substring(1)
            : field.getType().name().substring("TYPE_".length()).toLowerCase(java.util.Locale.ROOT);
    boolean isRepeated = field.getLabel() == FieldDescriptorProto.Label.LABEL_REPEATED;
    String presence = field.getProto3Optional() ? "optional " : "";
    return field.getNumber() + " " + (isRepeated ? "repeated " : presence) + type;
  }

  private static String method(MethodDescriptorProto method) {
    return "("
        + (method.getClientStreaming() ? "stream " : "")
        + method.getInputType().substring(1)
        + ") returns ("
        + (method.getServerStreaming() ? "stream " : "")
        + method.getOutputType().substring(1)
        + ")";
  }

  private static Map<String, String> golden() throws IOException {
    Map<String, String> golden = new TreeMap<>();
    for (String line : Files.readAllLines(GOLDEN)) {
      int equals = line.indexOf(" = ");
      golden.put(line.substring(0, equals), line.substring(equals + 3));
    }
    return golden;
  }

  private static String text(Map<String, String> contents) {
    StringBuilder text = new StringBuilder();
    contents.forEach((name, what) -> text.append(name).append(" = ").append(what).append('\n'));
    return text.toString();
  }
}
