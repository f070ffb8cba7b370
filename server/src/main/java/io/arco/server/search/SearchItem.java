package io.arco.server.search;

import io.arco.catalog.Column;
import io.arco.catalog.Entity;
import io.arco.catalog.FunctionDetails;
import io.arco.catalog.ObjectEntity;
import io.arco.catalog.TableEntity;
import io.arco.catalog.ViewDetails;
import io.arco.planner.manifest.Asset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * A thing that can be found: an entity of the catalog or an asset, as far as search sees it.
 *
 * @param kind the text of its {@link io.arco.catalog.EntityKind}, or {@value #ASSET}
 * @param id of an entity its id, of an asset its key
 * @param names what leads to it, from the top down, its own name last
 * @param comment what a person says about it, or null
 * @param owners who answer for it
 * @param tags what it is marked with
 * @param columns what it has, in order
 */
record SearchItem(
    String kind,
    String id,
    List<String> names,
    String comment,
    List<String> owners,
    SortedMap<String, String> tags,
    List<Part> columns) {
  /** The kind of assets of the current manifest. */
  static final String ASSET = "asset";

  /**
   * A column or parameter.
   *
   * @param name its name
   * @param comment what a person says about it, or null
   * @param tags what it is marked with
   */
  record Part(String name, String comment, Map<String, String> tags) {}

  /**
   * One text that words are looked for in.
   *
   * @param field where it stands
   * @param column whose it is; null: the thing's own
   * @param text the text
   */
  record Text(SearchField field, String column, String text) {}

  /** An entity that these names lead to. */
  static SearchItem of(List<String> names, Entity entity) {
    return new SearchItem(
        entity.kind().text(),
        entity.id().toString(),
        names,
        entity.comment(),
        entity.owner() == null ? List.of() : List.of(entity.owner()),
        entity.tags(),
        parts(entity));
  }

  /** An asset. */
  static SearchItem of(Asset asset) {
    return new SearchItem(
        ASSET,
        asset.key().text(),
        List.of(asset.key().namespace(), asset.key().name()),
        asset.description(),
        asset.owners(),
        asset.tags(),
        List.of());
  }

  private static List<Part> parts(Entity entity) {
    List<Part> parts = new ArrayList<>();
    if (entity instanceof TableEntity table) {
      for (Column column : table.columns()) {
        parts.add(new Part(column.name(), column.comment(), column.tags()));
      }
    } else if (entity instanceof ObjectEntity object) {
      if (object.details() instanceof ViewDetails view) {
        view.columns().forEach(column -> parts.add(part(column.name(), column.comment())));
      } else if (object.details() instanceof FunctionDetails function) {
        function.parameters().forEach(each -> parts.add(part(each.name(), each.comment())));
      }
    }
    return parts;
  }

  private static Part part(String name, String comment) {
    return new Part(name, comment, Map.of());
  }

  /** Its own name. */
  String name() {
    return names.get(names.size() - 1);
  }

  /** All texts of it, those that count most first. */
  List<Text> texts() {
    List<Text> texts = new ArrayList<>();
    texts.add(new Text(SearchField.NAME, null, name()));
    columns.forEach(each -> texts.add(new Text(SearchField.COLUMN, each.name(), each.name())));
    tags(null, tags, texts);
    columns.forEach(each -> tags(each.name(), each.tags(), texts));
    owners.forEach(owner -> texts.add(new Text(SearchField.OWNER, null, owner)));
    comment(null, comment, texts);
    columns.forEach(each -> comment(each.name(), each.comment(), texts));
    for (String place : names.subList(0, names.size() - 1)) {
      texts.add(new Text(SearchField.PLACE, null, place));
    }
    return texts;
  }

  private static void tags(String column, Map<String, String> tags, List<Text> texts) {
    tags.forEach(
        (key, value) -> {
          texts.add(new Text(SearchField.TAG, column, key));
          if (!value.isEmpty()) {
            texts.add(new Text(SearchField.TAG, column, value));
          }
        });
  }

  private static void comment(String column, String comment, List<Text> texts) {
    if (comment != null && !comment.isEmpty()) {
      texts.add(new Text(SearchField.COMMENT, column, comment));
    }
  }
}
