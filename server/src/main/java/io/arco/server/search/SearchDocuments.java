package io.arco.server.search;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.util.BytesRef;

/** Things as documents of the index: their words, their place in the order, how to find them. */
final class SearchDocuments {
  /** The id; unique. */
  static final String ID = "id";

  /** The kind. */
  static final String KIND = "kind";

  /** Keys of tags, and {@code key=value}, of the thing and its columns, as they are. */
  static final String TAGGED = "tagged";

  /** Owners as they are. */
  static final String OWNED = "owned";

  /** Where a thing stands among those of one score: see {@link #order}. */
  static final String ORDER = "order";

  /** Kind and names, to look it up in the state. */
  static final String PLACE = "at";

  private static final String SEPARATOR = "\0";
  private static final FieldType WORDS = words();

  private SearchDocuments() {}

  private static FieldType words() {
    FieldType type = new FieldType();
    type.setTokenized(true);
    type.setOmitNorms(true);
    type.setIndexOptions(IndexOptions.DOCS);
    type.freeze();
    return type;
  }

  /** The document of a thing. */
  static Document of(SearchItem item) {
    Document document = new Document();
    document.add(new StringField(ID, item.id(), Field.Store.NO));
    document.add(new StringField(KIND, item.kind(), Field.Store.NO));
    document.add(new SortedDocValuesField(ORDER, order(item)));
    document.add(new BinaryDocValuesField(PLACE, place(item)));
    addFilters(item, document);
    addWords(item, document);
    return document;
  }

  private static void addFilters(SearchItem item, Document document) {
    Set<String> tagged = new HashSet<>();
    addTags(item.tags(), tagged);
    item.columns().forEach(column -> addTags(column.tags(), tagged));
    tagged.forEach(text -> document.add(new StringField(TAGGED, text, Field.Store.NO)));
    item.owners().forEach(text -> document.add(new StringField(OWNED, text, Field.Store.NO)));
  }

  private static void addTags(Map<String, String> tags, Set<String> tagged) {
    tags.forEach(
        (key, value) -> {
          tagged.add(key);
          tagged.add(key + "=" + value);
        });
  }

  private static void addWords(SearchItem item, Document document) {
    Map<SearchField, Set<String>> words = new EnumMap<>(SearchField.class);
    Map<SearchField, Set<String>> wholes = new EnumMap<>(SearchField.class);
    for (SearchItem.Text text : item.texts()) {
      SearchField field = text.field();
      words.computeIfAbsent(field, any -> new HashSet<>()).addAll(SearchWords.terms(text.text()));
      if (field.whole() > 0) {
        wholes.computeIfAbsent(field, any -> new HashSet<>()).add(SearchWords.whole(text.text()));
      }
    }
    words.forEach((field, all) -> add(field.words(), all, document));
    wholes.forEach((field, all) -> add(field.wholes(), all, document));
  }

  private static void add(String field, Set<String> words, Document document) {
    words.remove("");
    if (!words.isEmpty()) {
      document.add(new Field(field, new Words(words), WORDS));
    }
  }

  /** By name, then by id: unique, and the same as long as the name is. */
  static BytesRef order(SearchItem item) {
    return new BytesRef(item.name() + SEPARATOR + item.id());
  }

  private static BytesRef place(SearchItem item) {
    return new BytesRef(item.kind() + SEPARATOR + String.join(SEPARATOR, item.names()));
  }

  /** The kind, and the names behind it, that {@link #PLACE} holds. */
  static List<String> placed(BytesRef place) {
    return Arrays.asList(place.utf8ToString().split(SEPARATOR));
  }

  /** The bytes alone. */
  static byte[] bytes(BytesRef ref) {
    byte[] bytes = new byte[ref.length];
    ByteBuffer.wrap(ref.bytes, ref.offset, ref.length).get(bytes);
    return bytes;
  }

  /** Words that are cut already. */
  private static final class Words extends TokenStream {
    private final BytesTermAttribute term = addAttribute(BytesTermAttribute.class);
    private final Set<String> words;
    private Iterator<String> left;

    Words(Set<String> words) {
      this.words = words;
    }

    @Override
    public void reset() {
      left = words.iterator();
    }

    @Override
    public boolean incrementToken() {
      if (!left.hasNext()) {
        return false;
      }
      clearAttributes();
      term.setBytesRef(new BytesRef(left.next()));
      return true;
    }
  }
}
