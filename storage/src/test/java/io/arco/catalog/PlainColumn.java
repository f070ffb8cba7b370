package io.arco.catalog;

import java.util.Map;

/** A column of a {@link PlainCatalog}. */
record PlainColumn(
    int id, String name, String type, boolean nullable, String comment, Map<String, String> tags) {}
