package io.arco.table;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.table.TableDefinition.Visibility;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableDefinitionTest {
  private static final TableDefinition TABLE =
      new TableDefinition(
          "test",
          "things",
          Visibility.PUBLIC,
          List.of(
              ColumnDefinition.required("id", ColumnKind.INT32),
              ColumnDefinition.optional("why", ColumnKind.STRING),
              ColumnDefinition.added("by", ColumnKind.STRING)),
          1,
          10);

  @Test
  void aRowFromBeforeAColumnWasAddedIsTheSame() {
    Row now = Row.of(1, "so", "me");
    assertTrue(TABLE.isSame(Row.of(1, "so", "me"), now));
    assertTrue(TABLE.isSame(Row.of(1, "so", null), now));
  }

  @Test
  void aRowThatDiffersIsNot() {
    Row now = Row.of(1, "so", "me");
    assertFalse(TABLE.isSame(Row.of(1, "so", "you"), now));
    assertFalse(TABLE.isSame(Row.of(1, null, "me"), now));
    assertFalse(TABLE.isSame(Row.of(2, "so", "me"), now));
    assertFalse(TABLE.isSame(Row.of(1, "so", "me"), Row.of(1, "so", null)));
  }
}
