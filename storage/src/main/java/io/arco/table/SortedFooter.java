package io.arco.table;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.SortingColumn;
import org.apache.parquet.format.Util;

/**
 * Adds to a file's footer what parquet-java can't write: by which columns the rows are sorted. A
 * file ends with the footer, its length in four bytes, little-endian, and {@code PAR1}.
 */
final class SortedFooter {
  private static final int TAIL_BYTES = 8;

  private SortedFooter() {}

  static byte[] rewrite(TableDefinition table, byte[] file) {
    ByteBuffer tail = ByteBuffer.wrap(file, file.length - TAIL_BYTES, 4);
    int footerBytes = tail.order(ByteOrder.LITTLE_ENDIAN).getInt();
    int footerStart = file.length - TAIL_BYTES - footerBytes;
    try {
      ByteArrayInputStream in = new ByteArrayInputStream(file, footerStart, footerBytes);
      FileMetaData footer = Util.readFileMetaData(in);
      describe(table, footer);
      ByteArrayOutputStream out = new ByteArrayOutputStream(file.length + 256);
      out.write(file, 0, footerStart);
      Util.writeFileMetaData(footer, out);
      int length = out.size() - footerStart;
      out.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(length).array());
      out.write(file, file.length - 4, 4);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
  }

  private static void describe(TableDefinition table, FileMetaData footer) {
    List<SortingColumn> order = new ArrayList<>();
    for (int i = 0; i < table.keyColumns(); i++) {
      order.add(new SortingColumn(i, false, false));
    }
    footer.getRow_groups().forEach(group -> group.setSorting_columns(order));
    footer.setKey_value_metadata(
        List.of(
            entry("arco.format", Integer.toString(ParquetTable.FORMAT)),
            entry("arco.table", table.domain() + "." + table.name())));
  }

  private static KeyValue entry(String key, String value) {
    KeyValue entry = new KeyValue(key);
    entry.setValue(value);
    return entry;
  }
}
